// Package eventschema writes the JSON Schema of a flow's SpanEvents, so that a pipeline can refuse what breaks a rule about single records
// without specgen. docs/events-schema.md says which rules a schema can see.
package eventschema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/model"
)

// Options say what a schema refuses.
type Options struct {
	Warnings bool // what is a warning to the validator, too, not only what is an error
}

// Schema returns the JSON Schema (2020-12) of the SpanEvents of a flow without errors. It ends with a line break. The same flow gives the
// same bytes.
func Schema(flow *model.Flow, opts Options) ([]byte, error) {
	w := &writer{flow: flow, warnings: opts.Warnings}
	schema, err := w.schema()
	if err != nil {
		return nil, fmt.Errorf("cannot write the schema of the flow %s: %w", flow.Name, err)
	}
	text, err := plainJSON(schema)
	if err != nil {
		return nil, fmt.Errorf("cannot write the schema of the flow %s: %w", flow.Name, err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, text, "", "  "); err != nil {
		return nil, fmt.Errorf("cannot write the schema of the flow %s: %w", flow.Name, err)
	}
	out.WriteByte('\n')
	return visible(out.Bytes()), nil
}

// visible escapes characters of texts that cannot be seen, or change the direction of what stands around them. JSON has them in texts only.
func visible(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for _, r := range string(text) {
		if r == '\n' || r < 0x7F || !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			out = utf8.AppendRune(out, r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			out = fmt.Appendf(out, "\\u%04x", unit)
		}
	}
	return out
}

type writer struct {
	flow     *model.Flow
	warnings bool
}

func (w *writer) schema() (object, error) {
	defs := object{
		{"of the flow", w.ofTheFlow()},
		{"record", w.record()},
		{"has a parent", hasParent},
		{"link", link},
		{"left links out", leftLinksOut},
	}
	for _, s := range w.flow.Services {
		if def := w.service(s); def != nil {
			defs = defs.with("service "+s.Name, def)
		}
	}
	for _, s := range w.flow.Spans {
		defs = defs.with("span "+s.Name, w.span(s))
	}
	for _, t := range w.flow.Tags {
		def, err := w.tagSchema(t)
		if err != nil {
			return nil, err
		}
		defs = defs.with("tag "+t.Name, def)
	}
	what := "breaks a rule about single records whose severity is error"
	if w.warnings {
		what = "breaks a rule about single records, be it an error or a warning"
	}
	return object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", fmt.Sprintf("SpanEvents of the flow %s %s", w.flow.Name, w.flow.Version)},
		{"description", "Refuses a record of this version of the flow that " + what + ". It takes records of other versions and of other flows: " +
			"give it one schema for each version. Written by specgen; change the spec instead."},
		{"type", "object"},
		{"if", ref("of the flow")},
		{"then", ref("record")},
		{"$defs", defs},
	}, nil
}

// ref refers to a definition, whose name may have any characters.
func ref(name string) object {
	name = strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
	return object{{"$ref", "#/$defs/" + url.PathEscape(name)}}
}

// described is what people read about an entry.
func (w *writer) described(e *model.Entry, more ...string) object {
	out := object{}
	texts := slices.DeleteFunc(append([]string{e.Brief, strings.TrimSpace(e.Note)}, more...), func(s string) bool { return s == "" })
	if e.Deprecated != nil && e.Deprecated.Why != "" {
		texts = append(texts, "Deprecated: "+e.Deprecated.Why)
	}
	if len(texts) > 0 {
		out = out.with("description", strings.Join(texts, "\n\n"))
	}
	if e.Deprecated != nil {
		out = out.with("deprecated", true)
	}
	return out
}

// ofTheFlow holds for records that the schema is about: those with the flow's stamp, and those without any whose name is a span's or
// begins with the namespace.
func (w *writer) ofTheFlow() object {
	names := []object{among(w.spanNames())}
	if w.flow.Namespace != "" {
		names = append(names, object{{"pattern", "^" + quote(w.flow.Namespace)}})
	}
	return object{
		{"$comment", "A record is of a flow by its stamp or, where it has none, by its name."},
		{"properties", object{{"flow_version", object{{"enum", []any{w.flow.Version.String(), "", nil}}}}}},
		{"anyOf", []object{
			{{"properties", object{{"flow", object{{"const", w.flow.Name}}}}}, {"required", []string{"flow"}}},
			{
				{"properties", object{
					{"flow", object{{"enum", []any{"", nil}}}},
					{"name", object{{"type", "string"}, {"anyOf", names}}},
				}},
				{"required", []string{"name"}},
			},
		}},
	}
}

func (w *writer) spanNames() []string {
	var out []string
	for _, s := range w.flow.Spans {
		out = append(out, s.Name)
	}
	return out
}

// quote returns a pattern for a text.
func quote(text string) string {
	var p ecmaPrinter
	for _, r := range text {
		p.literal(r, false)
	}
	return p.b.String()
}
