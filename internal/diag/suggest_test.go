package diag

import (
	"fmt"
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	tests := []struct {
		word       string
		candidates []string
		want       string
	}{
		{"Brief", []string{"brief", "flow"}, "brief"},
		{"breif", []string{"brief", "flow"}, "brief"},
		{"servces", []string{"spans", "services"}, "services"},
		{"minLength", []string{"max_length", "min_length"}, "min_length"},
		{"length_min", []string{"max_length", "min_length"}, "min_length"},
		{"notification:red in app", []string{"notification:received", "notification:read in app"}, "notification:read in app"},
		{"notification sent", []string{"notification:sent", "notification:send"}, "notification:sent"},
		{"tag", []string{"tags", "tab"}, "tab"}, // equally near: the shorter
		{"tac", []string{"tas", "tab"}, "tab"},  // equally near and long: the first of the alphabet
		{"ab", []string{"ba"}, "ba"},
		{"x", []string{"y"}, ""},           // one edit, but nothing is left of the word
		{"id", []string{"id"}, ""},         // no suggestion of itself
		{"channel", []string{"flow"}, ""},  // too far
		{"", []string{"flow"}, ""},         // nothing to go by
		{"flow", nil, ""},                  // nothing to choose from
		{"flow", []string{""}, ""},         // an empty key is no answer
		{"ÜBER", []string{"über"}, "über"}, // case beyond ASCII
		// What a namespace has in common is no likeness.
		{"notification:recieved", []string{"notification:retrieved", "notification:received"}, "notification:received"},
		{"notification:shown", []string{"notification:sent", "notification:opened"}, ""},
		{"notifcation:recieved", []string{"notification:received"}, "notification:received"},
		{"notifcation:shown", []string{"notification:sent"}, ""},
		{"messaging.operation.nmae", []string{"messaging.operation.type", "messaging.operation.name"}, "messaging.operation.name"},
		{"messaging.operation.x", []string{"messaging.operation.y"}, ""},
		{"messaging.operation.kind", []string{"messaging.operation"}, ""},
		{"order:payment", []string{"order:payment attempt", "order:payments"}, "order:payments"},
		{strings.Repeat("a", 100), []string{strings.Repeat("a", 99)}, ""},
	}
	for _, test := range tests {
		if got := Nearest(test.word, test.candidates); got != test.want {
			t.Errorf("Nearest(%q, %q) = %q, want %q", test.word, test.candidates, got, test.want)
		}
	}
}

func TestNearestDoesNotDependOnOrder(t *testing.T) {
	candidates := []string{"once_per", "once", "at_most_once", "at_most_once_per"}
	for shift := range candidates {
		rotated := append(append([]string(nil), candidates[shift:]...), candidates[:shift]...)
		if got := Nearest("onceper", rotated); got != "once_per" {
			t.Errorf("Nearest of %q = %q", rotated, got)
		}
	}
}

func TestEditDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"a", "", 1},
		{"kitten", "sitting", 3},
		{"ca", "ac", 1},
		{"ca", "abc", 3}, // restricted: a swapped pair is not edited again
		{"brief", "breif", 1},
	}
	for _, test := range tests {
		if got := editDistance([]rune(test.a), []rune(test.b), 10); got != test.want {
			t.Errorf("editDistance(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

// BenchmarkNearest measures one unknown name among 2,000 declared ones.
func BenchmarkNearest(b *testing.B) {
	candidates := make([]string, 2000)
	for i := range candidates {
		candidates[i] = fmt.Sprintf("notification:step %d", i)
	}
	for b.Loop() {
		Nearest("notificaton:stp 1999", candidates)
	}
}
