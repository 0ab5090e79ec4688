package release_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/lint"
	"github.com/specgen/specgen/internal/mistakes"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/release"
	"github.com/specgen/specgen/internal/resolve"
)

var update = flag.Bool("update", false, "write the golden files")

// files opens what is in memory.
type files map[string]string

func (f files) open(path string) ([]byte, []diag.Diagnostic) {
	text, ok := f[filepath.ToSlash(path)]
	if !ok {
		return nil, []diag.Diagnostic{{Code: "file/missing", Severity: diag.Error, Range: diag.Range{File: path}, Message: "cannot find the file"}}
	}
	return []byte(text), nil
}

func disk(path string) ([]byte, []diag.Diagnostic) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, []diag.Diagnostic{{Code: "file/missing", Severity: diag.Error, Range: diag.Range{File: path}, Message: err.Error()}}
	}
	return data, nil
}

// sound reports whether a flow can be released.
func sound(r resolve.Result) bool {
	for _, d := range r.Diagnostics {
		if d.Severity == diag.Error {
			return false
		}
	}
	return r.Flow != nil && len(lint.Errors(r.Flow)) == 0
}

// TestSameModel releases every spec of the repository and reads it back: all that the model has must be the same.
func TestSameModel(t *testing.T) {
	tried := 0
	for _, pattern := range []string{"spec/*.yaml", "spec/released/*.yaml", "testdata/flows/*.yaml", "testdata/flows/features/*.yaml",
		"testdata/diff/*/*.yaml", "internal/spec/testdata/*.yaml", "internal/codegen/*/testdata/*.yaml", "internal/codegen/*/testdata/*/*.yaml"} {
		paths, err := filepath.Glob("../../" + pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if was := resolve.Load(disk, path); sound(was) {
				tried++
				t.Run(path, func(t *testing.T) { sameModel(t, was) })
			}
		}
	}
	cases, err := mistakes.All("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases { // with warnings, or without
		if was := resolve.Load(files{"flow.yaml": string(c.Spec())}.open, "flow.yaml"); sound(was) {
			tried++
			t.Run(c.Name, func(t *testing.T) { sameModel(t, was) })
		}
	}
	if tried < 50 {
		t.Errorf("only %d specs were tried", tried)
	}
}

func sameModel(t *testing.T, was resolve.Result) {
	data, err := release.Text(was)
	if err != nil {
		t.Fatal(err)
	}
	is := resolve.Load(files{"r.yaml": string(data)}.open, "r.yaml")
	if !sound(is) {
		t.Fatalf("%s\n%v", data, is.Diagnostics)
	}
	if a, b := dump(was.Flow), dump(is.Flow); a != b {
		t.Errorf("the flow is another:\n%s\n%s", data, firstDifference(a, b))
	}
	if again, err := release.Text(is); err != nil || string(again) != string(data) {
		t.Errorf("released again it differs: %v", err)
	}
	if !release.IsIntact("r.yaml", data) {
		t.Error("the seal does not fit")
	}
}

// dump writes all of a flow but the places, and but for what it declares and does not use. Entries stand for themselves by their names.
func dump(flow *model.Flow) string {
	whole := *flow
	whole.UnusedTags = nil
	whole.Groups = nil
	for _, g := range flow.Groups {
		if g.Used {
			whole.Groups = append(whole.Groups, g)
		}
	}
	var out strings.Builder
	dumpValue(&out, "flow", reflect.ValueOf(whole), 0)
	return out.String()
}

func dumpValue(out *strings.Builder, path string, v reflect.Value, depth int) {
	switch {
	case v.Type() == reflect.TypeFor[diag.Range](), v.Type() == reflect.TypeFor[map[model.Field]diag.Range](), v.Type() == reflect.TypeFor[[]diag.Range]():
		return
	case v.Kind() == reflect.Pointer && v.IsNil(), v.Kind() == reflect.Slice && v.IsNil():
		fmt.Fprintf(out, "%s nil\n", path)
	case v.Kind() == reflect.Pointer && isEntry(v.Type()) && depth > 0:
		fmt.Fprintf(out, "%s -> %s\n", path, v.Elem().FieldByName("Name"))
	case v.CanInterface() && v.Type() != reflect.TypeFor[model.Flow]() && hasString(v):
		fmt.Fprintf(out, "%s %v\n", path, v.Interface())
	case v.Kind() == reflect.Pointer:
		dumpValue(out, path, v.Elem(), depth)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			dumpValue(out, path+"."+v.Type().Field(i).Name, v.Field(i), depth)
		}
	case v.Kind() == reflect.Slice:
		declares := path == "flow.Traces" || path == "flow.Services" || path == "flow.Tags" || path == "flow.Spans" || path == "flow.Groups" ||
			v.Type() == reflect.TypeFor[[]*model.EnumValue]() && strings.HasSuffix(path, ".Values") && strings.HasPrefix(path, "flow.Tags[") && strings.Count(path, ".") == 2
		for i := range v.Len() {
			if next := depth + 1; declares {
				dumpValue(out, fmt.Sprintf("%s[%d]", path, i), v.Index(i), 0)
			} else {
				dumpValue(out, fmt.Sprintf("%s[%d]", path, i), v.Index(i), next)
			}
		}
	default:
		fmt.Fprintf(out, "%s %v\n", path, v)
	}
}

