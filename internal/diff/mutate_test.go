package diff_test

import (
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/codegentest"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/gap"
	"github.com/specgen/specgen/internal/model"
)

// left are the fields of the model that no change is about, each with the reason.
var left = map[string]string{
	"Flow.Version":      "the diff says it beside the changes: it is what they ask for",
	"Flow.Groups":       "a group is short for services; what they mean stands at each span",
	"Flow.UnusedTags":   "nothing of the flow has them: imports bring many",
	"ErrorWhen.Tag":     "conditions are known by it: another one is a condition gone and one added, which dropping and adding show",
	"VariantCase.Value": "there is a case for each value of the enum, and the values are compared",
}

// unordered are the lists whose order means nothing, each with the reason.
var unordered = map[string]string{
	"Flow.Traces": "entries are known by their names", "Flow.Services": "entries are known by their names",
	"Flow.Tags": "entries are known by their names", "Flow.Spans": "entries are known by their names",
	"Span.Services": "any of them may emit it", "Span.Variants": "calls have them in the order of the span's tags",
	"Span.ErrorWhen": "they are in the order of the span's tags", "ErrorWhen.Values": "any of them",
	"Span.FollowedBy": "each condition is asked by itself", "FollowedBy.AnyOf": "any of them", "Parent.Spans": "any of them",
	"Variant.Cases": "they are in the order of the enum's values", "Policy.KnownTags": "any of them",
}

// without says of fields that mean nothing in some entries which these are: no spec can give them there.
var without = map[string]func(owner any, of *model.Tag) bool{
	"Tag.Open":        func(owner any, _ *model.Tag) bool { return owner.(model.Tag).Kind != model.KindEnum },
	"Tag.Values":      func(owner any, _ *model.Tag) bool { return owner.(model.Tag).Kind != model.KindEnum },
	"Parent.Spans":    func(owner any, _ *model.Tag) bool { return owner.(model.Parent).Kind != model.ParentSpan },
	"Parent.Optional": func(owner any, _ *model.Tag) bool { return owner.(model.Parent).Kind != model.ParentSpan },
	"Occurs.Keys": func(owner any, _ *model.Tag) bool {
		return !perKey(owner.(model.Occurs).Multiplicity) || owner.(model.Occurs).PerParent
	},
	"Value.Text":       func(owner any, of *model.Tag) bool { return !of.Kind.IsText() || len(owner.(model.Value).Items) > 0 },
	"Value.Int":        func(_ any, of *model.Tag) bool { return of.Kind != model.KindInt || of.List },
	"Value.Double":     func(_ any, of *model.Tag) bool { return of.Kind != model.KindDouble || of.List },
	"Value.Bool":       func(_ any, of *model.Tag) bool { return of.Kind != model.KindBool || of.List },
	"Occurs.PerParent": func(owner any, _ *model.Tag) bool { return !perKey(owner.(model.Occurs).Multiplicity) },
}

func perKey(m model.Multiplicity) bool { return m == model.OncePer || m == model.AtMostOncePer }

// complete are the lists that hold one element for each of something else, so that none can be dropped.
var complete = map[string]bool{"Variant.Cases": true}

// references are the fields that point to an entry which stands elsewhere.
var references = map[string]bool{
	"Trace.ID": true, "ServiceTag.Tag": true, "Span.Trace": true, "Span.Services": true, "Parent.Spans": true, "ErrorWhen.Values": true,
	"Link.To": true, "FollowedBy.AnyOf": true, "Occurs.Keys": true, "SpanTag.Tag": true, "Variant.Tag": true, "Flow.Funnel": true,
}

// ranges are the least and the greatest value of the types that are numbers by name.
var ranges = map[reflect.Type][2]uint64{
	reflect.TypeFor[model.Kind](): {1, 6}, reflect.TypeFor[model.Role](): {0, 1}, reflect.TypeFor[model.SpanKind](): {1, 5},
	reflect.TypeFor[model.ParentKind](): {0, 2}, reflect.TypeFor[model.Multiplicity](): {0, 4}, reflect.TypeFor[model.Strictness](): {0, 2},
}

// mutator changes a flow in one place after the other, and back.
type mutator struct {
	flow *model.Flow
	tag  *model.Tag      // whose fields are changed
	seen map[string]bool // fields that were changed
	try  func(path string)
}

// set changes a value, tries, and changes it back.
func (m *mutator) set(field, path string, v reflect.Value, to any) {
	old := reflect.New(v.Type()).Elem()
	old.Set(v)
	v.Set(reflect.ValueOf(to).Convert(v.Type()))
	m.seen[field] = true
	m.try(fmt.Sprintf("%s = %v", path, to))
	v.Set(old)
}

