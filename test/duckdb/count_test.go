package duckdb

import (
	"database/sql"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

// traces is a file of OTLP JSON, such as test/bench saves.
var traces = flag.String("traces", "", "the OTLP JSON that BenchmarkCountSpans reads; without it, one line")

// countSpans counts the spans of each name in a file of OTLP JSON, one request a line.
const countSpans = `with requests as (select unnest(resourceSpans) as r from read_json(?, format = 'newline_delimited', maximum_object_size = 268435456)),
	scopes as (select unnest(r.scopeSpans) as s from requests), spans as (select unnest(s.spans) as span from scopes)
	select span.name, count(*) from spans group by all`

const oneLine = `{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"a"},{"name":"b"},{"name":"a"}]}]}]}` + "\n"

// BenchmarkCountSpans is what docs/performance.md compares the validator with: DuckDB reads and counts, on one thread.
func BenchmarkCountSpans(b *testing.B) {
	file := *traces
	if file == "" {
		file = filepath.Join(b.TempDir(), "one.json")
		if err := os.WriteFile(file, []byte(oneLine), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	db, err := sql.Open("duckdb", "?threads=1")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	spans := 0
	for b.Loop() {
		counts := spanCounts(b, db, file)
		spans = 0
		for _, n := range counts {
			spans += n
		}
	}
	b.ReportMetric(float64(spans), "spans")
}

func TestCountSpans(t *testing.T) {
	file := filepath.Join(t.TempDir(), "one.json")
	if err := os.WriteFile(file, []byte(oneLine), 0o644); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", "?threads=1")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if got, _ := json.Marshal(spanCounts(t, db, file)); string(got) != `{"a":2,"b":1}` {
		t.Errorf("got %s", got)
	}
}

func spanCounts(tb testing.TB, db *sql.DB, file string) map[string]int {
	rows, err := db.QueryContext(tb.Context(), countSpans, file)
	if err != nil {
		tb.Fatal(err)
	}
	defer rows.Close()
	counts := map[string]int{}
	for rows.Next() {
		var name string
		var n int
		if err := rows.Scan(&name, &n); err != nil {
			tb.Fatal(err)
		}
		counts[name] = n
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
	return counts
}
