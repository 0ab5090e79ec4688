package kotlin

import (
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

func TestParamDocSaysTheLimits(t *testing.T) {
	limits := client.TagDoc{EntryDoc: client.EntryDoc{Brief: "The parts"}, Format: "hex", Limits: []string{"at least 2 characters", "at most 3 items"}}
	tag := &client.Tag{Name: "parts", Model: &model.Tag{Kind: model.KindString}, Doc: limits}
	if got, want := paramDoc(tag), "The parts. Format `hex`, at least 2 characters, at most 3 items. Wire: `parts`."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	tag.Model = &model.Tag{Kind: model.KindID}
	if got, want := paramDoc(tag), "The parts. Wire: `parts`."; got != want {
		t.Errorf("got %q, want %q: its limits stand at its type", got, want)
	}
}

func TestDeprecatedWayNamesItsTag(t *testing.T) {
	w := codegen.NewWriter("    ")
	old := &model.Deprecated{Use: "b", Why: "it is old"}
	overload{codegen.Overload[param]{Deprecated: &param{Name: "`in`", Old: old}}}.annotate(w, nil)
	overload{}.annotate(w, old)
	text, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	since := "ince " + old.Since.String() + ". Use b. it is old."
	want := "@Deprecated(\"in s" + since + "\")\n@Deprecated(\"S" + since + "\")\n"
	if string(text) != want {
		t.Errorf("got\n%swant\n%s", text, want)
	}
}
