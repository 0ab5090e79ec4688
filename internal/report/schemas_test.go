package report

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// schema compiles one of docs/*.schema.json, which refer to each other by their $id.
func schema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	const base = "https://github.com/specgen/specgen/blob/main/docs/"
	compiler := jsonschema.NewCompiler()
	for _, file := range []string{"check", "validate", "ci", "diff", "funnel"} {
		text, err := os.ReadFile("../../docs/" + file + ".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		if err := compiler.AddResource(base+file+".schema.json", bytes.NewReader(text)); err != nil {
			t.Fatal(err)
		}
	}
	s, err := compiler.Compile(base + name + ".schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// undescribed returns the members of a value for which a schema of docs has no property: schemas let them pass, so that
// members can be added.
func undescribed(t *testing.T, name string, value any) []string {
	t.Helper()
	w := schemaWalk{t: t, documents: map[string]map[string]any{}}
	w.walk(name+".schema.json", w.document(name+".schema.json"), value, name)
	return w.left
}

// schemaWalk follows a value through the schemas that describe it, by their properties, items and references.
type schemaWalk struct {
	t         *testing.T
	documents map[string]map[string]any
	left      []string
}

func (w *schemaWalk) document(file string) map[string]any {
	if w.documents[file] == nil {
		text, err := os.ReadFile("../../docs/" + file)
		if err != nil {
			w.t.Fatal(err)
		}
		var document map[string]any
		if err := json.Unmarshal(text, &document); err != nil {
			w.t.Fatal(err)
		}
		w.documents[file] = document
	}
	return w.documents[file]
}

func (w *schemaWalk) walk(file string, schema map[string]any, value any, path string) {
	if ref, ok := schema["$ref"].(string); ok {
		target, place, _ := strings.Cut(ref, "#/$defs/")
		if target != "" {
			file = target
		}
		schema = w.document(file)
		if place != "" {
			schema = schema["$defs"].(map[string]any)[place].(map[string]any)
		}
		w.walk(file, schema, value, path)
		return
	}
	switch value := value.(type) {
	case map[string]any:
		properties, _ := schema["properties"].(map[string]any)
		for key, member := range value {
			if property, ok := properties[key].(map[string]any); ok {
				w.walk(file, property, member, path+"."+key)
			} else {
				w.left = append(w.left, path+"."+key)
			}
		}
	case []any:
		items, _ := schema["items"].(map[string]any)
		for _, item := range value {
			w.walk(file, items, item, path+"[]")
		}
	}
}

// TestUndescribedMembersAreSeen checks that the walk finds members that a schema does not describe.
func TestUndescribedMembersAreSeen(t *testing.T) {
	var value any
	const text = `{"check":{"flows":[{"flow":"f","more":1}],"diagnostics":[{"code":"a/b","cod":1}]},"validate":{"samples":[{"result":{"tools":1}}]}}`
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	left := undescribed(t, "ci", value)
	slices.Sort(left)
	if want := []string{"ci.check.diagnostics[].cod", "ci.check.flows[].more", "ci.validate.samples[].result.tools"}; !slices.Equal(left, want) {
		t.Errorf("got %q, want %q", left, want)
	}
}
