// Package causes brings findings together that are one defect, and says which defect explains which other.
//
// A defect is all findings of one rule, flow, span and tag, whatever the service and version. That one explains another is
// decided by a table of relations (table.go): two rules, what of the spec has to connect their spans, tags or services, and in how
// many of its traces the consequence has to meet its cause. It rests on names and on exact counts, so the order of records does not
// matter; examples are not looked at.
package causes

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

// Defect is all findings of one rule, flow, span and tag.
type Defect struct {
	Fingerprint string
	Severity    trace.Severity // the worst of its findings
	Records     int64
	Traces      int64 // each once, whatever the number of its findings
	Findings    []int // their numbers
	Cause       int   // the defect that explains this one, which nothing explains; -1 where this is such a one

	about
}

// about is what the relations look at.
type about struct {
	rule, flow, span, tag string
	services              []string // sorted, each once
	near                  []string // the declared names that are nearest to those of what the flow has not
	allName               func(name string) bool
	spec                  *compiled.Flow
}

// Names gives the names behind the hashes of findings.
type Names interface {
	NameOf(uint64) string
	SourceOf(findings.Source) (service, version string)
	// AllName reports whether every report of a finding names a record with the name.
	AllName(f *findings.Finding, name string) bool
}

// Defects is the defects of a run. It is made before findings are counted, since it says what has to be counted.
type Defects struct {
	list    []*Defect
	groupOf []uint32
	may     [][]candidate // what may explain each defect
}

// key is what findings of one defect have in common. The service is that of findings that no record shows: of those nothing else
// says what they are about.
type key struct{ rule, flow, span, tag, absentService string }

// fingerprint is the first 16 bytes, in hexadecimal, of the SHA-256 of what the defect is about: rule, flow, span, tag and
// absent service, each as a netstring (its length in bytes in decimal, a colon, the text, a comma), in this order.
func (k key) fingerprint() string {
	var b []byte
	for _, part := range [...]string{k.rule, k.flow, k.span, k.tag, k.absentService} {
		b = append(strconv.AppendInt(b, int64(len(part)), 10), ':')
		b = append(append(b, part...), ',')
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

// Collect brings findings together that are not counted yet. ruleOf gives the id behind the number of a rule.
func Collect(list []*findings.Finding, names Names, ruleOf func(uint8) string, flows *compiled.Flows) *Defects {
	d := &Defects{groupOf: make([]uint32, len(list))}
	byKey := map[key]uint32{}
	for i, f := range list {
		k := key{rule: ruleOf(f.Rule), span: names.NameOf(f.Span), tag: names.NameOf(f.Tag)}
		var spec *compiled.Flow
		if f.Flow > 0 {
			spec = flows.All[f.Flow-1].Current
			k.flow = spec.AllVersions.Name
		}
		service, _ := names.SourceOf(f.Source)
		if len(f.Examples) == 0 {
			k.absentService = service
		}
		n, ok := byKey[k]
		if !ok {
			n = uint32(len(d.list))
			byKey[k] = n
			d.list = append(d.list, &Defect{
				Fingerprint: k.fingerprint(), Cause: -1, about: about{rule: k.rule, flow: k.flow, span: k.span, tag: k.tag, spec: spec},
			})
		}
		d.groupOf[i] = n
		d.list[n].add(i, service)
	}
	for _, one := range d.list {
		one.services = set(one.services)
		one.near = one.nearest()
		one.allName = func(name string) bool {
			return !slices.ContainsFunc(one.Findings, func(n int) bool { return !names.AllName(list[n], name) })
		}
	}
	d.findCandidates()
	return d
}

func (d *Defect) add(number int, service string) {
	d.Findings = append(d.Findings, number)
	if service != "" {
		d.services = append(d.services, service)
	}
}

// nearest returns the spans or services of the spec as it stands that may have been meant.
func (a *about) nearest() (near []string) {
	var declared []string
	if a.spec == nil {
		return nil
	}
	switch a.rule {
	case "unknown-span":
		for _, s := range a.spec.Spans {
			declared = append(declared, s.Model.Name)
		}
		near = []string{diag.Nearest(a.span, declared)}
	case "unknown-service":
		for _, s := range a.spec.Services {
			declared = append(declared, s.Model.Name)
		}
		for _, service := range a.services {
			near = append(near, diag.Nearest(service, declared))
		}
	}
	return slices.DeleteFunc(near, func(name string) bool { return name == "" })
}

func set(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// Plan returns what has to be counted.
func (d *Defects) Plan() findings.Plan {
	p := findings.Plan{GroupOf: d.groupOf, Meets: make([][]uint32, len(d.list))}
	for i, may := range d.may {
		for _, c := range may {
			p.Meets[i] = append(p.Meets[i], c.cause)
		}
	}
	return p
}

// Decide returns the defects, the worst first: by severity, then by traces and records, then by what they are about.
func (d *Defects) Decide(found []*findings.Finding, counted findings.Joint) []*Defect {
	for i, one := range d.list {
		one.Traces = counted.Traces[i]
		for _, n := range one.Findings {
			one.Records += found[n].Records
			one.Severity = max(one.Severity, found[n].Severity) // which may have been lowered since Collect
		}
	}
	order := make([]int, len(d.list))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return compare(d.list[a], d.list[b]) })
	place := make([]int, len(order))
	for at, i := range order {
		place[i] = at
	}
	causes := d.choose(counted.Shared, place)
	breakCycles(causes)
	out := make([]*Defect, len(order))
	for at, i := range order {
		out[at] = d.list[i]
		out[at].Cause = root(causes, at)
	}
	return out
}

func compare(a, b *Defect) int {
	return cmp.Or(
		cmp.Compare(b.Severity, a.Severity), cmp.Compare(b.Traces, a.Traces), cmp.Compare(b.Records, a.Records), cmp.Compare(a.rule, b.rule),
		cmp.Compare(a.flow, b.flow), cmp.Compare(a.span, b.span), cmp.Compare(a.tag, b.tag), cmp.Compare(a.Fingerprint, b.Fingerprint),
	)
}
