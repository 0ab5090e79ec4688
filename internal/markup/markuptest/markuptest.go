// Package markuptest holds pages to writing texts as nothing but text, wherever they stand.
package markuptest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// Hostile is what a name from a spec or a trace may try: to end the element, the attribute or the script it stands in, to begin another, to be
// taken for a template, a link or a command of a log, and to be seen as what it is not.
const Hostile = "</style></script></title></textarea>--><script>alert(1)</script><img src=x onerror=alert(1)>'\" onload=\"x `javascript:alert(1) {{.}} {} ;}*{display:none} \u202e\x1b[31m\xff\x00 \u2066\n::error::"

// Fill puts another text in place of each text that a value has, however deep: a number and the given one. It returns them by the paths of their
// fields, and fails for a field that is empty wherever it is, since a page with this value shows too little. Maps, interfaces, functions and the
// fields that are named, "Cell.Class", are left as they are.
func Fill(t testing.TB, value any, text string, but ...string) map[string]string {
	t.Helper()
	f := filling{text: text, but: but, texts: map[string]string{}, fields: map[string]bool{}}
	f.fill(reflect.ValueOf(value).Elem(), reflect.TypeOf(value).Elem().Name())
	for field, filled := range f.fields {
		if !filled {
			t.Errorf("%s is empty", field)
		}
	}
	return f.texts
}

type filling struct {
	text   string
	but    []string
	texts  map[string]string
	fields map[string]bool // of structs, and whether they had a text
}

func (f *filling) fill(v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			f.fill(v.Elem(), path)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			f.fill(v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f.field(v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name, path+"."+v.Type().Field(i).Name)
		}
	case reflect.String:
		if was := v.String(); was != "" && !strings.HasSuffix(was, f.text) { // two fields may share a slice
			f.texts[path] = fmt.Sprintf("<t%d>", len(f.texts)) + f.text
			v.SetString(f.texts[path])
		}
	}
}

func (f *filling) field(v reflect.Value, name, path string) {
	if !v.CanSet() || slices.Contains(f.but, name) {
		return
	}
	f.fill(v, path)
	if v.Kind() == reflect.String {
		f.fields[name] = f.fields[name] || v.String() != ""
	}
}

// Check reports texts of Fill that are more than texts on a page, and those that are not on it. plain is the page with harmless texts of Fill.
func Check(t testing.TB, page, plain string, texts map[string]string) {
	t.Helper()
	if len(texts) == 0 {
		t.Error("there is no text")
	}
	for _, bad := range []string{"<script>alert", "<img", "<t0", "-->", "\x1b", "\u202e", "\xff", "\x00", "\u2066", "\n::", `="javascript`} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	for _, part := range []string{"<", ">", `"`, "</style>", "</script>"} {
		if n, want := strings.Count(page, part), strings.Count(plain, part); n != want {
			t.Errorf("the page holds %q %d times with hostile texts, and %d times with others", part, n, want)
		}
	}
	for path, text := range texts {
		mark := text[1:strings.IndexByte(text, '>')]
		if !strings.Contains(page, "&lt;"+mark+"&gt;") && !strings.Contains(page, "%3c"+mark+"%3e") { // the latter in a link
			t.Errorf("the text of %s is not on the page", path)
		}
	}
}
