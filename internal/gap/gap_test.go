package gap_test

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/gap"
	"github.com/specgen/specgen/internal/lint"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/internal/spec"
	"github.com/specgen/specgen/internal/yamlsource"
)

func TestGapsOnlyWiden(t *testing.T) {
	g := gap.Names
	g.Widen(gap.Part)
	if g != gap.Names || g.NamesKnown() || !g.Usable() {
		t.Errorf("names are lost: %v", g)
	}
	g.Widen(gap.All)
	if g != gap.All || g.NamesKnown() || g.Usable() {
		t.Errorf("all is lost: %v", g)
	}
	var set gap.Set[string]
	set.Widen("tags", gap.None)
	if set != nil {
		t.Errorf("a gap of nothing: %v", set)
	}
	set.Widen("tags", gap.Names)
	set.Widen("tags", gap.Part)
	if len(set) != 1 || set["tags"] != gap.Names || set["spans"] != gap.None {
		t.Errorf("got %v", set)
	}
}

func TestGapsOfAnEntry(t *testing.T) {
	tests := []struct {
		lost   []model.Field
		fields []model.Field
		want   bool
	}{
		{nil, nil, true},
		{nil, []model.Field{model.FieldTags}, true},
		{[]model.Field{model.FieldTags}, nil, true},
		{[]model.Field{model.FieldTags}, []model.Field{model.FieldTrace, model.FieldTags}, false},
		{[]model.Field{model.FieldTags}, []model.Field{model.FieldTrace}, true},
		{[]model.Field{model.FieldAny}, nil, false},
		{[]model.Field{model.FieldAny}, []model.Field{model.FieldTrace}, false},
	}
	for _, test := range tests {
		var e model.Entry
		for _, field := range test.lost {
			e.Gaps.Widen(field, gap.Part)
		}
		if got := e.Sure(test.fields...); got != test.want {
			t.Errorf("%q lost: Sure(%q) = %v", test.lost, test.fields, got)
		}
	}
}

