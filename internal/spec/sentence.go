package spec

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/gap"
	"github.com/specgen/specgen/internal/yamlsource"
)

// reportValue reports a value of the wrong type, form or size, and marks it.
func (e *explainer) reportValue(v violation, p place) {
	n := p.value
	d := diag.Diagnostic{Code: "spec/form", Severity: diag.Error, Range: e.valueRange(p), Expected: form(v.schema)}
	who := describe(v, p)
	switch v.keyword {
	case "type":
		e.reportType(v, p, d, who)
		return
	case "uniqueItems":
		e.reportRepeats(p, who)
		return
	case "enum":
		words := texts(v.schema["enum"])
		d.Code = "spec/value"
		d.Message = fmt.Sprintf("%s cannot be %s", who, diag.Short(visible(n.Raw)))
		d.Suggestion = nearestWord(n.Raw, v.schema, words)
		if v.schema["x-list"] == true && (d.Suggestion == "" || e.isTag(n.Raw)) {
			d.Suggestion = "[" + n.Raw + "]"
		}
		if v.schema["x-form"] == nil {
			d.Expected = diag.OneOf(words)
		}
	case "minItems", "minProperties":
		if n.Gap != gap.None {
			return
		}
		d.Code, d.Message = "spec/empty", who+" is empty"
	case "maxProperties":
		d.Code, d.Message = "spec/value", fmt.Sprintf("%s has %d keys, and may have one", who, len(n.Fields))
	case "minLength":
		d.Code, d.Message = "spec/empty", who+" is empty"
	case "maxLength":
		d.Code, d.Message = "spec/range", who+" is too long"
		d.Expected = fmt.Sprintf("at most %v characters", v.schema["maxLength"])
	case "minimum", "maximum":
		d.Code, d.Message = "spec/range", fmt.Sprintf("%s cannot be %s", who, n.Raw)
	default: // pattern and format
		d.Message = fmt.Sprintf("%s cannot be %s", who, diag.Short(visible(n.Raw)))
		if strings.TrimSpace(n.Raw) == "" {
			d.Code, d.Message = "spec/empty", who+" is empty"
		}
		if better := mend(n.Raw, v.schema); better != "" {
			d.Suggestion = better
		}
	}
	n.Gap.Widen(gap.All)
	e.diags.Add(d)
}

// isTag reports whether a word is more likely the name of a tag than a misspelt keyword: the file declares it, or it has several
// words.
func (e *explainer) isTag(word string) bool {
	tags := e.root.Get("tags")
	return tags != nil && tags.Kind == yamlsource.Map && tags.Field(word) != nil || strings.ContainsAny(word, "_.")
}

// reportType reports a value of another type than the schema has.
func (e *explainer) reportType(v violation, p place, d diag.Diagnostic, who string) {
	n := p.value
	n.Gap.Widen(gap.All)
	if n.Kind == yamlsource.Null {
		d.Code, d.Message = "spec/no-value", who+" has no value"
		if strings.HasPrefix(strings.TrimLeft(e.doc.TextFrom(d.Range.End), ": "), "#") {
			d.Help = "# begins a comment; a text that begins with it stands in quotes"
		}
		e.diags.Add(d)
		return
	}
	wanted := typesOf(v.schema)
	d.Code = "spec/type"
	d.Message = fmt.Sprintf("%s is %s, not %s", who, whatIs(n), alternatives(wanted))
	if len(wanted) > 2 {
		d.Message = fmt.Sprintf("%s cannot be %s", who, whatIs(n))
	}
	d.Suggestion = retype(n, v.schema)
	e.diags.Add(d)
}

// retype returns the value in the type that the schema has, where that is plain to see.
func retype(n *yamlsource.Node, schema map[string]any) string {
	types := schema["type"]
	isText := types == "string" || strings.Contains(fmt.Sprint(types), "string")
	switch {
	case n.Kind == yamlsource.Number || n.Kind == yamlsource.Bool:
		if meant, ok := object(schema["x-habits"])[n.Raw].(string); ok {
			return meant
		}
		if better := mend(n.Raw, schema); better != "" {
			return better
		}
		if pattern, ok := schema["pattern"].(string); ok && !matches(pattern, n.Raw) {
			return ""
		}
		if schema["enum"] == nil && schema["format"] == nil && isText {
			return `"` + n.Raw + `"`
		}
	case n.Kind == yamlsource.Text && n.Quoted && (types == "number" || types == "integer") && yamlsource.IsNumber(n.Raw):
		return n.Raw
	case n.Kind == yamlsource.Text && n.Quoted && types == "boolean" && (n.Raw == "true" || n.Raw == "false"):
		return n.Raw
	case n.Kind == yamlsource.Text && types == "array" && !strings.ContainsAny(n.Raw, "\n"):
		if n.Quoted || strings.ContainsAny(n.Raw, ":,[]{}#\"'") {
			return "[" + yamlsource.Quote(n.Raw) + "]"
		}
		return "[" + n.Raw + "]"
	}
	return ""
}

