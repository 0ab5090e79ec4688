package spec

import (
	"cmp"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// walkSchema visits each schema within a schema, with the path to it.
func walkSchema(path string, schema map[string]any, visit func(path string, schema map[string]any)) {
	visit(path, schema)
	for _, keyword := range []string{"properties", "$defs"} {
		for key, inner := range object(schema[keyword]) {
			walkSchema(path+"/"+keyword+"/"+key, object(inner), visit)
		}
	}
	for _, keyword := range []string{"if", "then", "else", "items", "additionalProperties", "propertyNames"} {
		if inner, ok := schema[keyword].(map[string]any); ok {
			walkSchema(path+"/"+keyword, inner, visit)
		}
	}
	for _, keyword := range []string{"allOf", "anyOf"} {
		for _, inner := range list(schema[keyword]) {
			walkSchema(path+"/"+keyword, object(inner), visit)
		}
	}
}

// TestSchemaStyle checks that the schema gives one diagnostic for one mistake, here and in editors: kinds are distinguished by if and
// then, no key is forbidden by name, and each key has a title and a type.
func TestSchemaStyle(t *testing.T) {
	c, err := languageSchema()
	if err != nil {
		t.Fatal(err)
	}
	walkSchema("", c.raw, func(path string, schema map[string]any) {
		for keyword := range schema {
			if keyword == "oneOf" || keyword == "not" || keyword == "$dynamicRef" || strings.HasPrefix(keyword, "dependent") {
				t.Errorf("%s has %s, which gives several diagnostics for one mistake", path, keyword)
			}
		}
		if ref, ok := schema["$ref"].(string); ok && len(c.deref(schema)) <= 1 {
			t.Errorf("%s refers to %s, which is not there", path, ref)
		}
		if schema["pattern"] != nil && schema["x-form"] == nil && schema["title"] != "Pattern" {
			t.Errorf("%s has a pattern and no x-form to say it in words", path)
		}
		for key, property := range object(schema["properties"]) {
			switch merged := c.deref(object(property)); {
			case strings.HasSuffix(path, "/if"):
			case property == false:
				t.Errorf("%s forbids %s by name, and editors would offer it", path, key)
			case merged["title"] == nil:
				t.Errorf("%s/%s has no title", path, key)
			case merged["type"] == nil:
				t.Errorf("%s/%s has no type", path, key)
			}
		}
		if condition := object(schema["if"]); condition["properties"] != nil {
			if key, words := discriminator(condition); key == "" || len(words) == 0 || !slices.Contains(texts(condition["required"]), key) {
				t.Errorf("%s has an if of another form than keysOf reads", path)
			}
		}
	})
}

// TestSchemaHasNoUnusedParts finds what no part of the schema refers to any more.
func TestSchemaHasNoUnusedParts(t *testing.T) {
	c, err := languageSchema()
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	walkSchema("", c.raw, func(_ string, schema map[string]any) {
		if ref, ok := schema["$ref"].(string); ok {
			used[strings.TrimPrefix(ref, "#/$defs/")] = true
		}
	})
	for name := range object(c.raw["$defs"]) {
		if !used[name] {
			t.Errorf("nothing refers to %s", name)
		}
	}
}

// TestEveryKeyIsReadAndExplained checks that each key of the language is in testdata/everything.yaml, whose File is tested, and in
// docs/language.md.
func TestEveryKeyIsReadAndExplained(t *testing.T) {
	c, err := languageSchema()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"testdata/everything.yaml", "../../docs/language.md"} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		words := map[string]bool{}
		for _, word := range regexp.MustCompile(`[a-z_]+`).FindAllString(string(text), -1) {
			words[word] = true
		}
		walkSchema("", c.raw, func(at string, schema map[string]any) {
			for key := range object(schema["properties"]) {
				if !words[key] {
					t.Errorf("%s has no %s, which %s has", path, key, cmp.Or(at, "the file"))
				}
			}
		})
	}
}

func TestPointer(t *testing.T) {
	tests := map[string][]string{
		"":                                    nil,
		"/spans/notification:read%20in%20app": {"spans", "notification:read in app"},
		"/a~1b~0c%25/0":                       {"a/b~c%", "0"},
		"/%E4%B8%AD":                          {"中"},
	}
	for text, want := range tests {
		if got := pointer(text); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

// TestMend checks which wrong texts are corrected, and how.
func TestMend(t *testing.T) {
	c, err := languageSchema()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ schema, text, want string }{
		{"version", "1", "1.0.0"}, {"version", "1.2", "1.2.0"}, {"version", "v1.2.3", "1.2.3"}, {"version", "V1.2", "1.2.0"}, {"version", "next", ""},
		{"version", " 1.0.0", "1.0.0"}, {"version", "1.0.0-rc.1", ""},
		{"duration", "5 min", "5m"}, {"duration", "5M", "5m"}, {"duration", "2 hours", "2h"}, {"duration", "500 millis", "500ms"},
		{"duration", "30 secs", "30s"}, {"duration", "1day", "1d"}, {"duration", "0s", ""}, {"duration", "300", ""},
		{"flow", "fileUpload", "file-upload"}, {"flow", "File-Upload", "file-upload"}, {"flow", "file upload", "file-upload"}, {"flow", "größe", ""},
		{"brief", "two\nlines", ""}, {"brief", "", ""}, {"name", " x ", "x"}, {"name", "", ""},
	}
	for _, test := range tests {
		path := []string{"$defs", test.schema}
		if test.schema == "flow" {
			path[0] = "properties"
		}
		schema, ok := c.lookup(path)
		if !ok {
			t.Fatalf("no %s", test.schema)
		}
		if got := mend(test.text, schema); got != test.want {
			t.Errorf("%s %q: got %q, want %q", test.schema, test.text, got, test.want)
		}
	}
}
