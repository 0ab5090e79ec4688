package compiled

import (
	"bytes"
	"fmt"
	"testing"
)

func TestNames(t *testing.T) {
	var names []string
	for i := range 500 {
		names = append(names, fmt.Sprintf("notification:step %d of the flow", i), fmt.Sprint(i), fmt.Sprintf("tag.%d", i))
	}
	names = append(names, "", "x")
	table := newNames(names)
	for i, name := range names {
		if got := table.Index([]byte(name)); got != i {
			t.Errorf("%q is %d, want %d", name, got, i)
		}
		if got := table.Index([]byte(name + "!")); got != -1 {
			t.Errorf("%q! is %d", name, got)
		}
	}
	empty := newNames(nil)
	if empty.Index([]byte("x")) != -1 {
		t.Error("an empty table knows x")
	}
	var zero Names
	if zero.Index([]byte("x")) != -1 {
		t.Error("a table that was not made knows x")
	}
}

// TestHash has names that differ at one place only, wherever that is: their hashes differ as much as others do.
func TestHash(t *testing.T) {
	for length := 1; length < 40; length++ {
		for at := range length {
			seen := map[uint32]bool{}
			for c := range 200 {
				name := bytes.Repeat([]byte{'x'}, length)
				name[at] = byte(c)
				seen[hash(name)&0xFFFF] = true // what a table of that size goes by
			}
			if len(seen) < 190 {
				t.Errorf("byte %d of %d: 200 names have %d hashes", at, length, len(seen))
			}
		}
	}
}

func TestGlobs(t *testing.T) {
	tests := []struct {
		glob, name string
		want       bool
	}{
		{"thread.*", "thread.id", true}, {"thread.*", "thread.", true}, {"thread.*", "threads", false}, {"*", "", true}, {"*", "x", true},
		{"code.*.name", "code.function.name", true}, {"code.*.name", "code.name", false}, {"a*b*c", "abc", true}, {"a*b*c", "acb", false},
		{"exact", "exact", true}, {"exact", "exactly", false}, {"*.id", "user.id", true}, {"a*a", "a", false},
	}
	for _, test := range tests {
		if got := newGlob(test.glob).match([]byte(test.name)); got != test.want {
			t.Errorf("%s matches %s: %v", test.glob, test.name, got)
		}
	}
}
