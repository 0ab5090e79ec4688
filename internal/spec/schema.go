package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/specgen/specgen/internal/yamlsource"
	language "github.com/specgen/specgen/spec"
)

// compiled is the JSON Schema of the language: compiled by the library, and as it is written, from which the messages are made. The
// library's own messages come in random order and are hard to understand.
type compiled struct {
	schema *jsonschema.Schema
	raw    map[string]any
}

var (
	languageSchema = sync.OnceValues(func() (*compiled, error) { return compileSchema("flow.schema.json", language.Schema()) })
	configSchema   = sync.OnceValues(func() (*compiled, error) { return compileSchema("config.schema.json", language.ConfigSchema()) })
)

func compileSchema(name string, text []byte) (*compiled, error) {
	var raw map[string]any
	if err := json.Unmarshal(text, &raw); err != nil {
		return nil, fmt.Errorf("cannot read specgen's own %s: %w", name, err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.Draft = jsonschema.Draft2020
	compiler.AssertFormat = true
	if err := compiler.AddResource(name, bytes.NewReader(text)); err != nil {
		return nil, fmt.Errorf("cannot load specgen's own %s: %w", name, err)
	}
	schema, err := compiler.Compile(name)
	if err != nil {
		return nil, fmt.Errorf("cannot compile specgen's own %s: %w", name, err)
	}
	return &compiled{schema, raw}, nil
}

// violation is one way in which a value breaks the schema.
type violation struct {
	keyword string         // such as type or required
	schema  map[string]any // the object of the schema that has the keyword
	noun    string         // what the schema calls the value, such as "span"
	path    []string       // keys and indexes from the root to the value
	isKey   bool           // the key of the last segment is meant, not its value
	isNamed bool           // the value is an entry of a mapping whose keys are names
}

// validate returns how a tree breaks the schema of the language, in no order.
func (c *compiled) validate(root *yamlsource.Node) (found []violation, err error) {
	defer func() {
		if r := recover(); r != nil { // the library panics on numbers that it cannot compare
			found, err = nil, fmt.Errorf("cannot hold the file against the JSON Schema of the language: %v", r)
		}
	}()
	err = c.schema.Validate(dataOf(root))
	if err == nil {
		return nil, nil
	}
	failed, ok := err.(*jsonschema.ValidationError)
	if !ok {
		return nil, fmt.Errorf("cannot hold the file against the JSON Schema of the language: %w", err)
	}
	c.leaves(failed, &found)
	return found, nil
}

// leaves collects the errors that have no cause of their own.
func (c *compiled) leaves(e *jsonschema.ValidationError, found *[]violation) {
	for _, cause := range e.Causes {
		c.leaves(cause, found)
	}
	if len(e.Causes) > 0 {
		return
	}
	_, fragment, _ := strings.Cut(e.AbsoluteKeywordLocation, "#")
	at := pointer(fragment)
	if len(at) == 0 {
		return
	}
	schema, ok := c.lookup(at[:len(at)-1])
	if !ok {
		return
	}
	way := pointer(e.KeywordLocation)
	v := violation{keyword: at[len(at)-1], schema: schema, noun: c.noun(at), path: pointer(e.InstanceLocation)}
	for i := len(way) - 2; i >= 0; i-- {
		switch way[i] {
		case "$ref", "then", "else", "allOf":
			continue
		case "propertyNames":
			v.isKey = true
		case "additionalProperties":
			v.isNamed = true
		}
		if _, err := strconv.Atoi(way[i]); err == nil && i > 0 && way[i-1] == "allOf" {
			continue
		}
		break
	}
	*found = append(*found, v)
}

// noun returns what the innermost schema at a path that has a noun or a title calls its values.
func (c *compiled) noun(at []string) string {
	for i := len(at) - 1; i >= 0; i-- {
		if schema, ok := c.lookup(at[:i]); ok {
			if noun, ok := schema["x-noun"].(string); ok {
				return noun
			}
			if title, ok := schema["title"].(string); ok {
				return strings.ToLower(title)
			}
		}
	}
	return "entry"
}

// pointer splits a JSON pointer as the library writes it: escaped, and percent-encoded besides.
func pointer(text string) []string {
	if text == "" {
		return nil
	}
	parts := strings.Split(strings.TrimPrefix(text, "/"), "/")
	for i, part := range parts {
		if plain, err := url.PathUnescape(part); err == nil {
			part = plain
		}
		parts[i] = strings.ReplaceAll(strings.ReplaceAll(part, "~1", "/"), "~0", "~")
	}
	return parts
}

// lookup returns the object of the schema at a path.
func (c *compiled) lookup(path []string) (map[string]any, bool) {
	var at any = c.raw
	for _, part := range path {
		switch v := at.(type) {
		case map[string]any:
			at = v[part]
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(v) {
				return nil, false
			}
			at = v[i]
		default:
			return nil, false
		}
	}
	object, ok := at.(map[string]any)
	return object, ok
}

// deref follows $ref to its end; keywords beside a $ref, such as title, override those that it refers to.
func (c *compiled) deref(schema map[string]any) map[string]any {
	ref, ok := schema["$ref"].(string)
	if !ok {
		return schema
	}
	target, ok := c.lookup(pointer(strings.TrimPrefix(ref, "#")))
	if !ok {
		return schema
	}
	merged := make(map[string]any, len(schema)+len(target))
	for k, v := range c.deref(target) {
		merged[k] = v
	}
	for k, v := range schema {
		if k != "$ref" {
			merged[k] = v
		}
	}
	return merged
}

// dataOf returns a node as the library wants it: map[string]any, []any, string, bool, nil or json.Number.
func dataOf(n *yamlsource.Node) any {
	switch n.Kind {
	case yamlsource.Text:
		return n.Raw
	case yamlsource.Number:
		return json.Number(n.Raw)
	case yamlsource.Bool:
		return n.Raw == "true"
	case yamlsource.Map:
		out := make(map[string]any, len(n.Fields))
		for _, f := range n.Fields {
			out[f.Key] = dataOf(f.Value)
		}
		return out
	case yamlsource.List:
		out := make([]any, len(n.Items))
		for i, item := range n.Items {
			out[i] = dataOf(item)
		}
		return out
	}
	return nil
}
