package tally

import (
	"crypto/sha256"
	"encoding/hex"
)

// Name returns the number of a name, 0 for "".
func (t *Tally) Name(name []byte) uint32 {
	if len(name) == 0 {
		return 0
	}
	t.scratch = appendName(t.scratch[:0], name)
	if n, ok := t.names[string(t.scratch)]; ok {
		return n
	}
	text := string(t.scratch)
	if len(t.nameList) >= maxNames {
		if text = Others; t.names[Others] != 0 {
			return t.names[Others]
		}
	}
	n := uint32(len(t.nameList))
	t.nameList = append(t.nameList, text)
	t.names[text] = n
	return n
}

// appendName writes a name as it is shown. One that is cut off is told from others with the same beginning by a hash.
func appendName(b, name []byte) []byte {
	if len(name) <= maxText {
		return append(b, name...)
	}
	sum := sha256.Sum256(name)
	return hex.AppendEncode(append(append(b, cut(name)...), "…"...), sum[:4])
}

// Declare returns the number of a name that a spec has. Such names come before all others.
func (t *Tally) Declare(name string) uint32 {
	n := t.Name([]byte(name))
	t.declared = max(t.declared, n)
	return n
}

// NameOf returns the name of a number.
func (t *Tally) NameOf(n uint32) string { return t.nameList[n] }

// Source returns the number of a service and its version.
func (t *Tally) Source(service, version []byte) uint32 {
	t.scratch = append(appendName(t.scratch[:0], service), 0)
	split := len(t.scratch)
	t.scratch = appendName(t.scratch, version)
	if n, ok := t.sources[string(t.scratch)]; ok {
		return n
	}
	if len(t.pairs) >= maxSources {
		t.scratch = append(append(t.scratch[:0], Others...), 0)
		split = len(t.scratch)
		if n, ok := t.sources[string(t.scratch)]; ok {
			return n
		}
	}
	n := uint32(len(t.pairs))
	t.pairs = append(t.pairs, pair{string(t.scratch[:split-1]), string(t.scratch[split:])})
	t.sources[string(t.scratch)] = n
	return n
}

// SourceOf returns the service and version of a number.
func (t *Tally) SourceOf(n uint32) (service, version string) {
	return t.pairs[n].service, t.pairs[n].version
}

// Sources returns how many numbers Source gave, 0 included.
func (t *Tally) Sources() int { return len(t.pairs) }

// Text returns a text of an input as it is shown: valid UTF-8 and not too long.
func Text(text []byte) string {
	if len(text) <= maxText {
		return string(text)
	}
	return string(cut(text)) + "…"
}

// cut returns the beginning of a text, with whole characters only.
func cut(text []byte) []byte {
	n := min(len(text), maxText)
	for n > 0 && n < len(text) && text[n]&0xC0 == 0x80 {
		n--
	}
	return text[:n]
}

// long bounds what the spec asks, which is as long as the spec makes it.
func long(text string) string {
	const most = 2000
	if len(text) <= most {
		return text
	}
	return Text([]byte(text[:most]))
}
