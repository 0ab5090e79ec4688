package duckdb

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/specgen/specgen/validator"
)

// funnelSpec fans out to devices; what was seen has a deadline, what was opened has none.
const funnelSpec = `specgen: v1
flow: p
version: 1.0.0
brief: A push.
namespace: "p:"
traces:
  push: {brief: One., sampling: 100%}
services:
  server: {brief: It sends., language: go}
  app: {brief: It shows., language: swift}
tags:
  device_id: {brief: Which., type: id, examples: [a]}
  platform: {brief: What., type: string, examples: [a]}
spans:
  "p:made": {brief: Made., trace: push, services: [server], parent: none}
  "p:sent": {brief: Sent., trace: push, services: [server], parent: "p:made", occurs: {once_per: [device_id]}, tags: {device_id: required, platform: required}}
  "p:seen": {brief: Seen., trace: push, services: [app], parent: "p:sent", occurs: {at_most_once_per: parent}, within: 1m}
  "p:opened": {brief: Opened., trace: push, services: [app], parent: "p:seen", occurs: {at_most_once_per: parent}}
funnel: ["p:made", "p:sent", "p:seen", "p:opened"]
`

// pushes are records of pushes: some come late, twice, before their parent by the clock, or without it.
func pushes(r *rand.Rand) (lines []byte) {
	var ids uint64
	began := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).UnixMicro()
	emit := func(keep bool, traceID, parent, name, service string, start int64, tags map[string]string) string {
		ids++
		one := record{TraceID: traceID, SpanID: fmt.Sprintf("%016x", ids), ParentID: parent, Name: "p:" + name, Service: service, Start: start, Duration: 1, Tags: tags}
		line, err := json.Marshal(one)
		if err != nil {
			panic(err)
		}
		for keep {
			lines = append(append(lines, line...), '\n')
			keep = r.IntN(20) == 0 // it was sent again
		}
		return one.SpanID
	}
	for i := range int64(800) {
		at := began + i*5_000_000
		id := fmt.Sprintf("%032x", r.Uint64()|1)
		made := emit(true, id, "", "made", "server", at, nil)
		for d := range 1 + r.IntN(3) {
			device := fmt.Sprintf("d%d-%d", r.IntN(300), d)
			platform := []string{"ios", "android", "web"}[r.IntN(3)]
			sent := emit(r.IntN(50) > 0, id, made, "sent", "server", at+int64(r.IntN(1e6)), map[string]string{"device_id": device, "platform": platform})
			if r.IntN(8) == 0 {
				continue
			}
			seenAt := at - 200_000 + int64(math.Exp(r.Float64()*19))
			seen := emit(r.IntN(50) > 0, id, sent, "seen", "app", seenAt, nil)
			if r.IntN(3) == 0 {
				emit(true, id, seen, "opened", "app", seenAt+int64(math.Exp(r.Float64()*20)), nil)
			}
		}
	}
	return lines
}

// funnelSQL counts the stages of the funnel, by the platform of what was sent or in all. Times are in microseconds.
const funnelSQL = `
with rec as (select distinct trace_id as t, span_id as n, parent_id as p, name, timestamp as st, tags['platform'] as platform from input),
edge as (select * from (values ('p:made', 'p:sent'), ('p:sent', 'p:seen'), ('p:seen', 'p:opened')) e(above, below)),
asked as (select r.*, e.below, coalesce(r.platform, s.platform) as was from rec r join edge e on e.above = r.name left join rec s on s.t = r.t and s.n = r.p),
child as (select a.n, a.t, a.below, a.was, a.st as since, c.st as at from asked a join rec c on c.t = a.t and c.p = a.n and c.name = a.below),
outcome as (select a.below, a.was, exists (select 1 from child c where c.t = a.t and c.n = a.n) as came,
	a.below = 'p:seen' and a.st + 60000000 >= $2 as open from asked a)
select below, count(*) filter (came or not open), count(*) filter (came), count(*) filter (not came and open),
	(select count(*) from rec c where c.name = below and ($1 = '' or c.platform = $1) and not exists (select 1 from rec a, edge e where a.t = c.t and a.n = c.p and e.below = c.name and a.name = e.above)),
	(select count(*) from child c where c.below = o.below and ($1 = '' or c.was = $1)),
	(select count(*) from child c where c.below = o.below and ($1 = '' or c.was = $1) and c.at < c.since),
	(select coalesce(quantile_disc(c.at - c.since, 0.5), 0) from child c where c.below = o.below and ($1 = '' or c.was = $1) and c.at >= c.since),
	(select coalesce(quantile_disc(c.at - c.since, 0.95), 0) from child c where c.below = o.below and ($1 = '' or c.was = $1) and c.at >= c.since)
from outcome o where $1 = '' or was = $1 group by below`