func (m *mutator) fields(v reflect.Value, path string) {
	typ := v.Type()
	if typ == reflect.TypeFor[model.Tag]() {
		m.tag = v.Addr().Interface().(*model.Tag)
	}
	for i := range typ.NumField() {
		f := typ.Field(i)
		field := typ.Name() + "." + f.Name
		if left[field] != "" || isPlace(f.Type) {
			continue
		}
		if f.Anonymous {
			m.fields(v.Field(i), path)
			continue
		}
		if meaningless := without[field]; meaningless != nil && meaningless(v.Interface(), m.tag) {
			continue
		}
		m.value(field, path+"."+f.Name, v.Field(i))
	}
}

// isPlace reports whether a type says where something stands, or what could not be read.
func isPlace(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[diag.Range](), reflect.TypeFor[[]diag.Range](), reflect.TypeFor[map[model.Field]diag.Range](), reflect.TypeFor[gap.Set[model.Field]]():
		return true
	}
	return false
}

func (m *mutator) value(field, path string, v reflect.Value) {
	switch v.Interface().(type) {
	case time.Time:
		m.set(field, path, v, time.Date(2031, 1, 2, 0, 0, 0, 0, time.UTC))
		return
	case *big.Rat:
		m.set(field, path, v, big.NewRat(12345, 2))
		if !v.IsNil() {
			m.set(field, path, v, (*big.Rat)(nil))
		}
		return
	}
	if bounds, ok := ranges[v.Type()]; ok {
		for n := bounds[0]; n <= bounds[1]; n++ {
			if n != v.Uint() {
				m.set(field, path, v, n)
			}
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		m.set(field, path, v, v.String()+"~")
		if v.String() != "" {
			m.set(field, path, v, "")
		}
	case reflect.Bool:
		m.set(field, path, v, !v.Bool())
	case reflect.Int, reflect.Int64:
		m.set(field, path, v, v.Int()+7)
	case reflect.Uint64:
		m.set(field, path, v, v.Uint()+7)
	case reflect.Float64:
		m.set(field, path, v, v.Float()/2)
	case reflect.Struct:
		m.fields(v, path)
	case reflect.Slice:
		m.list(field, path, v)
	case reflect.Pointer:
		m.pointer(field, path, v)
	default:
		panic("the mutator does not know " + v.Type().String())
	}
}

func (m *mutator) pointer(field, path string, v reflect.Value) {
	if references[field] {
		for _, other := range m.others(v.Type()) {
			if v.IsNil() || other.Pointer() != v.Pointer() {
				m.set(field, path, v, other.Interface())
				break
			}
		}
		if field == "Trace.ID" && !v.IsNil() {
			m.set(field, path, v, (*model.Tag)(nil))
		}
		return
	}
	if v.IsNil() {
		m.set(field, path, v, reflect.New(v.Type().Elem()).Interface())
		return
	}
	if field == "Entry.Deprecated" || strings.HasSuffix(field, ".Deprecated") || field == "Tag.Default" {
		m.set(field, path, v, reflect.Zero(v.Type()).Interface())
	}
	m.fields(v.Elem(), path)
}

// others are the entries of a type that a reference may point to.
func (m *mutator) others(typ reflect.Type) []reflect.Value {
	flow := reflect.ValueOf(m.flow).Elem()
	for i := range flow.NumField() {
		if f := flow.Field(i); f.Kind() == reflect.Slice && f.Type().Elem() == typ && flow.Type().Field(i).Name != "UnusedTags" {
			return elements(f)
		}
	}
	if typ == reflect.TypeFor[*model.EnumValue]() {
		return []reflect.Value{reflect.ValueOf(&model.EnumValue{Entry: model.Entry{Name: "another"}, Wire: "another"})}
	}
	panic("nothing else is a " + typ.String())
}

func elements(list reflect.Value) []reflect.Value {
	var out []reflect.Value
	for i := range list.Len() {
		out = append(out, list.Index(i))
	}
	return out
}

// list drops an element, adds one, changes the order, and changes what the elements hold.
func (m *mutator) list(field, path string, v reflect.Value) {
	typ := v.Type()
	change := func(what string, items []reflect.Value) {
		m.set(field, path+" "+what, v, reflect.Append(reflect.MakeSlice(typ, 0, len(items)), items...).Interface())
	}
	items := elements(v)
	for i := range items {
		if complete[field] {
			break
		}
		change("without "+fmt.Sprint(i), slices.Delete(slices.Clone(items), i, i+1))
	}
	if len(items) > 1 && unordered[field] == "" {
		other := slices.Clone(items)
		other[0], other[1] = other[1], other[0]
		change("in another order", other)
	}
	switch {
	case typ.Elem().Kind() == reflect.String:
		change("and one more", append(slices.Clone(items), reflect.ValueOf("another").Convert(typ.Elem())))
	case references[field]:
		for _, other := range m.others(typ.Elem()) {
			if !slices.ContainsFunc(items, func(item reflect.Value) bool { return item.Pointer() == other.Pointer() }) {
				change("and one more", append(slices.Clone(items), other))
				break
			}
		}
	default:
		for i, item := range items {
			m.value(field, fmt.Sprintf("%s[%d]", path, i), item)
		}
	}
}

// TestEveryChangeOfAFieldIsNamed changes a resolved flow in every field of the language, one at a time.
func TestEveryChangeOfAFieldIsNamed(t *testing.T) {
	files, err := filepath.Glob("../../testdata/flows/features/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no flows", err)
	}
	files = append(files, "../../spec/notification.yaml", "../../testdata/flows/order.yaml", "testdata/rest.yaml")
	seen, kinds := map[string]bool{}, map[string]bool{}
	tries := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		load := func() *model.Flow { return codegentest.Bytes(t, filepath.Base(file), data).Flow }
		was, is := load(), load()
		if changes := diff.Compare(was, is).Changes; len(changes) > 0 {
			t.Fatalf("%s differs from itself: %+v", file, changes)
		}
		m := &mutator{flow: is, seen: seen}
		m.try = func(path string) {
			tries++
			if !strings.Contains(path, ".Tag = ") && !strings.Contains(path, ".To = ") { // a list may have it twice then, which no spec can
				mirrored(t, filepath.Base(file)+": "+path, diff.Compare(was, is).Changes, diff.Compare(is, was).Changes)
			}
			for _, sides := range [][2]*model.Flow{{was, is}, {is, was}} {
				changes := diff.Compare(sides[0], sides[1]).Changes
				for i := range changes {
					kinds[changes[i].Kind] = true
				}
				if len(changes) == 0 {
					t.Errorf("%s: no change is named for %s", filepath.Base(file), path)
					return
				}
				for i := range changes {
					if c := &changes[i]; !diff.IsKind(c.Kind) || c.Was == c.Is && !strings.Contains(path, "Threshold") {
						t.Errorf("%s: %s: %+v", filepath.Base(file), path, c)
					}
				}
			}
		}
		m.fields(reflect.ValueOf(is).Elem(), "flow")
		if changes := diff.Compare(was, is).Changes; len(changes) > 0 {
			t.Fatalf("%s was not changed back: %+v", file, changes)
		}
	}
	for _, k := range diff.Kinds() {
		if !kinds[k.ID] && !elsewhere[k.ID] {
			t.Errorf("no change of a field is %s; let a test of its own show one", k.ID)
		}
	}
	t.Log(tries, "changes")
	everyFieldWas(t, seen)
}

