package kotlin

import (
	"math/big"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

func TestParamDocSaysTheLimits(t *testing.T) {
	tag := &model.Tag{
		Entry: model.Entry{Name: "parts", Brief: "The parts"}, Kind: model.KindInt, List: true, MaxItems: 3,
		Min: big.NewRat(0, 1), Max: big.NewRat(9, 1),
	}
	if got, want := paramDoc(tag), "The parts. At least 0, at most 9, at most 3 items. Wire: `parts`."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	id := &model.Tag{Entry: model.Entry{Name: "id", Brief: "An id"}, Kind: model.KindID, MinLength: 1}
	if got, want := paramDoc(id), "An id. Wire: `id`."; got != want {
		t.Errorf("got %q, want %q: its limits stand at its type", got, want)
	}
	if got, want := strings.Join(limits(id), ", "), "at least 1 character"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDeprecatedWayNamesItsTag(t *testing.T) {
	w := codegen.NewWriter("    ")
	old := &model.Deprecated{Use: "b", Why: "it is old"}
	overload{old: old, name: "`in`"}.annotate(w, nil)
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
