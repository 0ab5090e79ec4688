package show

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
)

// collected returns the worst traces of a sample, all of them.
func collected(t *testing.T, path string) *Traces {
	t.Helper()
	v, err := validator.Compile(validator.Spec{Path: "../../spec/notification.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	input := validator.Source{Name: path, Open: func() io.ReadCloser { return openFile(t, path) }}
	c, err := v.Collect(context.Background(), []validator.Source{input}, validator.Query{Worst: validator.MaxCollectedTraces}, validator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return New(c, v.Flows(), Options{Worst: true})
}

// TestJSONKeepsItsSchema checks the JSON of every trace of the samples, and that the schema describes each member.
func TestJSONKeepsItsSchema(t *testing.T) {
	text, err := os.ReadFile("../../docs/show.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("show.schema.json", bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("show.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	format, err := output.ByName("json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"conforming.otlp.json", "broken.otlp.json"} {
		var out bytes.Buffer
		if err := format.Print(&out, collected(t, "../../testdata/traces/"+name), output.Options{Version: "test"}); err != nil {
			t.Fatal(err)
		}
		var value any
		if err := json.Unmarshal(out.Bytes(), &value); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %#v", name, err)
		}
	}
}

// TestSchemaDescribesEachMember looks for the members of all types in the schema.
func TestSchemaDescribesEachMember(t *testing.T) {
	text, err := os.ReadFile("../../docs/show.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range []any{document{}, inputJSON{}, traceJSON{}, idJSON{}, verdictJSON{}, branchJSON{}, linkJSON{}, stepJSON{}, recordJSON{}, findingJSON{}} {
		for i, typ := 0, reflect.TypeOf(of); i < typ.NumField(); i++ {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			if !bytes.Contains(text, []byte(`"`+name+`": {`)) {
				t.Errorf("the schema has no %q of %s", name, typ.Name())
			}
		}
	}
}

func openFile(t testing.TB, path string) io.ReadCloser {
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return file
}