// mirrored asks that an edit which is taken back is named by the mirrors of its kinds, in both directions.
func mirrored(t *testing.T, what string, forth, back []diff.Change) {
	t.Helper()
	for _, sides := range [][2][]diff.Change{{forth, back}, {back, forth}} {
		for i := range sides[0] {
			k := diff.KindOf(sides[0][i].Kind)
			if k.Mirror != "" && !slices.ContainsFunc(sides[1], func(c diff.Change) bool { return c.Kind == k.Mirror }) {
				t.Errorf("%s: %s, and no %s when it is taken back", what, k.ID, k.Mirror)
			}
		}
	}
}

// elsewhere are the kinds that no change of a single field is; TestEditsOfSeveralFields shows them.
var elsewhere = map[string]bool{
	"flow/added": true, "flow/removed": true, "flow/namespace-changed": true, "tag/moved-to-services": true, "tag/moved-to-spans": true,
	"service/renamed": true, "tag/renamed": true, "value/renamed": true, "span/renamed": true,
}

// everyFieldWas asks for a mutation of every field that is not left out, so that a new one cannot be forgotten.
func everyFieldWas(t *testing.T, seen map[string]bool) {
	t.Helper()
	known := map[string]bool{}
	var visit func(reflect.Type)
	visit = func(typ reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || typ.PkgPath() != reflect.TypeFor[model.Flow]().PkgPath() || known[typ.Name()] {
			return
		}
		known[typ.Name()] = true
		for i := range typ.NumField() {
			f := typ.Field(i)
			field := typ.Name() + "." + f.Name
			if isPlace(f.Type) {
				continue
			}
			if left[field] == "" {
				visit(f.Type)
			}
			leaf := f.Type.Kind() != reflect.Struct || f.Type == reflect.TypeFor[time.Time]()
			if leaf && left[field] == "" && !complete[field] && !seen[field] {
				t.Errorf("no flow of the test has a value in %s to change", field)
			}
			if left[field] != "" {
				known[field] = true
			}
		}
	}
	visit(reflect.TypeFor[model.Flow]())
	for field := range left {
		if !known[field] {
			t.Errorf("%s is left out, and there is no such field", field)
		}
	}
}
