package validator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/eventschema"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// seenBySchemas are the rules that the schema of a flow's SpanEvents sees. docs/events-schema.md has the same list.
var seenBySchemas = []string{
	"unknown-span", "unknown-service", "service-not-allowed", "deprecated-span", "expired-span", "missing-tag", "missing-service-tag", "tag-type",
	"tag-value", "variant-tag", "undeclared-tag", "deprecated-tag", "dropped-data", "invalid-id", "invalid-time", "end-before-start",
	"instant-duration", "duration-too-long", "status-mismatch", "unexpected-root", "unexpected-parent", "missing-link", "too-many", "broken-input",
}

// unseenBySchemas are the rules that need what a schema cannot do: other records, hashes, two members compared.
var unseenBySchemas = []string{
	"unknown-version", "duplicate-tag", "invalid-utf8", "trace-id-mismatch", "derived-id-mismatch", "kind-mismatch", "missing-parent", "cycle",
	"wrong-parent", "out-of-order", "late", "wrong-link", "dangling-link", "link-id-mismatch", "one-sided-link", "missing-outcome",
	"duplicate-span", "conflicting-span", "too-few", "inconsistent-tag", "large-trace", "never-seen",
}

func TestEachRuleIsSeenBySchemasOrNot(t *testing.T) {
	page, err := os.ReadFile("../docs/events-schema.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range validator.Rules() {
		seen, unseen := slices.Contains(seenBySchemas, rule.ID), slices.Contains(unseenBySchemas, rule.ID)
		if rule.Client == (seen || unseen) || seen && unseen {
			t.Errorf("%s: seen by schemas %v, unseen %v", rule.ID, seen, unseen)
		}
		if !rule.Client && !bytes.Contains(page, []byte("`"+rule.ID+"`")) {
			t.Errorf("docs/events-schema.md does not have %s", rule.ID)
		}
	}
}

// eventSchemas are the schemas of a flow: the one that refuses errors, and the one that refuses warnings too.
type eventSchemas struct {
	flow     *model.Flow
	byErrors *jsonschema.Schema
	byAll    *jsonschema.Schema
	broken   map[string]int // how many records broke a rule
}

