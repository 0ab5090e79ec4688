package report

import (
	"cmp"
	"slices"

	"github.com/specgen/specgen/internal/page"
	"github.com/specgen/specgen/validator/trace"
)

// The size of the table of who keeps the spec.
const (
	mostKeepers     = 40
	mostKeeperRules = 6 // with columns of their own
)

// keepers returns who keeps the spec: services with versions, and how often they break each rule. It is nil where that was not counted.
func (p *findingsPage) keepers() *page.Keepers {
	if p.Overview == nil || len(p.Overview.Sources) == 0 {
		return nil
	}
	rules, severity := p.brokenRules()
	columns := rules[:min(len(rules), mostKeeperRules)]
	table := &page.Keepers{Rules: columns}
	if len(rules) > len(columns) {
		table.Rules = append(slices.Clone(columns), "others")
	}
	counts := p.countsOf(columns)
	for i, s := range p.Overview.Sources {
		if i == mostKeepers {
			break
		}
		name := s.Service
		if s.Version != "" {
			name += " " + s.Version
		}
		row := page.Keeper{
			Name: cmp.Or(page.Cut(name, 60), "(service unknown)"), Records: page.Number(s.Records),
			Kept: page.PartOf(s.Records-s.Broken, s.Records), KeptWidth: page.WidthOf(s.Records-s.Broken, s.Records), Broken: page.WidthOf(s.Broken, s.Records), Drawn: true,
		}
		row.Broken = min(row.Broken, 1000-row.KeptWidth)
		of := counts[[2]string{s.Service, s.Version}]
		for n, rule := range table.Rules {
			cell := page.Cell{Class: "bad"}
			if n < len(columns) && severity[rule] < trace.Error {
				cell.Class = "warn"
			}
			if n < len(of) && of[n] > 0 {
				cell.Count, cell.Tint = page.Number(of[n]), tint(of[n], s.Records)
			}
			row.Cells = append(row.Cells, cell)
		}
		table.Rows = append(table.Rows, row)
	}
	if left := p.Overview.SourcesInAll - int64(len(table.Rows)); left > 0 {
		table.More = page.Numbered(left, "more service or version") + " with fewer records."
		if left != 1 {
			table.More = page.Number(left) + " more services and versions with fewer records."
		}
	}
	return table
}

// tint returns how strong the colour of a count is: from 20 % for one record to 90 % for all.
func tint(n, of int64) page.Percent {
	return 200 + page.WidthOf(min(n, max(of, 1)), max(of, 1))*7/10
}

// brokenRules returns the rules that records break, the worst and most frequent first, and their severities.
func (p *findingsPage) brokenRules() ([]string, map[string]trace.Severity) {
	records, severity := map[string]int64{}, map[string]trace.Severity{}
	var rules []string
	for i := range p.Findings.Findings {
		f := &p.Findings.Findings[i]
		if !inTable(f) {
			continue
		}
		if _, ok := records[f.Rule]; !ok {
			rules = append(rules, f.Rule)
		}
		records[f.Rule] += cmp.Or(f.Records, f.Traces)
		severity[f.Rule] = max(severity[f.Rule], f.Severity)
	}
	slices.SortFunc(rules, func(a, b string) int {
		return cmp.Or(cmp.Compare(severity[b], severity[a]), cmp.Compare(records[b], records[a]), cmp.Compare(a, b))
	})
	return rules, severity
}

// inTable reports whether a finding is counted for its service and version. Infos are not, nor is what is about the version of a flow.
func inTable(f *trace.Finding) bool {
	return f.Severity >= trace.Warning && f.Service != "" && f.Rule != "unknown-version" && cmp.Or(f.Records, f.Traces) > 0
}

// countsOf returns how often each service and version breaks the rules, with one more number for all others.
func (p *findingsPage) countsOf(columns []string) map[[2]string][]int64 {
	out := map[[2]string][]int64{}
	for i := range p.Findings.Findings {
		f := &p.Findings.Findings[i]
		if !inTable(f) {
			continue
		}
		key := [2]string{f.Service, f.Version}
		if out[key] == nil {
			out[key] = make([]int64, len(columns)+1)
		}
		at := slices.Index(columns, f.Rule)
		if at < 0 {
			at = len(columns)
		}
		out[key][at] += cmp.Or(f.Records, f.Traces)
	}
	return out
}
