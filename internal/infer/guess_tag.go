package infer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
	"github.com/specgen/specgen/validator/trace"
)

// tagGuess is a tag of the draft.
type tagGuess struct {
	tag      *tag
	kind     model.Kind
	list     bool
	values   []*valueGuess
	open     bool
	format   gen.Format
	pattern  string
	min      bool // no value is below zero
	unit     string
	scope    bool // one value in a trace
	scopeWhy string
	codeName string
	undef    string // why it cannot be declared, or ""
}

// valueGuess is a value of an enum.
type valueGuess struct {
	name, wire, codeName string
	count                int64
}

func (g *tagGuess) name() string { return g.tag.name }

// maxDeclared is how many tags a draft declares.
const maxDeclared = 800

// maxOnSpan is how many tags a span of the draft has: OpenTelemetry's SDKs keep 128.
const maxOnSpan = 100

// guessTags decides which tags are those of services and which those of spans, and what their values are.
func (d *Draft) guessTags() {
	d.guessServiceTags()
	for _, s := range d.spans {
		for t, u := range s.span.uses {
			if !d.isServiceTag(s, t) {
				s.uses = append(s.uses, &useGuess{tag: d.guessTag(t), required: u.records == s.span.records, records: u.records, of: s.span.records})
			}
		}
		slices.SortFunc(s.uses, compareUses)
	}
	d.dropTags()
	d.anyStyle = slices.ContainsFunc(d.tags, func(t *tagGuess) bool { return !isUsualTag(t.name()) })
}

// compareUses puts required tags first, then those on most records, then by name.
func compareUses(a, b *useGuess) int {
	if a.required != b.required {
		return map[bool]int{true: -1, false: 1}[a.required]
	}
	return cmp.Or(cmp.Compare(b.records, a.records), cmp.Compare(a.tag.name(), b.tag.name()))
}

func (d *Draft) isServiceTag(s *spanGuess, t *tag) bool {
	return slices.ContainsFunc(s.services, func(from *serviceGuess) bool {
		return slices.ContainsFunc(from.tags, func(u *useGuess) bool { return u.tag.tag == t })
	})
}

