// Package duckdb holds the validator's rules about traces against SQL: random flows, with traces that break them, are judged by both.
package duckdb

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// span is a span of a random flow in one version.
type span struct {
	name    string
	kind    string   // of trace
	parents []string // of one kind of trace, either the span's own or the other; none for a root
	occurs  string   // once, at_most_once, or "" for any number
	within  time.Duration
	link    *link
	scoped  bool // has the tag who, whose scope is the trace
	follow  []follow
}

type link struct {
	to       string
	min, max int
}

type follow struct {
	anyOf  []string
	within time.Duration
}

// flow is a random flow in two versions, whose spans have the same names, kinds of trace, tags and links.
type flow struct{ versions [2][]span }

var versionNames = [2]string{"1.0.0", "2.0.0"}

// newFlow returns a random flow of two kinds of trace. The first span of each is one that the others stand below.
func newFlow(r *rand.Rand) *flow {
	var spans []span
	kinds := map[string][]string{}
	for i := range 5 + r.IntN(4) {
		s := span{name: fmt.Sprintf("f:s%d", i), kind: "main", scoped: r.IntN(2) == 0, occurs: pick(r, "once", "at_most_once", "")}
		if i > 2 && r.IntN(2) == 0 {
			s.kind = "side"
		}
		switch own := kinds[s.kind]; {
		case len(own) > 0:
			s.parents = some(r, own)
		case s.kind == "side":
			s.parents = some(r, kinds["main"])
		}
		if len(s.parents) > 0 && r.IntN(2) == 0 {
			s.within = time.Duration(1+r.IntN(10)) * time.Minute
		}
		if i > 0 && r.IntN(3) == 0 {
			s.link = &link{to: spans[r.IntN(i)].name, min: r.IntN(2), max: 1 + r.IntN(2)}
		}
		kinds[s.kind] = append(kinds[s.kind], s.name)
		spans = append(spans, s)
	}
	f := &flow{}
	for v := range f.versions {
		own := append([]span(nil), spans...)
		for i := range own {
			own[i].vary(r, own[i+1:])
		}
		f.versions[v] = own
	}
	return f
}

// vary changes what a version of a flow may change. after are the spans that may follow.
func (s *span) vary(r *rand.Rand, after []span) {
	if s.within > 0 && r.IntN(2) == 0 {
		s.within *= 2
	}
	if s.occurs != "" && r.IntN(3) == 0 {
		s.occurs = pick(r, "once", "at_most_once")
	}
	if names := s.below(after); len(names) > 0 && r.IntN(2) == 0 {
		s.follow = []follow{{some(r, names), time.Hour}}
	}
}

// below returns the spans that may stand below the span: in its kind of trace at any depth, in the other one as its own children.
func (s *span) below(after []span) (names []string) {
	above := []string{s.name}
	for _, a := range after {
		switch {
		case a.kind == s.kind && slices.ContainsFunc(a.parents, func(p string) bool { return slices.Contains(above, p) }):
			above = append(above, a.name)
			names = append(names, a.name)
		case a.kind != s.kind && slices.Contains(a.parents, s.name):
			names = append(names, a.name)
		}
	}
	return names
}

func pick(r *rand.Rand, words ...string) string { return words[r.IntN(len(words))] }

// some returns one or two of the names.
func some(r *rand.Rand, names []string) []string {
	first := r.IntN(len(names))
	if second := r.IntN(len(names)); second != first && r.IntN(2) == 0 {
		return []string{names[first], names[second]}
	}
	return names[first : first+1 : first+1]
}

// spec returns the spec of a version.
func (f *flow) spec(v int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `specgen: v1
flow: f
version: %s
brief: A random flow.
owners: [tests]
namespace: "f:"
traces:
  main: { brief: A trace., sampling: 100%% }
  side: { brief: Another one., sampling: 100%% }
services:
  app: { brief: It emits., language: go }
tags:
  who: { brief: Of the trace., type: string, scope: trace }
  note: { brief: Any., type: string }
spans:
`, versionNames[v])
	for i := range f.versions[v] {
		f.versions[v][i].write(&b)
	}
	return b.String()
}

func (s *span) write(b *strings.Builder) {
	fmt.Fprintf(b, "  %q:\n    brief: A step.\n    trace: %s\n    services: [app]\n", s.name, s.kind)
	switch {
	case len(s.parents) > 0:
		fmt.Fprintf(b, "    parent: [%s]\n", quoted(s.parents))
	default:
		b.WriteString("    parent: none\n")
	}
	if s.occurs != "" {
		fmt.Fprintf(b, "    occurs: %s\n", s.occurs)
	}
	if s.within > 0 {
		fmt.Fprintf(b, "    within: %dm\n", s.within/time.Minute)
	}
	if s.link != nil {
		fmt.Fprintf(b, "    links: { to: %q, min: %d, max: %d, brief: A link. }\n", s.link.to, s.link.min, s.link.max)
	}
	for _, w := range s.follow {
		fmt.Fprintf(b, "    followed_by: { any_of: [%s], within: %dm }\n", quoted(w.anyOf), w.within/time.Minute)
	}
	b.WriteString("    tags: { note: optional")
	if s.scoped {
		b.WriteString(", who: optional")
	}
	b.WriteString(" }\n")
}

func quoted(names []string) string {
	var out []string
	for _, n := range names {
		out = append(out, fmt.Sprintf("%q", n))
	}
	return strings.Join(out, ", ")
}
