package duckdb

import (
	"bytes"
	"database/sql"
	_ "embed"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"github.com/specgen/specgen/validator"
)

//go:embed judge.sql
var judgeSQL string

// count is how many records break a rule at a span, and in how many traces.
type count struct{ records, traces int64 }

// key is a rule and the span that it is broken at.
type key struct{ rule, span string }

// TestTraceRules holds the validator's counts against those of SQL, by rule and span.
func TestTraceRules(t *testing.T) {
	const flows, traces = 60, 120
	broken := map[string]int64{}
	for n := range uint64(flows) {
		t.Run(fmt.Sprint("flow ", n), func(t *testing.T) {
			r := rand.New(rand.NewPCG(n, 7))
			f := newFlow(r)
			lines, err := newData(r, f, traces).lines()
			if err != nil {
				t.Fatal(err)
			}
			got, want := byValidator(t, f, lines), bySQL(t, f, lines)
			for k, c := range want {
				broken[k.rule] += c.records + c.traces
				if got[k] != c {
					t.Errorf("%s at %s: the validator counts %+v, SQL %+v", k.rule, k.span, got[k], c)
				}
			}
			for k, c := range got {
				if _, both := want[k]; !both {
					t.Errorf("%s at %s: the validator counts %+v, SQL nothing", k.rule, k.span, c)
				}
			}
			if t.Failed() {
				keep(t, f, lines, n)
			}
		})
	}
	for rule := range queries {
		if broken[rule] < 20 {
			t.Errorf("%s was broken %d times only", rule, broken[rule])
		}
	}
}

// keep writes down what the two do not agree about.
func keep(t *testing.T, f *flow, lines []byte, n uint64) {
	t.Helper()
	dir := filepath.Join(os.TempDir(), fmt.Sprint("specgen-duckdb-", n))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"1.yaml": f.spec(0), "2.yaml": f.spec(1), "lines.jsonl": string(lines)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("the specs and the traces are in %s", dir)
}

// byValidator counts with the validator.
func byValidator(t *testing.T, f *flow, lines []byte) map[key]count {
	t.Helper()
	open := func(v int) func(string) ([]byte, error) {
		return func(string) ([]byte, error) { return []byte(f.spec(v)), nil }
	}
	v, err := validator.Compile(validator.Spec{Path: "2.yaml", Open: open(1)}, validator.Spec{Path: "1.yaml", Open: open(0), Released: true})
	if err != nil {
		t.Fatalf("%v\n%s", err, f.spec(1))
	}
	run, err := v.NewRun(validator.Options{TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Read(t.Context(), "lines", bytes.NewReader(lines)); err != nil {
		t.Fatal(err)
	}
	result, err := run.Finish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := map[key]count{}
	for i := range result.Findings {
		one := &result.Findings[i]
		if _, asked := queries[one.Rule]; asked {
			k := key{one.Rule, one.Span}
			out[k] = count{out[k].records + one.Records, out[k].traces + one.Traces}
		}
	}
	return out
}

// bySQL counts with DuckDB, which reads the same lines.
func bySQL(t *testing.T, f *flow, lines []byte) map[key]count {
	t.Helper()
	db, err := sql.Open("duckdb", "?threads=1")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	do := func(query string, args ...any) {
		t.Helper()
		if _, err := db.Exec(query, args...); err != nil {
			t.Fatalf("%v: %s", err, query)
		}
	}
	file := filepath.Join(t.TempDir(), "lines.jsonl")
	if err := os.WriteFile(file, lines, 0o600); err != nil {
		t.Fatal(err)
	}
	do(`create table input as select * from read_json('` + file + `', format = 'newline_delimited', columns = {
		trace_id: 'varchar', span_id: 'varchar', parent_id: 'varchar', parent_trace_id: 'varchar', name: 'varchar', timestamp: 'bigint', duration: 'bigint',
		flow_version: 'varchar', tags: 'map(varchar, varchar)', links: 'struct(trace_id varchar, span_id varchar)[]'})`)
	declare(f, do)
	do(judgeSQL)
	out := map[key]count{}
	for rule, query := range queries {
		rows, err := db.Query(query)
		if err != nil {
			t.Fatalf("%s: %v", rule, err)
		}
		for rows.Next() {
			var span string
			var c count
			if err := rows.Scan(&span, &c.records, &c.traces); err != nil {
				t.Fatalf("%s: %v", rule, err)
			}
			out[key{rule, span}] = c
		}
		if err := rows.Err(); err != nil {
			t.Fatalf("%s: %v", rule, err)
		}
		rows.Close()
	}
	return out
}

// declare writes what the flow's versions say into tables.
func declare(f *flow, do func(string, ...any)) {
	do(`create table decl (v varchar, name varchar, kind varchar, occurs varchar, within bigint, minl int, maxl int, linkto varchar, root bool, same bool, other bool)`)
	do(`create table par (v varchar, child varchar, parent varchar, other bool)`)
	do(`create table fol (v varchar, name varchar, follower varchar, within bigint)`)
	for v, spans := range f.versions {
		kinds := map[string]string{}
		for _, s := range spans {
			kinds[s.name] = s.kind
		}
		for _, s := range spans {
			var same, other bool
			for _, p := range s.parents {
				elsewhere := kinds[p] != s.kind
				same, other = same || !elsewhere, other || elsewhere
				do(`insert into par values (?, ?, ?, ?)`, versionNames[v], s.name, p, elsewhere)
			}
			var least, most int
			var to any
			if s.link != nil {
				least, most, to = s.link.min, s.link.max, s.link.to
			}
			do(`insert into decl values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, versionNames[v], s.name, s.kind, s.occurs, micros(s.within), least, most, to,
				len(s.parents) == 0, same, other)
			for _, w := range s.follow {
				for _, name := range w.anyOf {
					do(`insert into fol values (?, ?, ?, ?)`, versionNames[v], s.name, name, micros(w.within))
				}
			}
		}
	}
}

func micros(d time.Duration) int64 { return int64(d / time.Microsecond) }