// guessServiceTags takes the attributes of a service's resource for its tags and, where a format has no resources, what is on records of
// several of its spans and sounds like it. What is a tag of one service of a span is none of the span's for its other services either.
func (d *Draft) guessServiceTags() {
	for _, from := range d.services {
		s := from.service
		for t := range s.onResource {
			if !isOfSDK(t.name) {
				d.addServiceTag(from, t)
			}
		}
		for t, f := range s.onSpans {
			if s.onResource[t] == 0 && f.several && soundsLikeService(t.name) {
				d.addServiceTag(from, t)
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for _, s := range d.spans {
			for t := range s.span.uses {
				if !d.isServiceTag(s, t) {
					continue
				}
				for _, from := range s.services {
					if from.service.onSpans[t] != nil && d.addServiceTag(from, t) {
						changed = true
					}
				}
			}
		}
	}
	for _, from := range d.services {
		slices.SortFunc(from.tags, compareUses)
	}
}

// addServiceTag adds a tag to a service, and reports whether it had not got it yet.
func (d *Draft) addServiceTag(from *serviceGuess, t *tag) bool {
	s := from.service
	if slices.ContainsFunc(from.tags, func(u *useGuess) bool { return u.tag.tag == t }) || reserved(t.name) {
		return false
	}
	n := s.onResource[t]
	if f := s.onSpans[t]; f != nil {
		n = max(n, f.records)
	}
	from.tags = append(from.tags, &useGuess{tag: d.guessTag(t), required: n == s.records, records: n, of: s.records})
	return true
}

// guessTag guesses what the values of a tag are, once.
func (d *Draft) guessTag(t *tag) *tagGuess {
	if g := d.byTag[t]; g != nil {
		return g
	}
	g := &tagGuess{tag: t}
	d.byTag[t] = g
	d.tags = append(d.tags, g)
	switch {
	case reserved(t.name):
		g.undef = "the name stands for something else in every record"
	case isOfSDK(t.name):
		g.undef = "SDKs add it by themselves"
	default:
		g.guessType()
	}
	return g
}

// guessType takes the one type that all values have.
func (g *tagGuess) guessType() {
	t := g.tag
	kinds := t.kinds
	if t.lists > 0 {
		g.list, kinds = true, t.items
		if singles := t.records - t.lists; singles > 0 {
			g.undef = fmt.Sprintf("%s and %s", plural(t.lists, "list", "lists"), plural(singles, "single value", "single values"))
			return
		}
	}
	kind, ok := kindOf(kinds, t.texts)
	if !ok {
		g.undef = typesText(kinds)
		return
	}
	switch g.kind = kind; kind {
	case model.KindString:
		g.guessText()
	case model.KindInt, model.KindDouble:
		n, _ := t.values.size()
		g.min = !t.negative && n > 1 && t.values.texts != nil && t.kinds[trace.Untyped] == 0 && t.items[trace.Untyped] == 0
		g.unit = unitOf(t.name)
	}
}

// kindOf returns the type that values of such kinds have.
func kindOf(kinds [trace.Untyped + 1]int64, texts textTypes) (model.Kind, bool) {
	untyped := kinds[trace.Untyped] > 0
	for _, odd := range []trace.ValueKind{trace.Empty, trace.Bytes, trace.List, trace.Map, trace.Invalid} {
		if kinds[odd] > 0 {
			return 0, false
		}
	}
	strings, ints, doubles, bools := kinds[trace.String] > 0, kinds[trace.Int] > 0, kinds[trace.Double] > 0, kinds[trace.Bool] > 0
	switch {
	case strings:
		return model.KindString, !ints && !doubles && !bools
	case bools:
		return model.KindBool, !ints && !doubles && (!untyped || texts.bools)
	case doubles:
		return model.KindDouble, !untyped || texts.doubles
	case ints && untyped && !texts.ints:
		return model.KindDouble, texts.doubles
	case ints:
		return model.KindInt, true
	case texts.zeros || !untyped:
		return model.KindString, true
	case texts.ints:
		return model.KindInt, true
	case texts.doubles:
		return model.KindDouble, true
	case texts.bools:
		return model.KindBool, true
	}
	return model.KindString, true
}

// typesText says of which types values are that have no type in common.
func typesText(kinds [trace.Untyped + 1]int64) string {
	var words []string
	for kind, n := range kinds {
		if n > 0 {
			words = append(words, number(n)+" "+trace.ValueKind(kind).String())
		}
	}
	return "values of no one type: " + strings.Join(words, ", ")
}

// guessText guesses what there is of texts: an enum, an id, a format, a pattern.
func (g *tagGuess) guessText() {
	t := g.tag
	if g.guessEnum(); g.kind == model.KindEnum {
		return
	}
	n, _ := t.values.size()
	for _, f := range t.formats {
		if f == gen.FormatUUID || n > 1 && (f != gen.FormatURI || t.values.allHave("://")) {
			g.format = f
			break
		}
	}
	if t.empty == 0 && (isIDName(t.name) || g.format == gen.FormatUUID) {
		g.kind = model.KindID
	}
	if g.format == "" && n >= leastForPattern {
		g.pattern = t.shape.pattern()
	}
}

// What a guess about texts needs at least.
const (
	leastForPattern = 20 // values that differ
	leastForEnum    = 20 // values in all
	perEnumValue    = 5  // values in all, for each that differs
	mostOfEnum      = 12 // values that differ
	leastForClosed  = 3  // times that each came
)

// guessEnum takes a few words that come again and again for an enum. It is open where one of them is rare.
func (g *tagGuess) guessEnum() {
	t := g.tag
	total := int64(0)
	rare := false
	for _, v := range t.values.texts {
		total += v.count
		rare = rare || v.count < leastForClosed
		if !isWordy(v.text) {
			return
		}
	}
	n := int64(len(t.values.texts))
	if g.list || !t.values.all() || n < 2 || n > mostOfEnum || total < leastForEnum || total < n*perEnumValue || t.empty > 0 || isIDName(t.name) || t.twice > 0 {
		return
	}
	values := slices.Clone(t.values.texts)
	slices.SortFunc(values, func(a, b counted) int { return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.text, b.text)) })
	taken := make(map[string]bool)
	for _, v := range values {
		name := strings.ReplaceAll(codeNameOf(v.text), " ", "_")
		if name == "" || taken[strings.ReplaceAll(name, "_", "")] {
			g.values = nil
			return
		}
		taken[strings.ReplaceAll(name, "_", "")] = true
		g.values = append(g.values, &valueGuess{name: name, wire: v.text, count: v.count})
	}
	g.kind, g.open = model.KindEnum, rare
}

