package findings

import (
	"bytes"
	"cmp"
	"slices"
)

// compare puts the example of the earliest record first. Ties are settled by what the examples say, and only then by where they stand,
// so that the order of inputs and records does not matter.
func (e *Example) compare(f *Example) int {
	return cmp.Or(
		e.compareRecord(f.Place),
		cmp.Compare(e.Actual, f.Actual), cmp.Compare(e.Expected, f.Expected), cmp.Compare(e.Message, f.Message),
		cmp.Compare(e.Suggestion, f.Suggestion), cmp.Compare(e.Spec.File, f.Spec.File),
		cmp.Compare(e.Spec.Start.Line, f.Spec.Start.Line), cmp.Compare(e.Spec.Start.Column, f.Spec.Start.Column),
		cmp.Compare(e.Input, f.Input), cmp.Compare(e.Offset, f.Offset),
	)
}

// compareRecord puts the earliest record first, those without a time last. Places without a record are ordered as they stand.
func (p Place) compareRecord(q Place) int {
	unknown := func(time int64) int {
		if time == 0 {
			return 1
		}
		return 0
	}
	order := cmp.Or(
		cmp.Compare(unknown(p.Time), unknown(q.Time)), cmp.Compare(p.Time, q.Time), bytes.Compare(p.TraceID[:], q.TraceID[:]),
		bytes.Compare(p.SpanID[:], q.SpanID[:]),
	)
	if order == 0 && p.TraceID.IsZero() && p.SpanID.IsZero() && p.Time == 0 {
		return cmp.Or(cmp.Compare(p.Input, q.Input), cmp.Compare(p.Offset, q.Offset))
	}
	return order
}

// show keeps the first examples, one for each record: where a record breaks a rule twice, the one that comes first.
func (f *Finding) show(one Example, keep int) {
	i, _ := slices.BinarySearchFunc(f.Examples, one, func(a, b Example) int { return a.compare(&b) })
	if at := f.sameRecord(i, one.Place); at >= 0 {
		if at < i {
			return
		}
		f.Examples = slices.Delete(f.Examples, at, at+1)
	}
	if i < keep {
		f.Examples = slices.Insert(f.Examples, i, one)
	}
	f.trim(keep)
}

// sameRecord returns which example is of the record at the place, or -1. Such an example can only be beside i.
func (f *Finding) sameRecord(i int, at Place) int {
	same := func(p Place) bool { return p.Input == at.Input && p.Offset == at.Offset }
	for k := i - 1; k >= 0 && f.Examples[k].compareRecord(at) == 0; k-- {
		if same(f.Examples[k].Place) {
			return k
		}
	}
	for k := i; k < len(f.Examples) && f.Examples[k].compareRecord(at) == 0; k++ {
		if same(f.Examples[k].Place) {
			return k
		}
	}
	return -1
}

func (f *Finding) trim(keep int) {
	if len(f.Examples) > keep {
		clear(f.Examples[keep:])
		f.Examples = f.Examples[:keep]
	}
}

// keep returns how many examples a finding has: fewer with more findings. Their number here is that of the distinct keys that were
// reported, so that it does not depend on their order.
func (c *collection) keep() int {
	n := min(len(c.groups), maxFindings)
	if c.level > 0 {
		n = maxFindings
	}
	keep := min(c.most, maxExamples/max(n, 1))
	if 2*keep <= c.trimmed {
		c.trimmed = keep
		for _, f := range c.findings {
			if f != nil {
				f.trim(keep)
				f.Examples = slices.Clip(slices.Clone(f.Examples))
			}
		}
	}
	return keep
}

// interned holds texts that many examples share. It is emptied when it has many, which costs memory for a second copy of some.
type interned struct {
	texts map[string]string
	held  int // bytes
}

func (n *interned) text(text string) string {
	if text == "" {
		return ""
	}
	if known, ok := n.texts[text]; ok {
		return known
	}
	if n.texts == nil || n.held > 1<<20 {
		n.texts, n.held = map[string]string{}, 0
	}
	n.texts[text] = text
	n.held += len(text) + 64
	return text
}
