package golang

import (
	"slices"
	"strings"
	"testing"
)

func TestCommentNote(t *testing.T) {
	var c comment
	c.para("Sent emits a span.", "", "It is sent.")
	c.note("First\nparagraph.\n\n- an item\n  of two lines\n* another\n\n# Heading\n\n1. numbered\n[a]: link")
	c.items([]string{"fact: yes", ""})
	c.deprecated("since 1.0.0.")
	want := `// Sent emits a span. It is sent.
//
// First paragraph.
//
//   - an item of two lines
//   - another
//
// Heading
//
// numbered [a]: link
//
//   - fact: yes
//
// Deprecated: since 1.0.0.`
	if got := c.text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestWrapLeavesNoMarkAtTheStartOfALine: gofmt would take it for a list, a heading or a link.
func TestWrapLeavesNoMarkAtTheStartOfALine(t *testing.T) {
	for _, mark := range []string{"-", "*", "+", "#", "##", "1.", "2)", "[a]:", "•"} {
		for width := 1; width < 30; width++ {
			for _, line := range wrap("from "+mark+" to "+mark+" and "+mark, width) {
				if first, _, _ := strings.Cut(line, " "); first == mark {
					t.Errorf("width %d: %q begins with %s", width, line, mark)
				}
			}
		}
	}
	if got := wrap("a score from 0 to 1. And - so on", 100); !slices.Equal(got, []string{"a score from 0 to 1. And - so on"}) {
		t.Errorf("marks within a line were changed: %q", got)
	}
}

func TestOneLineBreaksUpWhatToolsAct(t *testing.T) {
	for _, text := range []string{"Deprecated: x", "+build x", "Code generated. DO NOT EDIT.", "nolint", "lint:ignore U1000", "#nosec", "*/"} {
		if got := oneLine("see " + text); strings.Contains(got, text) {
			t.Errorf("%q is kept", got)
		}
	}
	if got := oneLine("  a\tb\r\n c  "); got != "a b c" {
		t.Errorf("got %q", got)
	}
}