// isWordy reports whether a text could be the value of an enum: a few words, without numbers of two digits and more.
func isWordy(text string) bool {
	if len(text) == 0 || len(text) > 40 || !isName([]byte(text)) {
		return false
	}
	digits := 0
	for i := range len(text) {
		if classOf(text[i]) != digit {
			digits = 0
		} else if digits++; digits > 1 || i == 0 {
			return false
		}
		if strings.IndexByte(`,;"'{}[]<>\`, text[i]) >= 0 {
			return false
		}
	}
	return true
}

// isIDName reports whether a tag is called an id.
func isIDName(name string) bool {
	words := codegen.Words(name)
	return len(words) > 0 && slices.Contains([]string{"id", "ids", "uuid", "guid"}, words[len(words)-1])
}

// dropTags takes out of spans and services what is not declared: what cannot be, and what is one too many.
func (d *Draft) dropTags() {
	slices.SortFunc(d.tags, func(a, b *tagGuess) int {
		return cmp.Or(cmp.Compare(b.tag.records, a.tag.records), cmp.Compare(a.name(), b.name()))
	})
	declared := 0
	for _, t := range d.tags {
		if t.undef != "" {
			continue
		}
		if declared++; declared > maxDeclared {
			t.undef = "there are more than " + number(maxDeclared) + " tags, and others are on more records"
		}
	}
	for _, s := range d.spans {
		if len(s.uses) > maxOnSpan {
			d.notes = append(d.notes, fmt.Sprintf("Left out: %s of span %s, which has more than %d.", plural(int64(len(s.uses)-maxOnSpan), "tag", "tags"), quote(s.name()), maxOnSpan))
			s.uses = s.uses[:maxOnSpan]
		}
	}
	d.undeclare()
}

// undeclare removes the tags that are not to be declared from where they are used, and those from the tags that nothing uses.
func (d *Draft) undeclare() {
	gone := func(u *useGuess) bool { return u.tag.undef != "" }
	used := make(map[*tagGuess]bool)
	for _, from := range d.services {
		from.tags = slices.DeleteFunc(from.tags, gone)
		for _, u := range from.tags {
			used[u.tag] = true
		}
	}
	for _, s := range d.spans {
		if slices.ContainsFunc(s.allUses(), gone) {
			s.dropVariant()
		}
		for _, u := range s.uses {
			if gone(u) && !slices.ContainsFunc(d.undefined, func(x undefined) bool { return x.name == u.tag.name() }) {
				d.undefined = append(d.undefined, undefined{u.tag.name(), u.tag.undef})
			}
		}
		s.uses = slices.DeleteFunc(s.uses, gone)
		for _, u := range s.allUses() {
			used[u.tag] = true
		}
	}
	d.tags = slices.DeleteFunc(d.tags, func(t *tagGuess) bool { return !used[t] })
	slices.SortFunc(d.undefined, func(a, b undefined) int { return cmp.Compare(a.name, b.name) })
}