// isEntry reports whether a pointer is to something with a name.
func isEntry(p reflect.Type) bool {
	if p.Elem().Kind() != reflect.Struct {
		return false
	}
	f, ok := p.Elem().FieldByName("Entry")
	return ok && f.Anonymous
}

func hasString(v reflect.Value) bool {
	_, ok := v.Interface().(fmt.Stringer)
	return ok && (v.Kind() != reflect.Pointer || !v.IsNil())
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return "was " + x[i] + "\nis  " + y[i]
		}
	}
	return fmt.Sprintf("%d and %d lines", len(x), len(y))
}

// imported is a flow that takes most of what it has from two files, which have more than it uses.
var imported = files{
	"spec/flow.yaml": `# A comment that goes.
specgen: v1
flow: upload
version: "1.2.0"
brief: "An upload: from the tap, to the file that is stored."
import: [../common/apps.yaml, ../common/tags.yaml]
traces:
  upload: { brief: One upload., id: upload_id }
groups:
  nobody: [tv]
tags:
  size: { brief: The size., type: int, min: 0, unit: By, deprecated: { since: 1.1.0, use: bytes, why: "It was # of blocks." } }
spans:
  "upload:started":
    brief: It starts.
    trace: upload
    services: [phones]
    occurs: once
    tags: { upload_id: required, size: optional, colour: optional }
`,
	"common/apps.yaml": `specgen: v1
import: [tags.yaml]
services:
  ios: { brief: The app., language: swift, tags: { build: required } }
  android: { brief: The app., language: kotlin }
  tv: { brief: The app on TV., tags: { shape: optional } }
groups:
  apple: [ios]
  phones: [apple, android]
`,
	"common/tags.yaml": `specgen: v1
tags:
  upload_id: { brief: The upload., type: id, format: uuid }
  colour:
    brief: >-
      The colour that
      was chosen.
    type: enum
    values: { "yes": "Yes", "no": "null", other: "1e3" }
  build: { brief: The build., type: int }
  bytes: { brief: The size in bytes., type: int, deprecated: { since: 1.2.0, use: octets } }
  octets: { brief: The size in bytes., type: int }
  shape: { brief: The shape., type: string }
`,
}

func TestImportsAreInlined(t *testing.T) {
	was := resolve.Load(imported.open, "spec/flow.yaml")
	if !sound(was) {
		t.Fatal(was.Diagnostics)
	}
	sameModel(t, was)
	got, err := release.Text(was)
	if err != nil {
		t.Fatal(err)
	}
	const path = "testdata/upload-1.2.0.yaml"
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != string(got) {
		t.Errorf("%v\n%s", err, got)
	}
}

// TestWhatOneFileCannotHold: a service that only stands in an import, and only as what to use instead, would be the flow's own.
func TestWhatOneFileCannotHold(t *testing.T) {
	apps := strings.Replace(imported["common/apps.yaml"], "android: { brief: The app.,", "android: { brief: The app., deprecated: { since: 1.0.0, use: tv },", 1)
	was := resolve.Load(files{"spec/flow.yaml": imported["spec/flow.yaml"], "common/apps.yaml": apps, "common/tags.yaml": imported["common/tags.yaml"]}.open, "spec/flow.yaml")
	if !sound(was) {
		t.Fatal(was.Diagnostics)
	}
	if data, err := release.Text(was); err == nil || !strings.Contains(err.Error(), `"tv", to be used instead, is not declared`) {
		t.Errorf("%s, %v", data, err)
	}
}

func TestSeal(t *testing.T) {
	was := resolve.Load(imported.open, "spec/flow.yaml")
	data, err := release.Text(was)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for name, test := range map[string]struct {
		text   string
		intact bool
	}{
		"as it was written":      {text, true},
		"line ends of Windows":   {strings.ReplaceAll(text, "\n", "\r\n"), true},
		"a comment, blank lines": {strings.Replace(text, "flow: upload\n", "flow: upload # 1\n\n", 1), true},
		"quotes":                 {strings.Replace(text, "flow: upload", `flow: "upload"`, 1), true},
		"without its seal":       {strings.Replace(text, "# Seal", "# seal", 1) + "owners: [a]\n", true},
		"another word":           {strings.Replace(text, "The upload.", "An upload.", 1), false},
		"another requirement":    {strings.Replace(text, "build: required", "build: optional", 1), false},
		"an entry more":          {text + "owners: [a]\n", false},
		"what cannot be read":    {text + "\x00", false},
	} {
		if test.text == text && name != "as it was written" {
			t.Errorf("%s: nothing was changed", name)
		}
		if got := release.IsIntact("r.yaml", []byte(test.text)); got != test.intact {
			t.Errorf("%s: intact %t", name, got)
		}
	}
}
