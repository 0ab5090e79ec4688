package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/diag"
)

// explainer makes diagnostics of violations. It marks what is wrong as bad, so that nothing beneath it is reported and
// nothing of it reaches the File.
type explainer struct {
	*source
	schema  *compiled
	root    *node
	touched map[string]bool // sections that have something wrong
	missing map[string]bool // sections that are there under a wrong name
}

// place is where a violation is: the value, and the entry or list that holds it.
type place struct {
	value  *node
	field  *field // where the value is that of a key
	parent *node
	dead   bool // a node on the way to the value is bad, so it has been spoken of
}

// check holds the tree against the schema and reports what breaks it.
func (s *source) check(c *compiled, root *node) (*explainer, error) {
	e := &explainer{source: s, schema: c, root: root, touched: map[string]bool{}, missing: map[string]bool{}}
	found, err := c.validate(root)
	if err != nil {
		return e, err
	}
	// What hides other mistakes comes first, and what is further out before what is within it.
	slices.SortStableFunc(found, func(a, b violation) int {
		return cmp.Or(
			cmp.Compare(urgency(a.keyword), urgency(b.keyword)),
			cmp.Compare(len(a.path), len(b.path)),
			slices.Compare(a.path, b.path),
			cmp.Compare(a.keyword, b.keyword),
		)
	})
	suggested := map[*node][]string{}
	seen := map[*node]bool{}
	for _, v := range found {
		p := e.locate(v.path)
		if len(v.path) > 0 {
			e.touched[v.path[0]] = true
		}
		if v.keyword == "unevaluatedProperties" && p.parent != nil {
			v.path = v.path[:len(v.path)-1]
			p = e.locate(v.path)
		}
		switch {
		case p.value == nil || p.dead:
		case v.isKey:
			e.reportName(v, p)
		case p.value.bad:
		case isAboutKeys(v.keyword):
			if !seen[p.value] {
				seen[p.value] = true
				suggested[p.value] = e.reportKeys(v, p)
			}
		case v.keyword == "required":
			e.reportMissing(v, p, suggested[p.value])
		default:
			e.reportValue(v, p)
		}
	}
	return e, nil
}

func isAboutKeys(keyword string) bool {
	return keyword == "additionalProperties" || keyword == "unevaluatedProperties"
}

// urgency orders keywords: an unknown key before all, as its value is of no interest then; a wrong type before a wrong
// value.
func urgency(keyword string) int {
	switch {
	case isAboutKeys(keyword):
		return 0
	case keyword == "type":
		return 1
	case keyword == "enum":
		return 2
	}
	return 3
}

// locate walks to the node at a path.
func (e *explainer) locate(path []string) place {
	p := place{value: e.root}
	for _, segment := range path {
		p.dead = p.dead || p.value.bad
		p.parent, p.field = p.value, nil
		switch p.value.kind {
		case mapNode:
			f := p.value.field(segment)
			if f == nil {
				return place{}
			}
			p.field, p.value = f, f.value
		case listNode:
			var i int
			if _, err := fmt.Sscanf(segment, "%d", &i); err != nil || i < 0 || i >= len(p.value.items) {
				return place{}
			}
			p.value = p.value.items[i]
		default:
			return place{}
		}
	}
	return p
}

// reportKeys reports the keys of a mapping that the schema does not know, and returns the keys that it suggests.
func (e *explainer) reportKeys(v violation, p place) (suggested []string) {
	set := e.schema.keysOf(v.schema, p.value)
	for _, f := range p.value.fields {
		if slices.Contains(set.allowed, f.key) {
			continue
		}
		f.value.bad = true
		d := diag.Diagnostic{Code: "spec/unknown-key", Severity: diag.Error, Range: f.keyAt}
		if with, ok := set.elsewhere[f.key]; ok {
			d.Code = "spec/misplaced-key"
			d.Message = fmt.Sprintf("%s has no place in this %s", f.key, v.noun)
			d.Help = fmt.Sprintf("%s goes with %s", f.key, with)
			e.report(d)
			continue
		}
		d.Message = fmt.Sprintf("%s has no key %s", article(v.noun), short(f.key))
		if meant := nearestKey(f.key, v.schema, set, p.value); meant != "" {
			d.Suggestion = meant
			key, _, _ := strings.Cut(meant, ":")
			suggested = append(suggested, key)
			if p.value == e.root {
				e.missing[key] = true
			}
		} else {
			d.Expected = oneOf(set.allowed)
		}
		e.report(d)
	}
	return suggested
}

