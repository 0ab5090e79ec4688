package waiting

import (
	"fmt"
	"path/filepath"
	"testing"
)

// TestScopesWait has very many ScopeSpans: those without spans leave nothing, and of the others no more is in memory than
// is meant to be.
func TestScopesWait(t *testing.T) {
	dir := t.TempDir()
	w := New(dir)
	defer func() {
		if err := w.Reset(); err != nil {
			t.Error(err)
		}
	}()
	const many = 200_000
	for n := range many {
		if n%2 == 0 {
			for range n%3 + 1 {
				if err := w.Add(int64(n), int64(n)+1, fmt.Append(nil, n)); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := w.Name(fmt.Append(nil, "scope", n), fmt.Append(nil, "1.", n)); err != nil {
			t.Fatal(err)
		}
		if w.scopes.buf.Len() > scopesMemory || w.spans.buf.Len() > waitingMemory {
			t.Fatalf("after %d: %d and %d bytes in memory", n, w.scopes.buf.Len(), w.spans.buf.Len())
		}
	}
	if w.scope != many/2 {
		t.Errorf("%d scopes wait, want %d", w.scope, many/2)
	}
	seen := 0
	err := w.Each(func(got Span) error {
		n := got.Offset
		if seen++; n%2 != 0 || got.Line != n+1 || string(got.Raw) != fmt.Sprint(n) || string(got.Scope) != fmt.Sprint("scope", n) ||
			string(got.Version) != fmt.Sprint("1.", n) {
			return fmt.Errorf("%+v", got)
		}
		return nil
	})
	if err != nil || seen != w.count {
		t.Errorf("%v, %d of %d", err, seen, w.count)
	}
	gone := New(filepath.Join(dir, "none"))
	gone.scopes.memory = 10
	if err := gone.Add(0, 1, nil); err != nil {
		t.Fatal(err)
	}
	if err := gone.Name([]byte("a scope"), nil); err == nil {
		t.Error("scopes went to a folder that is not there")
	}
}
