package validator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/validator"
)

// file is an input in memory.
type file struct {
	name string
	data []byte
}

func sourcesOf(files []file) (out []validator.Source) {
	for _, f := range files {
		out = append(out, validator.Source{Name: f.name, Open: func() io.ReadCloser { return io.NopCloser(bytes.NewReader(f.data)) }})
	}
	return out
}

// cutAtRandom puts records into files, several of which make a part each.
func cutAtRandom(random *rand.Rand, records [][]byte, parts int) (out [][]file) {
	at, number := 0, 0
	for n := range parts {
		var files []file
		for range 1 + random.IntN(3) {
			end := min(len(records), at+random.IntN(2*len(records)/(2*parts)+1))
			if n == parts-1 {
				end = len(records)
			}
			files = append(files, file{fmt.Sprintf("in/%04d", number), append(bytes.Join(records[at:end], []byte("\n")), '\n')})
			at = end
			number++
		}
		out = append(out, files)
	}
	return out
}

func resultText(t *testing.T, result *validator.Result, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.MarshalIndent(result, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// combine maps the parts, reduces all shards in a random order, and merges.
func combine(t *testing.T, v *validator.Validator, opts validator.Options, parts [][]file, shards int, random *rand.Rand) string {
	t.Helper()
	dir, job := t.TempDir(), validator.Job{Tool: "test", Key: "job", Shards: shards}
	var mapped, reduced []string
	for n, files := range parts {
		run, err := v.NewPart(opts, job)
		if err != nil {
			t.Fatal(err)
		}
		if err := run.ReadAll(t.Context(), sourcesOf(files)); err != nil {
			t.Fatal(err)
		}
		mapped = append(mapped, filepath.Join(dir, "part", fmt.Sprint(n)))
		if err := run.WritePart(t.Context(), mapped[n]); err != nil {
			t.Fatal(err)
		}
	}
	shuffle := func(list []string) { random.Shuffle(len(list), func(i, k int) { list[i], list[k] = list[k], list[i] }) }
	job.Shards = 0
	for _, shard := range random.Perm(shards) {
		shuffle(mapped)
		to := filepath.Join(dir, "red", fmt.Sprint(shard))
		if err := v.Reduce(t.Context(), opts, job, to, shard, mapped); err != nil {
			t.Fatal(err)
		}
		reduced = append(reduced, to)
	}
	all := append(mapped, reduced...)
	shuffle(all)
	result, err := v.Merge(t.Context(), opts, job, all)
	return resultText(t, result, err)
}

// TestPartsAreTheSameBytes cuts records into parts at random and combines them in random orders: the result is that of one run over
// the same inputs.
func TestPartsAreTheSameBytes(t *testing.T) {
	versions, err := validator.Compile(
		validator.Spec{Path: notificationSpec}, validator.Spec{Path: "old.yaml", Data: []byte(oldSpec)},
		validator.Spec{Path: "newer.yaml", Data: []byte(strings.Replace(oldSpec, "0.9.0", "0.10.0", 1))},
	)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(11, 12))
	at := func(after time.Duration) time.Time { return time.UnixMicro(begin).Add(after) }
	broken := spansOneByOne(t, "../testdata/traces/broken.otlp.json")
	cut := append(manyConflicts(), []byte(`{"trace_id":"00`))
	for _, one := range []struct {
		name          string
		records       [][]byte
		parts, shards int
		opts          validator.Options
	}{
		{"the broken sample", broken, 64, 16, validator.Options{}},
		{"settle", broken, 5, 3, validator.Options{Settle: 10 * time.Second}},
		{"incomplete", broken, 5, 3, validator.Options{Incomplete: true}},
		{"a window", broken, 5, 1, validator.Options{From: at(-time.Hour), Until: at(time.Minute)}},
		{"truncated", cut, 7, 5, validator.Options{RequireCoverage: true}},
		{"many defects", manyDefects(), 9, 4, validator.Options{Examples: 50}},
		{"a large trace", oneLargeTrace(), 6, 2, validator.Options{}},
	} {
		if testing.Short() && one.name != "settle" {
			continue
		}
		parts := cutAtRandom(random, one.records, one.parts)
		var all []file
		for _, files := range parts {
			all = append(all, files...)
		}
		one.opts.TempDir = t.TempDir()
		run := newRun(t, versions, one.opts)
		if err := run.ReadAll(t.Context(), sourcesOf(all)); err != nil {
			t.Fatal(err)
		}
		result, err := run.Finish(t.Context())
		want := resultText(t, result, err)
		if got := combine(t, versions, one.opts, parts, one.shards, random); got != want {
			t.Fatalf("%s: %s", one.name, firstDifference(got, want))
		}
	}
}

// TestPartsOfTwoFlows combines parts with records of two flows that have nothing to do with each other, in the same inputs and in inputs of their own.
func TestPartsOfTwoFlows(t *testing.T) {
	v, err := validator.Compile(validator.Spec{Path: notificationSpec}, validator.Spec{Path: orderSpec})
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(13, 14))
	notifications := manyConflicts()[:600]
	var orders []event
	for n := range 100 {
		for _, e := range newBought(t).all() {
			if e = e.copyOf(); n > 0 { // another order, whose ids derive from nothing
				for _, id := range []string{"trace_id", "parent_trace_id"} {
					if text, ok := e[id].(string); ok {
						e[id] = fmt.Sprintf("%s%04x", text[:28], n)
					}
				}
			}
			if n%7 == 3 {
				e["name"] = fmt.Sprint(e["name"], " again")
			}
			orders = append(orders, e)
		}
	}
	bought := bytes.Split(bytes.TrimSpace(lines(orders)), []byte("\n"))
	mixed := append(append([][]byte{}, notifications...), bought...)
	random.Shuffle(len(mixed), func(i, k int) { mixed[i], mixed[k] = mixed[k], mixed[i] })
	for name, records := range map[string][][]byte{"apart": append(append([][]byte{}, notifications...), bought...), "mixed": mixed} {
		parts := cutAtRandom(random, records, 6)
		var all []file
		for _, files := range parts {
			all = append(all, files...)
		}
		run := newRun(t, v, validator.Options{TempDir: t.TempDir()})
		if err := run.ReadAll(t.Context(), sourcesOf(all)); err != nil {
			t.Fatal(err)
		}
		result, err := run.Finish(t.Context())
		want := resultText(t, result, err)
		found := map[string]int{}
		for _, f := range result.Findings {
			found[f.Flow]++
		}
		if found["notification"] < 5 || found["order"] < 5 || result.Summary.Traces < 150 {
			t.Fatalf("%s: findings %v, %d traces", name, found, result.Summary.Traces)
		}
		if got := combine(t, v, validator.Options{TempDir: t.TempDir()}, parts, 5, random); got != want {
			t.Errorf("%s: %s", name, firstDifference(got, want))
		}
	}
}

