package diff_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diff"
)

// TestEveryKindHasItsMirror: whoever adds a kind says what the same edit is, taken back. A forgotten one would be a change that nobody is told of.
func TestEveryKindHasItsMirror(t *testing.T) {
	id := regexp.MustCompile(`^[a-z-]+/[a-z-]+$`)
	seen := map[string]bool{}
	for _, k := range diff.Kinds() {
		if seen[k.ID] || !id.MatchString(k.ID) {
			t.Errorf("%q stands twice, or is no id", k.ID)
		}
		seen[k.ID] = true
		if k.Title == "" || k.Why == "" || strings.HasSuffix(k.Why, ".") {
			t.Errorf("%s: title %q, why %q", k.ID, k.Title, k.Why)
		}
		if (k.Mirror == "") == (k.NoMirror == "") {
			t.Errorf("%s has a mirror, or a reason why there is none, and not both: %q, %q", k.ID, k.Mirror, k.NoMirror)
		}
		if k.Mirror == "" {
			continue
		}
		if !diff.IsKind(k.Mirror) {
			t.Errorf("%s: its mirror %q is no kind", k.ID, k.Mirror)
			continue
		}
		if back := diff.KindOf(k.Mirror); back.Mirror != k.ID && back.NoMirror == "" {
			t.Errorf("%s: its mirror %s is that of %s", k.ID, k.Mirror, back.Mirror)
		}
	}
}