// TestGapsOfNodes holds what a text that does not parse leaves of the tree.
func TestGapsOfNodes(t *testing.T) {
	for text, want := range map[string]string{
		"a: 1\nb: [x]":             "",
		"a: yes\nb: 1":             "a is unusable",
		"a: [x\nb: 1":              "root is partial, a is unusable",
		"a: 1\nb c\nd: 1":          "root lost names",
		"a: 1\na: 2":               "a lost names",
		"a:\n  b: 1\n  \"\": 2":    "a lost names",
		"a: [x, on]":               "a lost names",
		"a:\n  b: [\n  c: 1\nd: 1": "root is partial, a is partial",
		"a:\n  b: 1\n  c\nd: 1":    "root is partial, a lost names",
	} {
		var diags diag.List
		doc := yamlsource.Parse("x.yaml", []byte(text), &diags)
		if doc == nil {
			t.Errorf("%q: nothing was read", text)
			continue
		}
		var got []string
		words := map[gap.Gap]string{gap.Part: "is partial", gap.Names: "lost names", gap.All: "is unusable"}
		if lost := doc.Root.Gap; lost != gap.None {
			got = append(got, "root "+words[lost])
		}
		for _, f := range doc.Root.Fields {
			if lost := f.Value.Gap; lost != gap.None {
				got = append(got, f.Key+" "+words[lost])
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q: %s, want %s", text, strings.Join(got, ", "), want)
		}
		if (len(got) > 0) != (diags.Count(diag.Error) > 0) {
			t.Errorf("%q: %d errors", text, diags.Count(diag.Error))
		}
	}
}

// TestGapsOfAFile holds what is left of a spec with mistakes: what can be read is there, and what is lost is noted.
func TestGapsOfAFile(t *testing.T) {
	data, err := os.ReadFile("../spec/testdata/everything.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := "import:3 traces:3 services:3 groups:3 tags:3 spans:3 funnel:3 policy:3"
	all = strings.ReplaceAll(all, "3", fmt.Sprint(int(gap.Names)))
	tests := []struct {
		name, from, to string
		want           string
		has            func(*spec.File) bool
	}{
		{"an entry that does not parse keeps its name", "    trace: upload\n    services: [phone]", "    trace: upload\n    services: [phone", "spans:1",
			func(f *spec.File) bool { return len(f.Spans) == 3 && f.Spans[2].Brief.Value == "Seen." }},
		{"an entry without a name is lost", `  "upload:seen":`, `  "upload:seen:`, "spans:2", func(f *spec.File) bool { return len(f.Spans) == 2 }},
		{"an entry with a wrong name", `  size: {`, `  " size": {`, "tags:2", func(f *spec.File) bool { return len(f.Tags) == 7 }},
		{"a section under a wrong name", "groups:", "gruops:", "groups:2", func(f *spec.File) bool { return len(f.Groups) == 0 }},
		{"a section of a wrong type", "groups:\n  all: [phone, storage]", "groups: [all]", "groups:2", func(f *spec.File) bool { return len(f.Groups) == 0 }},
		{"a field of a wrong type", "language: kotlin", "language: [kotlin]", "services:1",
			func(f *spec.File) bool {
				return !f.Services[0].Language.Present && f.Services[0].Brief.Present && f.Services[0].Gap == gap.Part
			}},
		{"a key that is unknown", "    within: 5m", "    withing: 5m", "spans:1",
			func(f *spec.File) bool {
				return !f.Spans[1].Within.Present && f.Spans[1].Gap == gap.Part && f.Spans[0].Gap == gap.None
			}},
		{"a value that is ambiguous", "language: kotlin", "language: on", "services:1", func(f *spec.File) bool { return !f.Services[0].Language.Present }},
		{"an item that is twice", "all: [phone, storage]", "all: [phone, storage, phone]", "groups:1",
			func(f *spec.File) bool { return len(f.Groups[0].Members) == 2 && f.Groups[0].Gap == gap.Part }},
		{"a section that stands twice", "policy:", "groups: { more: [phone] }\npolicy:", "groups:2", func(f *spec.File) bool { return len(f.Groups) == 1 }},
		{"a line without a colon hides which section", "groups:", "groups", "groups:2", func(f *spec.File) bool { return len(f.Spans) == 3 }},
		{"nothing can be read", "specgen: v1", "specgen: \x00", all, func(f *spec.File) bool { return f.Path == "x.yaml" && f.Gap == gap.Names }},
		{"a mistake outside all sections", "version: 1.2.0", "version: next", "", func(f *spec.File) bool { return f.Gap == gap.Part && len(f.Spans) == 3 }},
	}
	for _, test := range tests {
		if !strings.Contains(string(data), test.from) {
			t.Fatalf("%s: nothing to replace", test.name)
		}
		f, diags := spec.Parse("x.yaml", []byte(strings.Replace(string(data), test.from, test.to, 1)))
		if len(diags) == 0 || diags[0].Severity != diag.Error {
			t.Errorf("%s: got %+v", test.name, diags)
		}
		var got []string
		for _, section := range spec.Sections {
			if lost := f.Gaps[section]; lost != gap.None {
				got = append(got, fmt.Sprintf("%s:%d", section, lost))
			}
		}
		if strings.Join(got, " ") != test.want || f.Gap == gap.None {
			t.Errorf("%s: gaps %v, want %s", test.name, got, test.want)
		}
		if !test.has(f) {
			t.Errorf("%s: the file is %+v", test.name, f)
		}
	}
}

// folder is spec files by their paths.
type folder map[string]string

func (f folder) open(name string) ([]byte, []diag.Diagnostic) {
	if text, ok := f[path.Clean(strings.ReplaceAll(name, "\\", "/"))]; ok {
		return []byte(text), nil
	}
	return nil, []diag.Diagnostic{{Code: "file/missing", Severity: diag.Error, Range: diag.Range{File: name}, Message: "cannot find the file"}}
}

// flowWith is a small flow with more lines after its head and in its sections.
func flowWith(head, tags, spans string) string {
	return "specgen: v1\nflow: upload\nversion: 1.2.0\nbrief: An upload.\n" + head +
		"traces:\n  upload: { brief: One upload. }\n" +
		"services:\n  app: { brief: The app. }\n" +
		"tags:\n  size: { brief: The size., type: int }\n" + tags +
		"spans:\n  sent: { brief: It is sent., trace: upload, services: [app], tags: { size: required } }\n" + spans
}

// TestNoFollowUps checks that each mistake gives one diagnostic of all stages together, whatever refers to what is lost by it. Each
// spec has a tag, a group or a key that would be reported too, were it not for the mistake.
func TestNoFollowUps(t *testing.T) {
	colour := "  seen: { brief: It is seen., trace: upload, services: [phones], tags: { colour: required } }\n"
	unused := "  shape: { brief: Only the lost part may use it., type: string }\n"
	tests := []struct {
		name  string
		files folder
		want  []string
	}{
		{"no mistake", folder{"flow.yaml": flowWith("", unused, "")}, []string{"tag/unused"}},
		{"an import that is missing", folder{"flow.yaml": flowWith("import: [a.yaml]\n", unused, colour)}, []string{"file/missing"}},
		{"an import that cannot be read", folder{"flow.yaml": flowWith("import: [a.yaml]\n", unused, colour), "a.yaml": "specgen: v1\nservices: [\n"},
			[]string{"yaml/bracket"}},
		{"a path that is refused", folder{"flow.yaml": flowWith("import: [/a.yaml]\n", unused, colour)}, []string{"import/path"}},
		{"a trace that is not declared", folder{"flow.yaml": strings.Replace(flowWith("", unused, ""), "trace: upload", "trace: uplod", 1)},
			[]string{"trace/unknown"}},
		{"a parent that is not declared", folder{"flow.yaml": flowWith("", unused,
			"  seen: { brief: It is seen., trace: upload, services: [app], parent: sentt, occurs: { once_per: parent }, within: 1m }\n")},
			[]string{"span/unknown"}},
		{"a type that is none", folder{"flow.yaml": flowWith("", unused+"  kind: { brief: The kind., type: enumm }\n",
			"  seen: { brief: It is seen., trace: upload, services: [app], tags: { kind: required }, variants: { kind: { a: {} } } }\n")},
			[]string{"spec/value"}},
		{"a key of a span that cannot be read", folder{"flow.yaml": flowWith("", unused, "  seen: { brief: It is seen., trace: upload, services: [app], tags: [shape] }\n")},
			[]string{"spec/type"}},
		{"a span that does not parse", folder{"flow.yaml": flowWith("", unused, "  seen: { brief: It is seen., trace: upload\n")}, []string{"yaml/bracket"}},
		{"a name with a tab behind it", folder{"flow.yaml": flowWith("", "  colour\t0: { brief: The colour., type: string }\n",
			"  seen: { brief: It is seen., trace: upload, services: [app], tags: { colour: required } }\n")}, []string{"yaml/tab"}},
		{"a name that is wrong where it is declared", folder{"flow.yaml": flowWith("", "  \" colour\": { brief: The colour., type: string }\n",
			"  seen: { brief: It is seen., trace: upload, services: [app], tags: { colour: required } }\n")}, []string{"spec/name"}},
	}
	for _, test := range tests {
		result := resolve.Load(test.files.open, "flow.yaml")
		var got []string
		for _, d := range append(result.Diagnostics, lint.Run(result.Flow, lint.Env{})...) {
			got = append(got, d.Code)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}
