package report

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
)

// CSV returns a row for each group and stage. Numbers have no marks of thousands.
func (f Funnel) CSV() ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	head := []string{"flow", "side"}
	for _, key := range f.Funnel.By {
		head = append(head, csvText(key))
	}
	rows := [][]string{append(head, "span", "sampling", "has_share", "keyed", "steps", "traces", "asked", "came", "lost", "not_done", "waiting", "orphans", "late",
		"time_count", "time_negative", "p50_ns", "p95_ns", "p99_ns")}
	for _, flow := range f.Funnel.Flows {
		for _, g := range flow.Groups {
			for s := range g.Stages {
				row := []string{csvText(flow.Flow), string(g.Side)}
				for _, key := range f.Funnel.By {
					row = append(row, csvText(byMap(g.By)[key]))
				}
				rows = append(rows, append(row, csvStage(&g.Stages[s])...))
			}
		}
	}
	err := w.WriteAll(rows)
	return out.Bytes(), err
}

func csvStage(s *validator.FunnelStage) []string {
	out := []string{csvText(s.Span), strconv.FormatFloat(s.Sampling, 'g', -1, 64), strconv.FormatBool(s.HasShare), strconv.FormatBool(s.Keyed)}
	for _, n := range []int64{
		s.Steps, s.Traces, s.Asked, s.Came, s.Lost, s.NotDone, s.Waiting, s.Orphans, s.Late, s.Time.Count, s.Time.Negative,
		int64(s.Time.P50), int64(s.Time.P95), int64(s.Time.P99),
	} {
		out = append(out, strconv.FormatInt(n, 10))
	}
	return out
}

// csvText makes a text of an input safe for a spreadsheet, which would take what begins so for a formula, and for a terminal.
func csvText(text string) string {
	text = output.Escaped(text)
	if strings.HasPrefix(text, "\\t") || strings.HasPrefix(text, "\\r") || text != "" && strings.ContainsRune("=+-@", rune(text[0])) {
		return "'" + text
	}
	return text
}