func schemasOf(t *testing.T, path string, data []byte) eventSchemas {
	t.Helper()
	if data == nil {
		var err error
		if data, err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	read := func(string) ([]byte, []diag.Diagnostic) { return data, nil }
	result := resolve.Load(read, path)
	if result.Flow == nil || len(result.Diagnostics) > 0 {
		t.Fatalf("%s: %+v", path, result.Diagnostics)
	}
	out := eventSchemas{flow: result.Flow, broken: map[string]int{}}
	for _, warnings := range []bool{false, true} {
		text, err := eventschema.Schema(result.Flow, eventschema.Options{Warnings: warnings})
		if err != nil {
			t.Fatal(err)
		}
		compiler := jsonschema.NewCompiler()
		compiler.Draft = jsonschema.Draft2020
		if err := compiler.AddResource("events.json", bytes.NewReader(text)); err != nil {
			t.Fatal(err)
		}
		schema, err := compiler.Compile("events.json")
		if err != nil {
			t.Fatalf("%s: %v\n%s", path, err, text)
		}
		if warnings {
			out.byAll = schema
		} else {
			out.byErrors = schema
		}
	}
	return out
}

// agree compares the verdict of the schemas on one record with that of the validator, by the rules that schemas see.
func (s eventSchemas) agree(t *testing.T, v *validator.Validator, name string, record []byte) (refused bool) {
	t.Helper()
	var decoded any
	decoder := json.NewDecoder(bytes.NewReader(record))
	decoder.UseNumber()
	if err := decoder.Decode(&decoded); err != nil {
		t.Fatal(err)
	}
	result := validate(t, v, record, validator.Options{Incomplete: true, Severity: []validator.Severity{seenOnly}})
	for _, f := range result.Findings {
		s.broken[f.Rule]++
	}
	for _, with := range []struct {
		schema *jsonschema.Schema
		least  trace.Severity
	}{{s.byErrors, trace.Error}, {s.byAll, trace.Warning}} {
		var rules []string
		other := false
		for _, f := range result.Findings {
			switch {
			case f.Rule == "unknown-version":
				other = true // the schema of another version judges it
			case slices.Contains(seenBySchemas, f.Rule) && f.Severity >= with.least && !strings.Contains(f.Examples[0].Actual, ".0 (double)"):
				rules = append(rules, f.Rule)
			}
		}
		if other {
			rules = nil
		}
		err := with.schema.Validate(decoded)
		if (err != nil) != (len(rules) > 0) {
			t.Errorf("%s, refusing from %s on: the validator says %q of\n%s\nthe schema: %#v", name, with.least, say(result), record, err)
		}
		refused = err != nil
	}
	return refused
}

func oneLine(t *testing.T, e any) []byte {
	t.Helper()
	b, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestSchemasSeeMutants: what breaks a rule that schemas see is refused, all else is accepted, the conforming samples among it.
func TestSchemasSeeMutants(t *testing.T) {
	schemas, v := schemasOf(t, notificationSpec, nil), compile(t, notificationSpec)
	refusals := map[string]bool{}
	for _, m := range mutants {
		for _, e := range m.events() {
			if schemas.agree(t, v, m.rule+"/"+m.name, oneLine(t, e)) {
				refusals[m.rule] = true
			}
		}
	}
	for _, rule := range []string{"unknown-span", "unknown-service", "service-not-allowed", "missing-tag", "missing-service-tag", "tag-type",
		"tag-value", "variant-tag", "undeclared-tag", "invalid-id", "invalid-time", "end-before-start", "instant-duration", "duration-too-long",
		"unexpected-root"} {
		if !refusals[rule] {
			t.Errorf("no mutant of %s is refused", rule)
		}
	}
	samples, err := os.ReadFile("../testdata/traces/conforming.spanevent.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(samples) {
		if schemas.agree(t, v, "a conforming sample", line) {
			t.Errorf("a conforming record is refused: %s", line)
		}
	}
}

// TestSchemasAgreeWithTheValidator tries records of each flow in testdata that are made up: right ones, and ones with some member or tag that is
// missing, of another type, or near its limits.
func TestSchemasAgreeWithTheValidator(t *testing.T) {
	paths, err := filepath.Glob("../testdata/flows/features/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	flows, refused, accepted := 0, 0, 0
	broken := map[string]int{}
	for _, path := range append(paths, notificationSpec, orderSpec, "../testdata/flows/checkout.yaml") {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := validator.Compile(validator.Spec{Path: path}); err != nil {
			continue // for generators only
		}
		flows++
		schemas, v := schemasOf(t, path, data), compile(t, path)
		r := rand.New(rand.NewPCG(1, 2))
		for range 200 {
			record := madeUp(r, schemas.flow)
			if schemas.agree(t, v, path, oneLine(t, record)) {
				refused++
			} else {
				accepted++
			}
			if t.Failed() {
				return
			}
		}
		for rule, n := range schemas.broken {
			broken[rule] += n
		}
	}
	for _, rule := range seenBySchemas {
		if broken[rule] == 0 {
			t.Errorf("no record breaks %s", rule)
		}
	}
	t.Logf("%d flows, %d records refused, %d accepted", flows, refused, accepted)
	if flows < 10 || refused < 500 || accepted < 200 {
		t.Errorf("%d flows, %d records refused, %d accepted: make up others", flows, refused, accepted)
	}
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// madeUp makes up a record: one that conforms as far as values can be guessed, and in two of three cases with a few changes.
func madeUp(r *rand.Rand, flow *model.Flow) map[string]any {
	span := pick(r, flow.Spans...)
	service := pick(r, span.Services...)
	tags := map[string]any{}
	add := func(t *model.Tag, required bool) {
		if required || r.IntN(2) == 0 {
			tags[t.Name] = valueFor(r, t)
		}
	}
	for _, t := range service.Tags {
		add(t.Tag, t.Required)
	}
	for _, t := range span.Tags {
		add(t.Tag, t.Required)
	}
	for _, variant := range span.Variants {
		for _, c := range variant.Cases {
			if c.Value.Wire == tags[variant.Tag.Name] {
				for _, t := range c.Tags {
					add(t.Tag, t.Required)
				}
			}
		}
	}
	out := map[string]any{
		"trace_id": "7f9c24e83b1d4c5a9a0f2e6d81c40000", "span_id": "82a7b14f0a8a171b", "name": span.Name, "service_name": service.Name,
		"timestamp": 1_772_442_000_000_000, "duration": 1, "tags": tags,
	}
	if span.Parent.Kind != model.ParentNone {
		out["parent_id"] = "0000000000000001"
	}
	if r.IntN(2) == 0 {
		out["flow"], out["flow_version"] = flow.Name, flow.Version.String()
	}
	var links []any
	for _, l := range span.Links {
		for range l.Min {
			links = append(links, map[string]any{"trace_id": "7f9c24e83b1d4c5a9a0f2e6d81c40000", "span_id": "0000000000000002"})
		}
	}
	if len(links) > 0 {
		out["links"] = links
	}
	for range r.IntN(3) {
		unsettle(r, flow, out)
	}
	return out
}

// unsettle changes something about a record, not always for the worse.
func unsettle(r *rand.Rand, flow *model.Flow, out map[string]any) {
	tags, _ := out["tags"].(map[string]any)
	switch r.IntN(13) {
	case 10:
		delete(out, "links")
		if r.IntN(2) == 0 {
			out["dropped_links"] = r.IntN(2)
		}
	case 11:
		link := map[string]any{"trace_id": "7f9c24e83b1d4c5a9a0f2e6d81c40000", "span_id": "0000000000000004"}
		out["links"] = slices.Repeat([]any{link}, 1+r.IntN(7))
	case 12:
		out["name"] = flow.Namespace + pick(r, "nothing", "", "x y")
	case 0:
		delete(out, pick(r, "trace_id", "span_id", "parent_id", "service_name", "timestamp", "duration", "tags", "links"))
	case 1:
		key := pick(r, "trace_id", "span_id", "parent_id", "parent_trace_id")
		out[key] = pick(r, "", "0000000000000000", "7f9c24e8", "ABCDEF0123456789", strings.Repeat("0", 32), strings.Repeat("aF", 16), strings.Repeat("g", 16))
	case 2:
		out["duration"] = pick(r, 0, 1, 2, -1, 60_000_000, 3_600_000_000_000, 3_600_000_000_000)
	case 3:
		out["timestamp"] = pick(r, 0, 1_772_442_000, earliestMicros-1, earliestMicros, 7_258_118_399_000_000, 7_258_118_400_000_000)
	case 4:
		out["error"] = pick[any](r, true, false, nil)
	case 5:
		out["service_name"] = pick(r, flow.Services...).Name
	case 6:
		link := map[string]any{"trace_id": "7f9c24e83b1d4c5a9a0f2e6d81c40000", "span_id": pick(r, "0000000000000003", "", "0")}
		if r.IntN(2) == 0 {
			link["type"] = pick(r, "parent", "x")
		}
		links, _ := out["links"].([]any)
		out["links"] = append(links, link)
	case 7:
		for _, name := range slices.Sorted(maps.Keys(tags)) {
			if r.IntN(3) == 0 {
				delete(tags, name)
			}
		}
	case 8:
		if tags != nil {
			t := pick(r, flow.Tags...)
			tags[t.Name] = valueFor(r, t)
		}
	case 9:
		for _, name := range slices.Sorted(maps.Keys(tags)) {
			if r.IntN(3) == 0 {
				tags[name] = pick[any](r, "", "x", "3", 3, -3, 2.5, true, nil, []any{}, []any{"a"}, []any{1}, map[string]any{"a": 1}, strings.Repeat("x", 300))
			}
		}
	}
}

const earliestMicros = 946_684_800_000_000

// valueFor returns a value of the tag's type that may keep its constraints.
func valueFor(r *rand.Rand, t *model.Tag) any {
	if !t.List {
		return oneFor(r, t)
	}
	list := []any{}
	for range r.IntN(4) {
		list = append(list, oneFor(r, t))
	}
	return list
}

func oneFor(r *rand.Rand, t *model.Tag) any {
	if len(t.Examples) > 0 && r.IntN(2) == 0 && t.Kind.IsText() && !t.List {
		return pick(r, t.Examples...).Text
	}
	switch t.Kind {
	case model.KindInt:
		return pick[any](r, 0, 1, -1, 7, 100, json.Number("9223372036854775807"), json.Number("-9223372036854775808"), json.Number("9223372036854775808"))
	case model.KindDouble:
		return pick[any](r, 0, 0.5, -0.5, 1.5, 99.75, 1e12)
	case model.KindBool:
		return r.IntN(2) == 0
	case model.KindEnum:
		return pick(r, append(t.Values, &model.EnumValue{Wire: "of nobody"})...).Wire
	}
	return pick(r, "", "a", "abc", "ABC-123", "U024BE7LH", "0a1b", "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa", "x@y.z", "1.2.3.4", "::1", "http://x/",
		"2024-02-29T00:00:00Z", "2023-02-29T00:00:00Z", "äöü", "a\x00b", "1712345678.123456", fmt.Sprint(r.IntN(1000)))
}
