package funnel

import "github.com/specgen/specgen/validator/internal/findings"

// texts is the values behind hashes: all that the specs and the question name, and of the others a sample. Which values are sampled
// depends on the set of values alone, so the order of records does not matter.
type texts struct {
	level    uint
	declared map[uint64]string
	others   map[uint64]string
}

// maxTexts is how many values are kept apart that no spec names.
const maxTexts = 4000

// The hashes of no values.
const (
	unknownValue = 0 // as findings.Hash gives for ""
	othersValue  = ^uint64(0)
)

func newTexts() texts { return texts{declared: map[uint64]string{}, others: map[uint64]string{}} }

func (t *texts) declare(text string) uint64 {
	h := findings.Hash([]byte(text))
	t.declared[h] = text
	return h
}

// add returns the hash of a value.
func (t *texts) add(text []byte) uint64 {
	h := findings.Hash(text)
	if h == unknownValue || !keeps(t.level, h) {
		return h
	}
	if _, ok := t.declared[h]; ok {
		return h
	}
	if _, ok := t.others[h]; !ok {
		t.keep(h, findings.NameText(text))
	}
	return h
}

func (t *texts) keep(h uint64, text string) {
	t.others[h] = text
	for len(t.others) > maxTexts {
		t.level++
		for h := range t.others {
			if !keeps(t.level, h) {
				delete(t.others, h)
			}
		}
	}
}

// merge adds what another run has seen.
func (t *texts) merge(other *texts) {
	for h, text := range other.declared {
		t.declared[h] = text
	}
	t.level = max(t.level, other.level)
	for h := range t.others {
		if !keeps(t.level, h) {
			delete(t.others, h)
		}
	}
	for h, text := range other.others {
		if keeps(t.level, h) {
			t.keep(h, text)
		}
	}
}

// keeps reports whether a hash is in the sample of a level: the fraction 1/2^level of all.
func keeps(level uint, h uint64) bool { return h>>(64-level) == 0 }

// final returns the hash under which a value is counted, now that all values are known.
func (t *texts) final(h uint64) uint64 {
	if h == unknownValue || t.isDeclared(h) {
		return h
	}
	if _, ok := t.others[h]; ok && keeps(t.level, h) {
		return h
	}
	return othersValue
}

func (t *texts) isDeclared(h uint64) bool {
	_, ok := t.declared[h]
	return ok
}

// of returns the text of a hash that is counted, "" for the hashes of no values.
func (t *texts) of(h uint64) string {
	if text, ok := t.declared[h]; ok {
		return text
	}
	return t.others[h]
}
