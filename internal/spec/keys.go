package spec

import (
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/gap"
	"github.com/specgen/specgen/internal/yamlsource"
)

// habits are keys that people write because other tools have them, and what they are called here: no edit distance
// leads from one to the other.
var habits = map[string]string{
	"description": "brief", "desc": "brief", "doc": "brief", "summary": "brief", "title": "brief", "label": "brief",
	"docs": "note", "documentation": "note", "comment": "note", "notes": "note", "details": "note",
	"name": "flow", "id_tag": "id", "sample_rate": "sampling", "rate": "sampling", "team": "owners", "owner": "owners",
	"attributes": "tags", "attrs": "tags", "fields": "tags", "labels": "tags", "events": "spans", "steps": "spans",
	"stages": "funnel", "include": "import", "includes": "import", "lang": "language", "emitted_by": "services",
	"emitter": "services", "enum": "values", "options": "values", "members": "values", "regex": "pattern",
	"regexp": "pattern", "minimum": "min", "maximum": "max", "kind": "type", "datatype": "type", "example": "examples",
	"timeout": "within", "deadline": "within", "cardinality": "occurs", "multiplicity": "occurs", "pii": "sensitivity",
	"span_kind": "kind", "spankind": "kind", "errors": "error_when", "failed_when": "error_when", "fails_when": "error_when",
	"error_if": "error_when", "status": "error_when", "requirement_level": "requirement", "level": "requirement", "alias": "code_name", "deprecation": "deprecated",
	"replaced_by": "use", "replacement": "use", "reason": "why", "target": "to", "begin": "start", "stop": "end",
}

// keySet is which keys a mapping may have, as the schema has it for the values that the mapping has.
type keySet struct {
	allowed []string
	// elsewhere has keys that the mapping could have if another key had another value, and that key and value.
	elsewhere map[string]string
	required  []string
}

// keysOf works out the keys that the schema gives a mapping. A kind that is unknown, because the key that tells it is
// missing or wrong, allows the keys of all kinds: only that one mistake is to be reported.
func (c *compiled) keysOf(schema map[string]any, n *yamlsource.Node) keySet {
	set := keySet{elsewhere: map[string]string{}}
	c.addKeys(&set, schema, n, schema)
	slices.Sort(set.allowed)
	set.allowed = slices.Compact(set.allowed)
	for _, key := range set.allowed {
		delete(set.elsewhere, key)
	}
	return set
}

func (c *compiled) addKeys(set *keySet, schema map[string]any, n *yamlsource.Node, base map[string]any) {
	schema = c.deref(schema)
	for key := range object(schema["properties"]) {
		set.allowed = append(set.allowed, key)
	}
	set.required = append(set.required, texts(schema["required"])...)
	for _, part := range list(schema["allOf"]) {
		c.addKeys(set, object(part), n, base)
	}
	condition, ok := schema["if"].(map[string]any)
	if !ok {
		return
	}
	key, values := discriminator(condition)
	if key == "" { // it tells text from a mapping, and only mappings have keys
		c.addKeys(set, object(schema["else"]), n, base)
		return
	}
	switch c.holds(base, n, key, values) {
	case yes:
		c.addKeys(set, object(schema["then"]), n, base)
		c.addElsewhere(set, object(schema["else"]), "a "+key+" other than "+alternatives(values))
	case no:
		c.addKeys(set, object(schema["else"]), n, base)
		c.addElsewhere(set, object(schema["then"]), key+": "+alternatives(values))
	case unknown:
		c.addKeys(set, object(schema["then"]), n, base)
		c.addKeys(set, object(schema["else"]), n, base)
	}
}

func (c *compiled) addElsewhere(set *keySet, schema map[string]any, with string) {
	for key := range object(schema["properties"]) {
		set.elsewhere[key] = with
	}
}

// discriminator reads a condition of the form that the schema uses throughout: one key has one of some values.
func discriminator(condition map[string]any) (key string, values []string) {
	for key, property := range object(condition["properties"]) {
		return key, texts(object(property)["enum"])
	}
	return "", nil
}

// answer is yes, no or unknown.
type answer uint8

const (
	unknown answer = iota
	yes
	no
)

// holds says whether a mapping has one of the values at a key.
func (c *compiled) holds(base map[string]any, n *yamlsource.Node, key string, values []string) answer {
	value := n.Get(key)
	switch {
	case value == nil && (n.Gap != gap.None || slices.Contains(texts(base["required"]), key)):
		return unknown
	case value == nil:
		return no
	case value.Kind == yamlsource.Text && slices.Contains(values, value.Raw):
		return yes
	case !value.Gap.Usable() || value.Kind != yamlsource.Text:
		return unknown
	}
	known := texts(c.deref(object(object(base["properties"])[key]))["enum"])
	if slices.Contains(known, value.Raw) {
		return no
	}
	return unknown
}

// nearestKey returns the key that was most likely meant, of those that are allowed and not used yet.
func nearestKey(key string, schema map[string]any, set keySet, n *yamlsource.Node) string {
	if meant, ok := object(schema["x-habits"])[key].(string); ok {
		return meant
	}
	var free []string
	for _, candidate := range set.allowed {
		if n.Get(candidate) == nil {
			free = append(free, candidate)
		}
	}
	if meant := habits[strings.ToLower(key)]; slices.Contains(free, meant) {
		return meant
	}
	return diag.Nearest(key, free)
}

// object, list and texts return a part of the schema as what it should be, empty where it is of another type.
func object(v any) map[string]any {
	out, _ := v.(map[string]any)
	return out
}

func list(v any) []any {
	out, _ := v.([]any)
	return out
}

func texts(v any) []string {
	var out []string
	for _, item := range list(v) {
		if text, ok := item.(string); ok {
			out = append(out, text)
		}
	}
	return out
}

// alternatives joins words: "a", "a or b", "a, b or c".
func alternatives(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