// TestPartsOfFunnels counts funnels in parts, by themselves and with findings: they are those of one run.
func TestPartsOfFunnels(t *testing.T) {
	v, err := validator.Compile(validator.Spec{Path: notificationSpec}, validator.Spec{Path: orderSpec})
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(15, 16))
	var orders []event
	for n := range 60 {
		for _, e := range newBought(t).all() {
			for _, id := range []string{"trace_id", "parent_trace_id"} {
				if text, ok := e[id].(string); ok {
					e[id] = fmt.Sprintf("%s%04x", text[:28], n)
				}
			}
			if n%3 == 1 { // the parent is named by its span id alone
				delete(e, "parent_trace_id")
				e["span_id"] = fmt.Sprintf("%s%04x", e["span_id"].(string)[:12], n)
				if parent, ok := e["parent_id"].(string); ok {
					e["parent_id"] = fmt.Sprintf("%s%04x", parent[:12], n)
				}
			}
			if n%5 != 2 || e["name"] != "order:parcel shipped" {
				orders = append(orders, e)
			}
		}
	}
	records := append(manyDefects()[:1200], bytes.Split(bytes.TrimSpace(lines(orders)), []byte("\n"))...)
	random.Shuffle(len(records), func(i, k int) { records[i], records[k] = records[k], records[i] })
	terms := func(texts ...string) (out []validator.FunnelTerm) {
		for _, text := range texts {
			term, err := validator.ParseFunnelTerm(text)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, term)
		}
		return out
	}
	for name, opts := range map[string]validator.Options{
		"alone":      {Funnel: &validator.FunnelOptions{Alone: true}},
		"findings":   {Funnel: &validator.FunnelOptions{LostAtWorst: true, Versions: true}, Settle: 10 * time.Second},
		"groups":     {Funnel: &validator.FunnelOptions{Alone: true, By: []string{"user_id", validator.FunnelService}}, Memory: 1 << 20},
		"compared":   {Funnel: &validator.FunnelOptions{Alone: true, Where: terms("input=in/000[0-3]"), Base: terms("input=in/*[4-9]"), Window: time.Minute}},
		"incomplete": {Funnel: &validator.FunnelOptions{Alone: true, Versions: true}, Incomplete: true},
	} {
		parts := cutAtRandom(random, records, 5)
		var all []file
		for _, files := range parts {
			all = append(all, files...)
		}
		opts.TempDir = t.TempDir()
		run := newRun(t, v, opts)
		if err := run.ReadAll(t.Context(), sourcesOf(all)); err != nil {
			t.Fatal(err)
		}
		result, err := run.Finish(t.Context())
		want := resultText(t, result, err)
		if flows := result.Funnel.Flows; len(flows) != 2 || flows[0].Traces == 0 || flows[1].Traces == 0 {
			t.Fatalf("%s: flows %v", name, flows)
		}
		if got := combine(t, v, opts, parts, 4, random); got != want {
			t.Errorf("%s: %s", name, firstDifference(got, want))
		}
	}
}

