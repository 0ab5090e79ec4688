package report

import (
	"cmp"
	"slices"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// defect is a validator.Defect as it is printed: with its findings and its consequences.
type defect struct {
	severity        trace.Severity
	records, traces int64
	places          int64
	findings        []*trace.Finding // of several services and versions, those in most traces first; at least one
	follows         []*defect        // what this one explains, the worst first
}

// first is the finding whose words stand for the defect.
func (d *defect) first() *trace.Finding { return d.findings[0] }

// defects returns what nothing else explains, the worst first. A result that was not made by a run has none; then each of its
// findings is one. What a baseline knows is left out unless it is asked for: what follows from it then stands by itself.
func (f Findings) defects(withKnown bool) []*defect {
	all := make([]*defect, 0, len(f.Defects))
	for i := range f.Defects {
		all = append(all, f.defect(&f.Defects[i]))
	}
	if len(f.Defects) == 0 {
		for i := range f.Findings {
			one := &f.Findings[i]
			all = append(all, f.defect(&validator.Defect{Severity: one.Severity, Records: one.Records, Traces: one.Traces, Findings: []int{i}}))
		}
		return all
	}
	var causes []*defect
	hidden := func(n int) bool { return !withKnown && f.Baseline.state(f.Defects[n].Fingerprint) == output.Known }
	for i := range f.Defects {
		if hidden(i) {
			continue
		}
		if cause := f.Defects[i].Cause; cause >= 0 && !hidden(cause) {
			all[cause].follows = append(all[cause].follows, all[i])
		} else {
			causes = append(causes, all[i])
		}
	}
	return causes
}

func (f Findings) defect(from *validator.Defect) *defect {
	d := &defect{severity: from.Severity, records: from.Records, traces: from.Traces}
	for _, n := range from.Findings {
		d.findings = append(d.findings, &f.Findings[n])
		d.places += f.Findings[n].Places
	}
	return d
}

// about says how many records and traces, and whose.
func (d *defect) about() string {
	if text := amount(d.records, d.traces, d.places); text != "" {
		return text + d.from()
	}
	return ""
}

// from says whose records show the defect, behind what says how many: " from iOS 24.11.0 and 2 others". It is "" where that is
// not known.
func (d *defect) from() string {
	if d.first().Service == "" {
		return ""
	}
	text := " from " + source(d.first())
	if others := len(d.findings) - 1; others > 0 {
		text += " and " + output.Count(others, "other")
	}
	return text
}

// byTraces returns the defects that are no mere infos, those in most traces first.
func byTraces(defects []*defect) []*defect {
	list := slices.DeleteFunc(slices.Clone(defects), func(d *defect) bool { return d.severity < trace.Warning })
	slices.SortStableFunc(list, func(a, b *defect) int { return cmp.Compare(b.traces, a.traces) })
	return list
}

// source says who a finding is from: the service and the version of its app. It is "" where that is not known.
func source(f *trace.Finding) string {
	if f.Service == "" || f.Version == "" {
		return f.Service + f.Version
	}
	return f.Service + " " + f.Version
}
