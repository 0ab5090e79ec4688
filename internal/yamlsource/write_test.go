package yamlsource

import (
	"strings"
	"testing"
)

// hostile are texts that a writer of YAML gets wrong.
var hostile = []string{
	"yes", "No", "y", "on", "True", "null", "~", "NULL", "1e3", "12:30", "0777", "1_000", "+5", "-0", "1", "1.50", ".5", "5.", "0x1F", "0o7", ".inf", ".nan", "1.2.3", "2027-01-31",
	"", " ", "  lead", "trail ", "two  spaces", "a: b", "a:", ":a", "a::b", "n:s", "a #b", "#x", "- x", "-", "--", "---", "...", "..", "? x", "?", "! x", "!x", "&a", "*a", "@here", "`a", "%a", "100%", "=", "<<",
	"'q'", "it's", `"q`, `q"`, `"q"`, `a "b" c`, `a 'b" c`, `x\d`, `\`, `^\d{10}\.\d{6}$`, `a\"b'c`,
	"[x", "x]", "{x", "x}", "{}", "[]", "a,b", ",", "1,000", "y,", ",y", ",yz", "1,", "a, b", ", ", "tr,ue", ".,.", "string[]", "|", "> x", "x |", "x >", "a | b", "|-", "a\tb", "\t",
	"line1\nline2", "line1\nline2\n", "a\n\n", "a\n\n b\n", "a\n \nb", "\n x", "\nx", "\n", " \n", "x\n  y\n z\n", "  x\ny\n", "a\r\nb", "a\rb", "a \nb\n", "# a\n# b\n", "a: b\nc: d\n", "---\na\n...\n", "a\n\tb\n",
	"\u202e", "\u0085x", "x\u2028y", "\x01", "\x00", "\x7f", "\ufeffx", "\ufffd", "😀", "é: x", "中文", "👩‍👩‍👧", "e\u0301", "\u00a0x",
	"__proto__", "constructor", strings.Repeat("<", 100), strings.Repeat("word ", 60) + "end", strings.Repeat("word: ", 60) + "# end", strings.Repeat("\"quoted\" ", 40) + `\`,
	strings.Repeat("x", 1500), strings.Repeat("line\n", 200), "a" + strings.Repeat("\n", 60) + "b",
	strings.Repeat("a - b # c ", 30) + "d", "- " + strings.Repeat("list ", 40) + "x", strings.Repeat("> ", 80) + "x", strings.Repeat("word ", 30) + "|",
}

// around puts a text in each place that a text may have: behind a key, as a key, in lists and mappings on one line and over lines.
func around(text string) *Node {
	long := NewText(strings.Repeat("prose that has a line of its own ", 4) + "so that braces do not fit")
	out := NewMap().
		Add("a", NewText(text)).
		Add("b", NewTexts(text, "x", text)).
		Add("c", NewMap().Add("k", NewText(text)).Add("l", NewTexts(text))).
		Add("d", NewList(NewMap().Add("k", NewText(text)).Add("long", long), NewText(text), NewList(NewText(text), long), long)).
		Add("e", NewMap().Add("k", NewText(text)).Add("long", long).Add("deep", NewMap().Add("deeper", NewMap().Add("k", NewText(text)).Add("long", long))))
	if text != "" {
		out.Add("f", NewMap().Add(text, NewText(text)).Add("long", long).Add("other", NewMap().Add(text, &Node{}))).
			Add("g", NewList(NewMap().Add(text, NewText(text)).Add("long", long)))
	}
	return out
}

// TestWriteHostile checks that a text is read back as it was, whatever it is and wherever it stands.
func TestWriteHostile(t *testing.T) {
	for _, text := range hostile {
		if _, err := Write("A header.", around(text)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		commented := NewMap().Add("a", NewText("x").Commented(text)).Add("b", NewMap().Add("c", NewNumber("1").Commented(text+"\n"+text)).Add("d", NewList(NewText("y").Commented(text))))
		if _, err := Write(text, commented); err != nil {
			t.Errorf("comment %q: %v", text, err)
		}
	}
}

// TestWrite holds what is written, as people read it.
func TestWrite(t *testing.T) {
	tests := []struct {
		name string
		root *Node
		want string
	}{
		{"texts", NewMap().Add("a", NewText("plain text, no")).Add("b", NewText("1.2.3")).Add("c", NewText("1.50")).Add("d", NewText("@here")).Add("e", NewText("yes")).Add("f:g", NewText(`^\d$`)).Add("h", NewText("it's 100%")),
			"a: plain text, no\nb: 1.2.3\nc: \"1.50\"\nd: \"@here\"\ne: \"yes\"\n\"f:g\": '^\\d$'\nh: it's 100%\n"},
		{"other values", NewMap().Add("a", NewNumber("1.50")).Add("b", NewBool(true)).Add("c", NewMap()).Add("d", NewList()).Add("e", &Node{}),
			"a: 1.50\nb: true\nc: {}\nd: []\ne:\n"},
		{"sections", NewMap().Add("a", NewMap().Add("b", NewTexts("x"))).Add("c", NewMap().Add("d", NewText("x"))), "a:\n  b: [x]\n\nc: { d: x }\n"},
		{"short values within braces", NewMap().Add("x", NewNumber("1")).Add("a", NewMap().Add("b", NewMap().Add("optional", &Node{}).Add("at", NewText("end"))).Add("c", NewTexts("x", "y: z"))),
			"x: 1\n\na:\n  b: { optional, at: end }\n  c: [x, \"y: z\"]\n"},
		{"prose in lines of its own", NewMap().Add("a", NewMap().Add("brief", NewText("A sentence that is long enough to be called prose."))).Add("b", NewNumber("1")),
			"a:\n  brief: A sentence that is long enough to be called prose.\n\nb: 1\n"},
		{"long prose is folded", NewMap().Add("a", NewText(strings.Repeat("ten chars ", 12)+"end")),
			"a: >-\n  ten chars ten chars ten chars ten chars ten chars ten chars ten chars ten chars ten chars ten\n  chars ten chars ten chars end\n"},
		{"lines are kept", NewMap().Add("a", NewText("x\n\n- y\n")).Add("b", NewText("x\ny")), "a: |\n  x\n\n  - y\n\nb: |-\n  x\n  y\n"},
		{"comments", NewMap().Add("a", NewMap().Add("b", NewNumber("1").Commented("why\n\nand how")).Add("c", NewList(NewText("x").Commented("one")))).Add("d", NewNumber("2").Commented("last")),
			"a:\n  # why\n  #\n  # and how\n  b: 1\n  c:\n    # one\n    - x\n\n# last\nd: 2\n"},
		{"mappings in a list", NewMap().Add("a", NewList(NewMap().Add("x", NewNumber("1")).Add("z", NewText("A sentence that is long enough to be called prose.")))),
			"a:\n  - x: 1\n    z: A sentence that is long enough to be called prose.\n"},
	}
	for _, test := range tests {
		got, err := Write("", test.root)
		if err != nil || string(got) != test.want {
			t.Errorf("%s: %v\ngot:\n%s\nwant:\n%s", test.name, err, got, test.want)
		}
	}
	if got, err := Write("One.\n\nTwo.", NewMap().Add("a", NewNumber("1"))); string(got) != "# One.\n#\n# Two.\na: 1\n" || err != nil {
		t.Errorf("header: %q, %v", got, err)
	}
}

// TestWriteRefuses holds what cannot be written, which is an error and never a file that says something else.
func TestWriteRefuses(t *testing.T) {
	for name, root := range map[string]*Node{
		"nothing":                  NewMap(),
		"a text":                   NewText("x"),
		"an empty key":             NewMap().Add("", NewText("x")),
		"a key twice":              NewMap().Add("a", NewText("x")).Add("a", NewText("y")),
		"a number that is not one": NewMap().Add("a", NewNumber("1e3")),
		"a longer line":            NewMap().Add("a", NewText(strings.Repeat("x", maxLine))),
		"a wrong character":        NewMap().Add("a", NewText("\xff")),
	} {
		if data, err := Write("", root); err == nil || data != nil {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
}

// FuzzWrite checks that what is written is read back: Write checks it itself, so that an error is a text that it cannot write.
func FuzzWrite(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		if len(text) > 500 {
			return
		}
		data, err := Write(text, around(text))
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		again, _ := Write(text, treeAgain(t, data))
		if string(again) != string(data) {
			t.Fatalf("%q: written, read and written again it differs", text)
		}
	})
}

func treeAgain(t *testing.T, data []byte) *Node {
	n, diags := treeOf(string(data))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	return n
}