// TestPartsThatDoNotFit combines parts that do not belong together, or are not whole: each is refused by its name.
func TestPartsThatDoNotFit(t *testing.T) {
	v, dir := compile(t, notificationSpec), t.TempDir()
	lines := append(bytes.Join(manyConflicts()[:50], []byte("\n")), '\n')
	job := validator.Job{Tool: "test", Key: "monday", Shards: 2}
	write := func(v *validator.Validator, opts validator.Options, job validator.Job, name string) string {
		run, err := v.NewPart(opts, job)
		if err != nil {
			t.Fatal(err)
		}
		if err := run.ReadAll(t.Context(), sourcesOf([]file{{name, lines}})); err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(dir, name)
		if err := run.WritePart(t.Context(), to); err != nil {
			t.Fatal(err)
		}
		return to
	}
	other, err := validator.Compile(validator.Spec{Path: notificationSpec}, validator.Spec{Path: "old.yaml", Data: []byte(oldSpec)})
	if err != nil {
		t.Fatal(err)
	}
	a, b := write(v, validator.Options{}, job, "a"), write(v, validator.Options{}, job, "b")
	red := func(name string, shard int, dirs ...string) string {
		to := filepath.Join(dir, name)
		if err := v.Reduce(t.Context(), validator.Options{}, job, to, shard, dirs); err != nil {
			t.Fatal(err)
		}
		return to
	}
	zero, one, ofOne := red("zero", 0, a, b), red("one", 1, b, a), red("of one", 1, a)
	copied := filepath.Join(dir, "copied")
	spoil := func(part, file string, change func([]byte) []byte) string {
		if err := os.CopyFS(copied, os.DirFS(part)); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(copied, file)
		data, err := os.ReadFile(path)
		if err == nil {
			err = os.WriteFile(path, change(data), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		return copied
	}
	for _, c := range []struct {
		name string
		dirs func() []string
		said string
	}{
		{"a tool", func() []string {
			return []string{a, write(v, validator.Options{}, validator.Job{Tool: "new", Key: "monday", Shards: 2}, "t")}
		}, "the version of specgen"},
		{"a job", func() []string {
			return []string{a, write(v, validator.Options{}, validator.Job{Tool: "test", Key: "x", Shards: 2}, "j")}
		}, "the job"},
		{"shards", func() []string {
			return []string{a, write(v, validator.Options{}, validator.Job{Tool: "test", Key: "monday", Shards: 3}, "n")}
		}, "shards"},
		{"an option", func() []string { return []string{a, write(v, validator.Options{Incomplete: true}, job, "o")} }, "--incomplete"},
		{"a funnel", func() []string {
			return []string{a, write(v, validator.Options{Funnel: &validator.FunnelOptions{By: []string{"user_id"}}}, job, "f")}
		}, "of the funnel"},
		{"specs", func() []string { return []string{a, write(other, validator.Options{}, job, "s")} }, "the specs"},
		{"twice", func() []string { return []string{a, b, b, zero, one} }, "twice"},
		{"a shard missing", func() []string { return []string{a, b, zero} }, "without the shard 1"},
		{"a shard twice", func() []string { return []string{a, b, zero, one, one} }, "the shard 1 twice"},
		{"of other parts", func() []string { return []string{a, b, zero, ofOne} }, "other parts"},
		{"no part", func() []string { return []string{a, filepath.Join(dir, "nothing")} }, "no folder that --map"},
		{"truncated rows", func() []string {
			return []string{a, b, spoil(zero, "s", func(b []byte) []byte { return b[:len(b)/2] }), one}
		}, "copy it again"},
		{"truncated state", func() []string { return []string{spoil(a, "state", func(b []byte) []byte { return b[:len(b)/2] })} }, copied},
		{"other rows", func() []string {
			return []string{a, b, spoil(zero, "s", func(b []byte) []byte { b[len(b)-1] ^= 1; return b }), one}
		}, "file s"},
	} {
		if err := os.RemoveAll(copied); err != nil {
			t.Fatal(err)
		}
		_, err := v.Merge(t.Context(), validator.Options{}, validator.Job{Tool: "test", Key: "monday"}, c.dirs())
		if err == nil || !strings.Contains(err.Error(), c.said) || !strings.HasPrefix(err.Error(), "cannot ") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}
