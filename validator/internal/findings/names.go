package findings

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// Source identifies a service and the version of its app, by the hashes of their texts; 0 means none.
type Source struct{ Service, Version uint64 }

// Hash returns a hash of a text, 0 for none. It is the same in every run: what is kept past a limit is chosen by it.
func Hash(text []byte) uint64 {
	if len(text) == 0 {
		return 0
	}
	h := uint64(14695981039346656037) // FNV-1a, of which the high bits are mixed by finish
	for _, c := range text {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return max(finish(h), 1)
}

// finish spreads every bit over all others.
func finish(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// sampleLevel chooses from any number of hashes, in any order, about as many as fit. Those with that many leading zero bits are
// kept; where they get too many, the level rises. So the choice depends on the set of hashes alone.
type sampleLevel uint8

func (l sampleLevel) keeps(hash uint64) bool { return hash>>(64-l) == 0 }

// texts is the texts behind hashes: all declared ones, and of the others a sample.
type texts struct {
	level    sampleLevel
	most     int
	declared map[uint64]string
	others   map[uint64]string
}

func newTexts(most int) texts {
	return texts{most: most, declared: map[uint64]string{}, others: map[uint64]string{}}
}

// declare keeps a text of a spec in any case.
func (t *texts) declare(text string) uint64 {
	h := Hash([]byte(text))
	t.declared[h] = text
	return h
}

// add returns the hash of a text.
func (t *texts) add(text []byte) uint64 {
	h := Hash(text)
	if h == 0 || !t.level.keeps(h) || t.has(h) {
		return h
	}
	t.others[h] = NameText(text)
	for len(t.others) > t.most {
		t.level++
		for h := range t.others {
			if !t.level.keeps(h) {
				delete(t.others, h)
			}
		}
	}
	return h
}

func (t *texts) has(h uint64) bool {
	_, declared := t.declared[h]
	_, kept := t.others[h]
	return declared || kept
}

func (t *texts) isDeclared(h uint64) bool {
	_, ok := t.declared[h]
	return ok || h == 0
}

// of returns the text of a hash, or others.
func (t *texts) of(h uint64) string {
	if text, ok := t.declared[h]; ok || h == 0 {
		return text
	}
	if text, ok := t.others[h]; ok {
		return text
	}
	return others
}

// final returns the hash, or that of others where its text is not kept.
func (t *texts) final(h uint64) uint64 {
	if h == 0 || t.has(h) {
		return h
	}
	return othersHash
}

// leftOut returns about how many texts were not kept.
func (t *texts) leftOut() int64 { return estimate(len(t.others), t.level) }

// estimate returns about how many of a set are left out of a sample.
func estimate(kept int, level sampleLevel) int64 { return int64(kept)<<level - int64(kept) }

// Name returns the hash of a name, which NameOf gives back. It is 0 for "".
func (c *collection) Name(name []byte) uint64 {
	if len(name) == 0 {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.names.add(name)
}

// Declare returns the hash of a name that a spec has. Such names are always kept apart.
func (c *collection) Declare(name string) uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.names.declare(name)
}

// DeclareService keeps a service of a spec apart.
func (c *collection) DeclareService(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.services.declare(name)
}

// NameOf returns the name of a hash.
func (c *collection) NameOf(h uint64) string { return c.names.of(h) }

// Source identifies a service and its version, which SourceOf gives back.
func (c *Collector) Source(service, version []byte) Source {
	c.scratch = append(append(binary.LittleEndian.AppendUint32(c.scratch[:0], uint32(len(service))), service...), version...)
	if s, ok := c.recent[string(c.scratch)]; ok {
		return s
	}
	s := c.source(service, version)
	if len(c.recent) >= maxRecent {
		clear(c.recent)
	}
	if len(c.scratch) <= maxText {
		c.recent[string(c.scratch)] = s
	}
	return s
}

func (c *collection) source(service, version []byte) Source {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Source{c.services.add(service), c.versions.add(version)}
}

// SourceOf returns a service and version.
func (c *collection) SourceOf(s Source) (service, version string) {
	return c.services.of(s.Service), c.versions.of(s.Version)
}

// FinalService returns the hash under which a service is counted, as far as is known.
func (c *collection) FinalService(h uint64) uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.services.final(h)
}

// ServiceOf returns the service with the hash.
func (c *collection) ServiceOf(h uint64) string { return c.services.of(h) }

// finalSource is the source under which a finding is shown.
func (c *collection) finalSource(s Source) Source {
	if s.Service = c.services.final(s.Service); s.Service == othersHash {
		return anySource
	}
	s.Version = c.versions.final(s.Version)
	return s
}

// NameText writes a name as it is shown. A long name is cut off and ends in a hash of it, so that it stays distinct.
func NameText(name []byte) string {
	if len(name) <= maxText {
		return string(name)
	}
	sum := sha256.Sum256(name)
	return string(cut(name)) + "…" + hex.EncodeToString(sum[:4])
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
