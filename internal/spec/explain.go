package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/gap"
	"github.com/specgen/specgen/internal/yamlsource"
)

// explainer turns violations of the schema into diagnostics. It widens the gaps of the nodes that are wrong, so that nothing
// beneath them is reported and nothing of them reaches the File.
type explainer struct {
	diags    *diag.List
	doc      *yamlsource.Document
	schema   *compiled
	root     *yamlsource.Node
	sections gap.Set[Section] // what is lost of the sections, beyond what the nodes say
}

// place is where a violation is: the value, and the entry or list that holds it.
type place struct {
	value  *yamlsource.Node
	field  *yamlsource.Field // where the value is that of a key
	parent *yamlsource.Node
	hidden bool // a node on the way to the value is not to be used, so what is wrong was reported
}

// check holds a document against the schema and reports what breaks it.
func check(doc *yamlsource.Document, c *compiled, diags *diag.List) (*explainer, error) {
	e := &explainer{diags: diags, doc: doc, schema: c, root: doc.Root}
	found, err := c.validate(doc.Root)
	if err != nil {
		return nil, err
	}
	// Mistakes that hide others come first, and outer values before those within them.
	slices.SortStableFunc(found, func(a, b violation) int {
		return cmp.Or(
			cmp.Compare(urgency(a.keyword), urgency(b.keyword)),
			cmp.Compare(len(a.path), len(b.path)),
			slices.Compare(a.path, b.path),
			cmp.Compare(a.keyword, b.keyword),
		)
	})
	suggested := map[*yamlsource.Node][]string{}
	seen := map[*yamlsource.Node]bool{}
	for _, v := range found {
		p := e.locate(v.path)
		if len(v.path) > 0 {
			e.sections.Widen(Section(v.path[0]), gap.Part)
		}
		if v.keyword == "unevaluatedProperties" && p.parent != nil {
			v.path = v.path[:len(v.path)-1]
			p = e.locate(v.path)
		}
		switch {
		case p.value == nil || p.hidden:
		case v.isKey:
			e.reportName(v, p)
		case !p.value.Gap.Usable():
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
	e.loseNames()
	return e, nil
}

// loseNames widens the gaps of sections that have an entry whose name could not be read: references may have it right.
func (e *explainer) loseNames() {
	for _, section := range Sections {
		n := e.root.Get(string(section))
		if n == nil || n.Kind != yamlsource.Map {
			continue
		}
		for _, f := range n.Fields {
			if !f.KeyGap.Usable() {
				e.sections.Widen(section, gap.Names)
			}
		}
	}
}

func isAboutKeys(keyword string) bool {
	return keyword == "additionalProperties" || keyword == "unevaluatedProperties"
}

// urgency orders keywords: unknown keys first, because their values are then not looked at; a wrong type before a wrong
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
		p.hidden = p.hidden || !p.value.Gap.Usable()
		p.parent, p.field = p.value, nil
		switch p.value.Kind {
		case yamlsource.Map:
			f := p.value.Field(segment)
			if f == nil {
				return place{}
			}
			p.field, p.value = f, f.Value
		case yamlsource.List:
			var i int
			if _, err := fmt.Sscanf(segment, "%d", &i); err != nil || i < 0 || i >= len(p.value.Items) {
				return place{}
			}
			p.value = p.value.Items[i]
		default:
			return place{}
		}
	}
	return p
}

// reportKeys reports the keys of a mapping that the schema does not know, and returns the keys that it suggests.
func (e *explainer) reportKeys(v violation, p place) (suggested []string) {
	set := e.schema.keysOf(v.schema, p.value)
	for _, f := range p.value.Fields {
		if slices.Contains(set.allowed, f.Key) {
			continue
		}
		f.Value.Gap.Widen(gap.All)
		d := diag.Diagnostic{Code: "spec/unknown-key", Severity: diag.Error, Range: f.KeyAt}
		if with, ok := set.elsewhere[f.Key]; ok {
			d.Code = "spec/misplaced-key"
			d.Message = fmt.Sprintf("%s has no place in this %s", f.Key, v.noun)
			d.Help = fmt.Sprintf("%s goes with %s", f.Key, with)
			e.diags.Add(d)
			continue
		}
		d.Message = fmt.Sprintf("%s has no key %s", article(v.noun), diag.Short(f.Key))
		if meant := nearestKey(f.Key, v.schema, set, p.value); meant != "" {
			d.Suggestion = meant
			key, _, _ := strings.Cut(meant, ":")
			suggested = append(suggested, key)
			if p.value == e.root && e.root.Get(key) == nil {
				e.sections.Widen(Section(key), gap.Names)
			}
		} else {
			d.Expected = diag.OneOf(set.allowed)
		}
		e.diags.Add(d)
	}
	return suggested
}

