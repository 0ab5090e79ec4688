package codegen

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/model"
)

func TestWords(t *testing.T) {
	for name, want := range map[string][]string{
		"channel_id":            {"channel", "id"},
		"channelID":             {"channel", "id"},
		"APNSToken":             {"apns", "token"},
		"iOS":                   {"i", "os"},
		"http.request.url":      {"http", "request", "url"},
		"read in app":           {"read", "in", "app"},
		"v2":                    {"v2"},
		"  -- ":                 nil,
		"":                      nil,
		"Größe":                 {"größe"},
		"notification:trigger!": {"notification", "trigger"},
	} {
		if got := Words(name); !slices.Equal(got, want) {
			t.Errorf("Words(%q) is %q, want %q", name, got, want)
		}
	}
}

func TestSpanWords(t *testing.T) {
	for _, c := range []struct {
		span, namespace string
		want            []string
	}{
		{"notification:read in app", "notification:", []string{"read", "in", "app"}},
		{"other:read", "notification:", []string{"other", "read"}},
		{"notification:", "notification:", []string{"notification"}},
		{"read", "", []string{"read"}},
	} {
		if got := (Casing{}).SpanWords(&model.Span{Entry: model.Entry{Name: c.span}}, &model.Flow{Namespace: c.namespace}); !slices.Equal(got, c.want) {
			t.Errorf("SpanWords(%q, %q) is %q, want %q", c.span, c.namespace, got, c.want)
		}
	}
}

func TestTitle(t *testing.T) {
	for word, want := range map[string]string{"app": "App", "": "", "ärger": "Ärger", "1st": "1st", "通知": "通知"} {
		if got := Title(word); got != want {
			t.Errorf("Title(%q) is %q, want %q", word, got, want)
		}
	}
}

func TestClean(t *testing.T) {
	const bad = "\ufffd"
	for text, want := range map[string]string{
		"a\tb\nc":            "a\tb\nc",
		"a\r\nb":             "a\nb",
		"a\rb\x00\x1b":       "a" + bad + "b" + bad + bad,
		"\u2028\u2029":       bad + bad,
		"\u202e\u2066\ufeff": bad + bad + bad,
		"\u0085":             bad,
		"*/ é 👩‍👩‍👧":         "*/ é 👩‍👩‍👧",
		"\xff":               bad,
	} {
		if got := Clean(text); got != want {
			t.Errorf("Clean(%q) is %q, want %q", text, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	text := "one two three\nfour\n\n\n- item one\n- item two\nsuperlongword x"
	want := []string{"one two", "three four", "", "- item one", "- item two", "superlongword", "x"}
	if got := Wrap(text, 10); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Wrap(" \n ", 10); len(got) != 0 {
		t.Errorf("nothing gives %q", got)
	}
}

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{"": "", " a ": "a.", "a.": "a.", "why?": "why?", "so:": "so:"} {
		if got := Sentence(text); got != want {
			t.Errorf("Sentence(%q) is %q, want %q", text, got, want)
		}
	}
}

func TestWriter(t *testing.T) {
	w := NewWriter("  ")
	w.Blank()
	w.P("a", "b")
	w.Blank()
	w.Blank()
	w.Block("{", "}", func() {
		w.Blank()
		w.Lines("// ", []string{"x", ""})
		if w.Width() != 2 {
			t.Errorf("the indentation is %d wide", w.Width())
		}
		w.P("")
		w.Block("(", ")", func() { w.P("y  ") })
		w.Blank()
	})
	got, err := w.Bytes()
	if want := "ab\n\n{\n  // x\n  //\n\n  (\n    y\n  )\n}\n"; err != nil || string(got) != want {
		t.Errorf("got\n%s%v\nwant\n%s", got, err, want)
	}
}

func TestWriterList(t *testing.T) {
	w := NewWriter("  ")
	w.Block("{", "}", func() {
		w.List("use { ", []string{"ä", "b"}, " };", 15)
		w.List("use { ", []string{"ä", "b"}, " };", 14)
		w.List("f(", nil, ")", 5)
	})
	got, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	want := "{\n  use { ä, b };\n  use {\n    ä,\n    b,\n  };\n  f()\n}\n"
	if string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWriterKeepsTheFirstError(t *testing.T) {
	first := errors.New("first")
	w := NewWriter("\t")
	w.Fail(first)
	w.P("two\nlines")
	if _, err := w.Bytes(); !errors.Is(err, first) {
		t.Errorf("got %v", err)
	}
	w = NewWriter("\t")
	w.P("two\nlines")
	if _, err := w.Bytes(); err == nil {
		t.Error("a line break in a line is taken")
	}
	w = NewWriter("\t")
	w.Indented(func() {
		if _, err := w.Bytes(); err == nil {
			t.Error("a file ends inside a block")
		}
	})
}

func FuzzWrap(f *testing.F) {
	f.Add("a b\n\n- c", 5)
	f.Fuzz(func(t *testing.T, text string, width int) {
		for _, line := range Wrap(text, width) {
			if strings.ContainsAny(line, "\n") || strings.TrimSpace(line) != line {
				t.Errorf("Wrap(%q, %d) gives the line %q", text, width, line)
			}
		}
	})
}
