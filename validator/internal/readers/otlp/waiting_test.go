package otlp

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// TestScopesWait has very many ScopeSpans: those without spans leave nothing, and of the others no more is in memory than
// is meant to be.
func TestScopesWait(t *testing.T) {
	dir := t.TempDir()
	w := newWaiting(dir)
	defer func() {
		if err := w.reset(); err != nil {
			t.Error(err)
		}
	}()
	const many = 200_000
	for n := range many {
		if n%2 == 0 {
			for range n%3 + 1 {
				if err := w.add(int64(n), int64(n)+1, fmt.Append(nil, n)); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := w.name(fmt.Append(nil, "scope", n), fmt.Append(nil, "1.", n)); err != nil {
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
	err := w.each(func(got waiter) error {
		n := got.offset
		if seen++; n%2 != 0 || got.line != n+1 || string(got.raw) != fmt.Sprint(n) || string(got.scope) != fmt.Sprint("scope", n) ||
			string(got.version) != fmt.Sprint("1.", n) {
			return fmt.Errorf("%+v", got)
		}
		return nil
	})
	if err != nil || seen != w.count {
		t.Errorf("%v, %d of %d", err, seen, w.count)
	}
	gone := newWaiting(filepath.Join(dir, "none"))
	gone.scopes.memory = 10
	if err := gone.add(0, 1, nil); err != nil {
		t.Fatal(err)
	}
	if err := gone.name([]byte("a scope"), nil); err == nil {
		t.Error("scopes went to a folder that is not there")
	}
}

// TestResourcesHeld has very many tiny resources: what is remembered of each is more than what it takes in the input.
func TestResourcesHeld(t *testing.T) {
	var in strings.Builder
	for n := range 100_000 {
		fmt.Fprintf(&in, `{"resource":{"%d":1},"scopeSpans":[]}`+"\n", n)
	}
	k := &kept{}
	r := newReader(strings.NewReader(in.String()), k, "")
	if err := r.docs.Each(r.readDocument); err != nil || len(k.broken) > 0 || len(r.resources) == 0 || len(r.resources) > 20_000 {
		t.Errorf("%v, %q, %d resources are remembered", err, k.broken, len(r.resources))
	}
}