// reportMissing reports the required keys that a mapping does not have, without those that an unknown key there was most
// likely meant to be.
func (e *explainer) reportMissing(v violation, p place, suggested []string) {
	if p.value.Gap != gap.None {
		return
	}
	if p.value == e.root && v.noun == "flow" && e.reportNoFlow() {
		return
	}
	for _, key := range texts(v.schema["required"]) {
		if p.value.Get(key) != nil || slices.Contains(suggested, key) {
			continue
		}
		property := e.property(v, key)
		e.diags.Add(diag.Diagnostic{
			Code: "spec/missing-key", Severity: diag.Error, Range: e.entryRange(p),
			Message:  fmt.Sprintf("%s lacks %s", describe(v, p), diag.Short(key)),
			Expected: key + ": " + form(property),
		})
	}
}

// reportNoFlow reports keys that only a flow may have in a file that otherwise does not describe a flow. That is the mistake, rather
// than that all other keys of a flow are missing.
func (e *explainer) reportNoFlow() bool {
	for _, key := range []string{"flow", "version", "traces", "spans"} {
		if e.root.Get(key) != nil {
			return false
		}
	}
	found := false
	for _, key := range []string{"namespace", "funnel", "policy"} {
		if f := e.root.Field(key); f != nil {
			found = true
			e.diags.Add(diag.Diagnostic{
				Code: "spec/misplaced-key", Severity: diag.Error, Range: f.KeyAt,
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

// reportName reports a key that is not a valid name for an entry of its kind.
func (e *explainer) reportName(v violation, p place) {
	if p.field == nil {
		return
	}
	if len(v.path) == 2 { // references may have it right
		e.sections.Widen(Section(v.path[0]), gap.Names)
	}
	if !p.field.KeyGap.Usable() {
		return
	}
	kind := "entry"
	if len(v.path) > 1 {
		kind = strings.TrimSuffix(v.path[len(v.path)-2], "s")
	}
	d := diag.Diagnostic{
		Code: "spec/name", Severity: diag.Error, Range: p.field.KeyAt,
		Message:  fmt.Sprintf("%s cannot be called %s", article(kind), diag.Short(visible(p.field.Key))),
		Expected: form(v.schema),
	}
	if v.keyword == "maxLength" {
		d.Expected = fmt.Sprintf("at most %v characters", v.schema["maxLength"])
	} else if better := mend(p.field.Key, v.schema); better != "" && p.parent.Get(better) == nil {
		d.Suggestion = better
		if p.field.KeyQuoted {
			d.Suggestion = yamlsource.Quote(better)
		}
	}
	e.diags.Add(d)
}

// entryRange is where to point for something missing from an entry: at its key.
func (e *explainer) entryRange(p place) diag.Range {
	switch {
	case p.field != nil:
		return p.field.KeyAt
	case p.value.Kind == yamlsource.Map && len(p.value.Fields) > 0:
		return p.value.Fields[0].KeyAt
	}
	return e.valueRange(p)
}

// valueRange is where to point for a wrong value: at the value, or at its key where the value spans lines.
func (e *explainer) valueRange(p place) diag.Range {
	if p.value.SpansLines() && p.field != nil {
		return p.field.KeyAt
	}
	return p.value.At
}

// describe returns what a violation is about, as the beginning of a sentence.
func describe(v violation, p place) string {
	switch {
	case v.isNamed && p.field != nil:
		return fmt.Sprintf("the %s %s", v.noun, diag.Short(visible(p.field.Key)))
	case p.field != nil:
		return p.field.Key
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
