package history_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/history"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
)

// flow is a flow of a version, with some words for what it has.
func flow(t *testing.T, version, values, tags, spanTags, more string) *model.Flow {
	t.Helper()
	text := `specgen: v1
flow: upload
version: ` + version + `
brief: An upload.
traces: { upload: { brief: One. } }
services: { app: { brief: The app., tags: { build: required } } }
tags:
  build: { brief: The build., type: int }
  size: { brief: The size., type: int }
  result: { brief: What came out., type: enum, values: [` + values + `] }
` + tags + `spans:
  done:
    brief: It is done.
    trace: upload
    services: [app]
    tags: { result: required` + spanTags + ` }
    variants: { result: { ok: { size: optional } } }
` + more
	result := resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return []byte(text), nil }, "x.yaml")
	if len(result.Diagnostics) > 0 {
		t.Fatal(result.Diagnostics)
	}
	return result.Flow
}

func TestSince(t *testing.T) {
	const colour = "  colour: { brief: The colour., type: string }\n"
	const begun = "  begun: { brief: It began., trace: upload, services: [app], tags: { size: optional } }\n"
	first := flow(t, "0.9.0", "ok, lost", "", "", begun)
	second := flow(t, "1.0.0", "ok, lost, late", colour, ", colour: optional", "")
	third := flow(t, "1.10.0", "ok, late", colour, ", colour: required", begun)
	now := flow(t, "1.10.1", "ok, late, other", colour, ", colour: required", begun)
	other := flow(t, "1.2.0", "ok", "", "", "")
	other.Name = "download"
	newer := flow(t, "2.0.0", "ok, late, other", "", "", "")
	h := history.New(now, []*model.Flow{third, other, newer, first, second})
	if got := fmt.Sprint(h.Versions()); got != "[0.9.0 1.0.0 1.10.0 1.10.1]" {
		t.Errorf("versions %s", got)
	}
	say := func(v model.Version, known bool) string {
		if !known {
			return "?"
		}
		return v.String()
	}
	got := []string{
		say(h.Trace("upload")), say(h.Service("app")), say(h.ServiceTag("app", "build")), say(h.Tag("build")), // as old as what is known
		say(h.Tag("colour")), say(h.SpanTag("done", "colour")), say(h.Value("result", "late")), say(h.Value("result", "other")),
		say(h.Span("begun")), say(h.SpanTag("begun", "size")), // they were gone for a while
		say(h.SpanTag("done", "size")), say(h.Value("result", "lost")), say(h.Span("none")), say(h.Trace("done")),
	}
	if want := strings.Fields("? ? ? ? 1.0.0 1.0.0 1.0.0 1.10.1 1.10.0 1.10.0 ? ? ? ?"); !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestNothingIsKnownOfOneVersion(t *testing.T) {
	now := flow(t, "1.0.0", "ok", "", "", "")
	for _, h := range []*history.History{nil, history.New(now, nil), history.New(now, []*model.Flow{now})} {
		if _, known := h.Span("done"); known {
			t.Error("a version is given")
		}
	}
	var none *history.History
	if none.Versions() != nil {
		t.Error("a history of nothing has versions")
	}
}
