package facts

import (
	"cmp"
	"slices"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// Link is a link of a record whose target is in the input.
type Link struct {
	From *Row
	To   *Row
	// Gives is the trace that a tag of the record gives for its links, where none of them leads there and this one leads to such a trace
	// with another id; else zero.
	Gives trace.ID
}

// UnresolvedLink is a link of a record whose target is not in the input.
type UnresolvedLink struct {
	From    *Row
	TraceID trace.ID  // of the target
	Holds   Condition // Conclusive, Unexplained
}

func (t *Trace) addLink(q *Row) {
	if to := t.bySpanID.get(q.Target); to != nil {
		link := Link{From: q, To: to, Gives: givenFor(q, to)}
		t.Links = append(t.Links, link)
		if link.Gives.IsZero() && t.denies(to, q) {
			t.denied = append(t.denied, link)
		}
		return
	}
	allMissing := !slices.ContainsFunc(q.Span.LinksTo, func(name *compiled.SpanName) bool { return !t.missingNames[name] })
	t.UnresolvedLinks = append(t.UnresolvedLinks, UnresolvedLink{
		q, t.ID, Conclusive.when(t.settledWith(q)) | Unexplained.when(!allMissing),
	})
}

// givenFor returns the trace that a tag of the linking record gives in place of the target's, if it does.
func givenFor(from, to *Row) (id trace.ID) {
	if from.Flags&LinksContradictTag == 0 || to.Span == nil || to.Span.IDTag == nil || to.Span.Flow.AllVersions != from.Span.Flow.AllVersions ||
		to.Span.IDTag.Name != from.Span.LinkID.Name {
		return id
	}
	return from.ParentTraceID
}

// LinkCount is how many links of a record lead to each of the spans that it may link to. The traces of the targets resolve the
// links, and each adds a row with the result under the span id of the linking record.
type LinkCount struct {
	From       *Row
	ByTarget   []int // by the index of the link in the model
	Unresolved int   // links whose targets are not in the input, and may be of any span
	Holds      Condition
}

// LinkCounts counts the links of records that declare links to several spans: their number may break the bounds of one link and
// keep their sum. Records whose links break the sum of the bounds are not counted, as that is reported from the record alone.
type LinkCounts struct {
	Counts  []LinkCount
	results []*Row
}

// WorkOut counts the links in the rows with one span id. allCounted says that no row was left out.
func (c *LinkCounts) WorkOut(rows []Row, allCounted bool) {
	c.Counts, c.results = c.Counts[:0], c.results[:0]
	for i := range rows {
		if rows[i].Kind == LinkResult {
			c.results = append(c.results, &rows[i])
		}
	}
	slices.SortFunc(c.results, func(a, b *Row) int { return cmp.Or(cmp.Compare(a.Input, b.Input), cmp.Compare(a.Offset, b.Offset)) })
	for rest := c.results; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].place() == rest[0].place() {
			n++
		}
		if span := rest[0].Span; n >= span.MinLinks && (span.MaxLinks == 0 || n <= span.MaxLinks) {
			c.Counts = append(c.Counts, count(rest[:n], allCounted))
		}
		rest = rest[n:]
	}
}

// count counts the links of one record.
func count(results []*Row, allCounted bool) LinkCount {
	from := results[0]
	one := LinkCount{From: from, ByTarget: make([]int, len(from.Span.LinksTo)), Holds: AllCounted.when(allCounted)}
	for _, r := range results {
		if r.LinkedTo == linkedToNothing {
			one.Unresolved++
		}
		for i, name := range from.Span.LinksTo {
			if r.LinkedTo == uint64(name.Index)+1 {
				one.ByTarget[i]++
			}
		}
	}
	return one
}

// linkResults calls add with what is known of the links to records of this trace, for the rows with the linking record's span
// id. Links of a record that declares only one target are counted in the record by itself.
func (t *Trace) linkResults(row *Row, add func(trace.SpanID, *Row) error) error {
	for _, q := range t.lookups {
		if q.Kind != LinkLookup || len(q.Span.LinksTo) < 2 {
			continue
		}
		*row = *q
		row.Kind, row.LinkedTo = LinkResult, linkedToNothing
		if to := t.bySpanID.get(q.Target); to != nil {
			row.LinkedTo = linkedToOther
			if to.Span != nil {
				row.LinkedTo = uint64(to.Span.Name.Index) + 1
			}
		}
		if err := add(row.SpanID, row); err != nil {
			return err
		}
	}
	return nil
}