// reportRepeats reports every item of a list that stands there already; the schema library only finds the first pair.
func (e *explainer) reportRepeats(p place, who string) {
	first := map[string]*yamlsource.Node{}
	for _, item := range p.value.Items {
		if item.Kind == yamlsource.Map || item.Kind == yamlsource.List || !item.Gap.Usable() {
			continue
		}
		key := fmt.Sprint(item.Kind) + item.Raw
		before, ok := first[key]
		if !ok {
			first[key] = item
			continue
		}
		item.Gap.Widen(gap.All)
		e.diags.Add(diag.Diagnostic{
			Code: "spec/duplicate-item", Severity: diag.Error, Range: item.At,
			Message: fmt.Sprintf("%s stands in %s twice", diag.Short(visible(item.Raw)), who),
			Help:    "take one of them out",
			Notes:   []diag.Note{{Range: before.At, Message: "it stands here first"}},
		})
	}
}

// nearestWord returns the word of a closed set that was most likely meant.
func nearestWord(word string, schema map[string]any, words []string) string {
	if meant, ok := object(schema["x-habits"])[strings.ToLower(word)].(string); ok {
		return meant
	}
	return diag.Nearest(word, words)
}

// whatIs describes a value in a message: its type, and its text where it has one.
func whatIs(n *yamlsource.Node) string {
	switch n.Kind {
	case yamlsource.Text:
		return "the text " + diag.Short(visible(strings.TrimSpace(n.Raw)))
	case yamlsource.Number:
		return "the number " + strings.Trim(diag.Short(n.Raw), `"`)
	case yamlsource.Bool:
		return n.Raw
	case yamlsource.Map:
		return "a mapping"
	case yamlsource.List:
		return "a list"
	}
	return "empty"
}

// typeWords are what the types of JSON Schema are called in a sentence.
var typeWords = map[string]string{
	"string": "text", "object": "a mapping", "array": "a list", "number": "a number", "integer": "a whole number", "boolean": "true or false",
}

func typesOf(schema map[string]any) []string {
	names := texts(schema["type"])
	if one, ok := schema["type"].(string); ok {
		names = []string{one}
	}
	for i, name := range names {
		names[i] = typeWords[name]
	}
	return names
}

// form describes what a value must look like: in the words of the schema (x-form), else from its keywords.
func form(schema map[string]any) string {
	if text, ok := schema["x-form"].(string); ok {
		return text
	}
	if words := texts(schema["enum"]); len(words) > 0 {
		return diag.OneOf(words)
	}
	if types := typesOf(schema); len(types) > 0 {
		return alternatives(types)
	}
	return "another value"
}

// mend returns a corrected text that the pattern of the schema accepts and that most likely means the same, or "".
func mend(text string, schema map[string]any) string {
	pattern, ok := schema["pattern"].(string)
	if !ok || len(text) > 100 {
		return ""
	}
	tight := strings.Join(strings.Fields(text), "")
	lower := strings.ToLower(tight)
	candidates := []string{strings.TrimSpace(text)}
	if separator, ok := schema["x-separator"].(string); ok {
		candidates = append(candidates, splitWords(text, separator))
	}
	switch schema["x-mend"] {
	case "version":
		digits := strings.TrimPrefix(lower, "v")
		candidates = append(candidates, digits, digits+".0", digits+".0.0")
	case "percentage":
		candidates = append(candidates, tight, tight+"%")
	case "duration":
		candidates = append(candidates, lower, unit.ReplaceAllStringFunc(lower, shortUnit))
	}
	for _, candidate := range candidates {
		if candidate != text && matches(pattern, candidate) {
			return candidate
		}
	}
	return ""
}

func matches(pattern, text string) bool {
	compiled, err := regexp.Compile(pattern)
	return err == nil && compiled.MatchString(text)
}

// unit is a unit of time in full.
var unit = regexp.MustCompile(`(milliseconds?|millis|msecs?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?)$`)

func shortUnit(long string) string {
	switch {
	case strings.HasPrefix(long, "mil"), strings.HasPrefix(long, "ms"):
		return "ms"
	}
	return long[:1]
}

// splitWords writes a name in lower-case words with the separator between them.
func splitWords(name, separator string) string {
	var out strings.Builder
	var before rune
	for _, r := range name {
		switch {
		case r == ' ' || r == '-' || r == '_':
			r = ' '
		case unicode.IsUpper(r) && (unicode.IsLower(before) || unicode.IsDigit(before)):
			out.WriteByte(' ')
		}
		out.WriteRune(unicode.ToLower(r))
		before = r
	}
	return strings.Join(strings.Fields(out.String()), separator)
}