// TestFunnel counts funnels with the validator and with SQL.
func TestFunnel(t *testing.T) {
	v, err := validator.Compile(validator.Spec{Path: "p.yaml", Data: []byte(funnelSpec)})
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(5) {
		lines := pushes(rand.New(rand.NewPCG(seed, 3)))
		run, err := v.NewRun(validator.Options{Memory: 1 << 20, TempDir: t.TempDir(), Funnel: &validator.FunnelOptions{By: []string{"platform"}, Alone: true}})
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
		db := load(t, lines)
		compared := 0
		for _, g := range result.Funnel.Flows[0].Groups {
			platform := ""
			if len(g.By) > 0 {
				if platform = g.By[0].Value; g.By[0].Kind != validator.FunnelKnown {
					continue // what SQL would have to infer
				}
			}
			compared += compareStages(t, db, platform, g.Stages, result.Funnel.To.UnixMicro())
		}
		if compared != 9 {
			t.Errorf("%d stages were compared", compared)
		}
	}
}

func load(t *testing.T, lines []byte) *sql.DB {
	t.Helper()
	db, err := sql.Open("duckdb", "?threads=1")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	file := filepath.Join(t.TempDir(), "lines.jsonl")
	if err := os.WriteFile(file, lines, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`create table input as select * from read_json('` + file + `', format = 'newline_delimited', columns = {
		trace_id: 'varchar', span_id: 'varchar', parent_id: 'varchar', name: 'varchar', timestamp: 'bigint', tags: 'map(varchar, varchar)'})`); err != nil {
		t.Fatal(err)
	}
	return db
}

// compareStages compares the stages of a group with what SQL counts. It returns how many there were.
func compareStages(t *testing.T, db *sql.DB, platform string, stages []validator.FunnelStage, end int64) (n int) {
	t.Helper()
	rows, err := db.Query(funnelSQL, platform, end)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var span string
		var asked, came, waiting, orphans, timed, negative, p50, p95 int64
		if err := rows.Scan(&span, &asked, &came, &waiting, &orphans, &timed, &negative, &p50, &p95); err != nil {
			t.Fatal(err)
		}
		for _, s := range stages {
			if s.Span != span || platform != "" && !s.HasShare {
				continue
			}
			n++
			if s.Asked != asked || s.Came != came || s.Waiting != waiting || s.Time.Count+s.Time.Negative != timed || s.Time.Negative != negative {
				t.Errorf("%s %s: got %d asked, %d came, %d waiting, %d timed, %d negative; SQL has %d, %d, %d, %d, %d", platform, span,
					s.Asked, s.Came, s.Waiting, s.Time.Count+s.Time.Negative, s.Time.Negative, asked, came, waiting, timed, negative)
			}
			if platform == "" && s.Orphans != orphans {
				t.Errorf("%s: %d orphans, SQL has %d", span, s.Orphans, orphans)
			}
			for _, q := range [][2]int64{{s.Time.P50.Microseconds(), p50}, {s.Time.P95.Microseconds(), p95}} {
				if off := math.Abs(float64(q[0] - q[1])); off > float64(q[1])*validator.FunnelError+1 {
					t.Errorf("%s %s: a percentile of %d µs, SQL has %d", platform, span, q[0], q[1])
				}
			}
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return n
}