// reportMissing reports the keys that a mapping lacks, but for those that another key there was most likely meant for.
func (e *explainer) reportMissing(v violation, p place, suggested []string) {
	if p.value.partial || p.value.lost {
		return
	}
	if p.value == e.root && v.noun == "flow" && e.reportNoFlow() {
		return
	}
	for _, key := range texts(v.schema["required"]) {
		if p.value.get(key) != nil || slices.Contains(suggested, key) {
			continue
		}
		property := e.property(v, key)
		e.report(diag.Diagnostic{
			Code: "spec/missing-key", Severity: diag.Error, Range: e.entryRange(p),
			Message:  fmt.Sprintf("%s lacks %s", subject(v, p), short(key)),
			Expected: key + ": " + form(property),
		})
	}
}

// reportNoFlow reports the keys of a file that only a flow may have, where nothing else in it makes it a flow. That is one
// mistake, and not that all the rest of a flow is missing.
func (e *explainer) reportNoFlow() bool {
	for _, key := range []string{"flow", "version", "traces", "spans"} {
		if e.root.get(key) != nil {
			return false
		}
	}
	found := false
	for _, key := range []string{"namespace", "funnel", "policy"} {
		if f := e.root.field(key); f != nil {
			found = true
			e.report(diag.Diagnostic{
				Code: "spec/misplaced-key", Severity: diag.Error, Range: f.keyAt,
				Message: key + " has no place in a file without a flow",
				Help:    "take it out, or make the file a flow: with flow, version, brief, traces, services and spans",
			})
		}
	}
	return found
}

// property returns the schema of a key of the mapping that v is about.
func (e *explainer) property(v violation, key string) map[string]any {
	property, ok := object(v.schema["properties"])[key]
	if !ok {
		property = object(e.schema.raw["properties"])[key]
	}
	return e.schema.deref(object(property))
}

// reportName reports a key that is no name for what it names.
func (e *explainer) reportName(v violation, p place) {
	if p.field == nil || e.isTainted(p.field.keyAt.Start.Line) {
		return
	}
	kind := "entry"
	if len(v.path) > 1 {
		kind = strings.TrimSuffix(v.path[len(v.path)-2], "s")
	}
	d := diag.Diagnostic{
		Code: "spec/name", Severity: diag.Error, Range: p.field.keyAt,
		Message:  fmt.Sprintf("%s cannot be called %s", article(kind), short(visible(p.field.key))),
		Expected: form(v.schema),
	}
	if v.keyword == "maxLength" {
		d.Expected = fmt.Sprintf("at most %v characters", v.schema["maxLength"])
	} else if better := mend(p.field.key, v.schema); better != "" && p.parent.get(better) == nil {
		d.Suggestion = better
		if e.line(p.field.keyAt.Start.Line) != "" && strings.IndexByte("\"'", e.from(p.field.keyAt.Start)[0]) >= 0 {
			d.Suggestion = quote(better)
		}
	}
	e.report(d)
}

// entryRange is where to point for what an entry lacks: at its key.
func (e *explainer) entryRange(p place) diag.Range {
	switch {
	case p.field != nil:
		return p.field.keyAt
	case p.value.kind == mapNode && len(p.value.fields) > 0:
		return p.value.fields[0].keyAt
	}
	return e.valueRange(p)
}

// valueRange is where to point for a wrong value: at the value, or at its key where the value spans lines.
func (e *explainer) valueRange(p place) diag.Range {
	if p.value.isBlock() && p.field != nil {
		return p.field.keyAt
	}
	return p.value.at
}

// subject names what a violation is about, as a sentence begins.
func subject(v violation, p place) string {
	switch {
	case v.isNamed && p.field != nil:
		return fmt.Sprintf("the %s %s", v.noun, short(visible(p.field.key)))
	case p.field != nil:
		return p.field.key
	case p.parent != nil && len(v.path) > 1:
		return "an item of " + v.path[len(v.path)-2]
	}
	return "the " + v.noun
}

// article puts a or an before a noun.
func article(noun string) string {
	if noun != "" && strings.IndexByte("aeiou", noun[0]) >= 0 {
		return "an " + noun
	}
	return "a " + noun
}

// visible replaces what cannot be seen in a message by a dot.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if diag.IsHidden(r) {
			return '·'
		}
		return r
	}, text)
}
