package findings

import (
	"crypto/sha256"
	"encoding/hex"
)

// Name returns the number of a name, 0 for "".
func (c *Collector) Name(name []byte) uint32 {
	if len(name) == 0 {
		return 0
	}
	c.scratch = appendName(c.scratch[:0], name)
	if n, ok := c.names[string(c.scratch)]; ok {
		return n
	}
	text := string(c.scratch)
	if len(c.nameList) >= maxNames {
		if text = others; c.names[others] != 0 {
			return c.names[others]
		}
	}
	n := uint32(len(c.nameList))
	c.nameList = append(c.nameList, text)
	c.names[text] = n
	return n
}

// appendName writes a name as it is shown. A long name is cut off and ends in a hash of it, so that it stays distinct.
func appendName(b, name []byte) []byte {
	if len(name) <= maxText {
		return append(b, name...)
	}
	sum := sha256.Sum256(name)
	return hex.AppendEncode(append(append(b, cut(name)...), "…"...), sum[:4])
}

// NameText returns a name as it is shown.
func NameText(name []byte) string { return string(appendName(nil, name)) }

// Declare returns the number of a name that a spec has. Such names come before all others.
func (c *Collector) Declare(name string) uint32 {
	n := c.Name([]byte(name))
	c.declared = max(c.declared, n)
	return n
}

// NameOf returns the name of a number.
func (c *Collector) NameOf(n uint32) string { return c.nameList[n] }

// Source returns the number of a service and its version.
func (c *Collector) Source(service, version []byte) uint32 {
	c.scratch = append(appendName(c.scratch[:0], service), 0)
	split := len(c.scratch)
	c.scratch = appendName(c.scratch, version)
	if n, ok := c.sources[string(c.scratch)]; ok {
		return n
	}
	if len(c.pairs) >= maxSources {
		c.scratch = append(append(c.scratch[:0], others...), 0)
		split = len(c.scratch)
		if n, ok := c.sources[string(c.scratch)]; ok {
			return n
		}
	}
	n := uint32(len(c.pairs))
	c.pairs = append(c.pairs, pair{string(c.scratch[:split-1]), string(c.scratch[split:])})
	c.sources[string(c.scratch)] = n
	return n
}

// SourceOf returns the service and version of a number.
func (c *Collector) SourceOf(n uint32) (service, version string) {
	return c.pairs[n].service, c.pairs[n].version
}

// Text returns a text of an input as it is shown: valid UTF-8 and not too long.
func Text(text []byte) string {
	if len(text) <= maxText {
		return string(text)
	}
	return string(cut(text)) + "…"
}

// cut returns the beginning of a text, at most maxText bytes, without splitting a character.
func cut(text []byte) []byte {
	n := min(len(text), maxText)
	for n > 0 && n < len(text) && text[n]&0xC0 == 0x80 {
		n--
	}
	return text[:n]
}

// long cuts off an expected value that is very long.
func long(text string) string {
	const most = 2000
	if len(text) <= most {
		return text
	}
	return Text([]byte(text[:most]))
}
