package kotlin

import (
	"strings"
	"testing"
)

// TestLayout breaks the same expressions at different widths. What it wants is what ktlint leaves as it is.
func TestLayout(t *testing.T) {
	long := strings.Repeat("x", 100)
	for name, test := range map[string]struct {
		e    expr
		want string
	}{
		"short":         {plainCall("f", "a", "b"), "f(a, b)"},
		"always broken": {call{name: "f", args: []expr{"a"}, always: true}, "f(|    a,|)"},
		"long argument": {plainCall("f", long, "a, b", "c+"+long[:20]), "f(|    " + long + ",|    a, b,|    c+" + long[:20] + ",|)"},
		"tail":          {call{name: "f", args: []expr{long, long}, tail: ".g"}, "f(|    " + long + ",|    " + long + ",|).g"},
		"named":         {call{name: "f", args: []expr{named{"n", plainCall("g", long)}}, always: true}, "f(|    n = g(" + long + "),|)"},
		"named, long": {
			call{name: "f", args: []expr{named{"n", plainCall("g", long, long)}}},
			"f(|    n =|        g(|            " + long + ",|            " + long + ",|        ),|)",
		},
		"sum":         {sum{`"a"`, `"b"`}, `"a" + "b"`},
		"long sum":    {sum{`"` + long + `"`, `"b"`, `"` + long + `"`}, `"` + long + `" +|    "b" +|    "` + long + `"`},
		"short chain": {chain{plainCall("a"), plainCall("b"), plainCall("c"), plainCall("d")}, "a().b().c().d()"},
		"long chain":  {chain{"r", plainCall("a"), plainCall("b"), plainCall("c"), plainCall("d")}, "r|    .a()|    .b()|    .c()|    .d()"},
		"broken start": {
			chain{plainCall("a", long, long), plainCall("b"), plainCall("c")}, "a(|    " + long + ",|    " + long + ",|).b()|    .c()",
		},
		"broken link": {
			chain{plainCall("a"), plainCall("b", long, long), plainCall("c")}, "a()|    .b(|        " + long + ",|        " + long + ",|    ).c()",
		},
		"chain in a call": {
			wrapped("F", chain{"r", plainCall("a"), plainCall("b"), plainCall("c"), plainCall("d")}), "F(|    r|        .a()|        .b()|        .c()|        .d(),|)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPrinter(nil)
			p.lay("", test.e, "")
			got, err := p.w.Bytes()
			if want := strings.ReplaceAll(test.want, "|", "\n") + "\n"; err != nil || string(got) != want {
				t.Errorf("got %v\n%swant\n%s", err, got, want)
			}
		})
	}
}

func wrapped(name string, args ...expr) call { return call{name: name, args: args} }

func TestFunctionsBreakWhereTheyMust(t *testing.T) {
	long := strings.Repeat("x", 80)
	one, two := []param{{Name: "a", Type: "Int"}}, []param{{Name: "a", Type: "Int"}, {Name: "b", Type: "Int", Default: "1"}}
	p := newPrinter(nil)
	p.function("fun f", one, ": Int", plainCall("g", "a"))
	p.function("fun f", one, ": Int", plainCall("g", "a", long))
	p.function("fun f", two, ": Int", plainCall("g", "a"))
	p.function("fun f", two, ": Int", plainCall("g", long, long))
	got, err := p.w.Bytes()
	want := "fun f(a: Int): Int = g(a)\n" + "fun f(a: Int): Int = g(a, " + long + ")\n" +
		"fun f(\n    a: Int,\n    b: Int = 1,\n): Int = g(a)\n" +
		"fun f(\n    a: Int,\n    b: Int = 1,\n): Int =\n    g(\n        " + long + ",\n        " + long + ",\n    )\n"
	if err != nil || string(got) != want {
		t.Errorf("got %v\n%swant\n%s", err, got, want)
	}
}
