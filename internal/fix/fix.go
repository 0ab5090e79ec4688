// Package fix knows which diagnostics can be mended without asking anybody, and how: their suggestion as YAML for the place where it is
// to stand. docs/decisions/0195-what-check-fix-mends.md says which are, and why.
package fix

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/yamlsource"
)

// form is how the suggestion of a code is written.
type form uint8

const (
	none   form = iota
	word        // a text: it takes the quotes that its place needs
	source      // YAML
)

// forms has the codes whose suggestion can be written without asking. A code that is not here stays for people.
var forms = map[string]form{
	// There is one way to read what was written, and it is put into quotes, or gets its colon or space.
	"yaml/ambiguous": source, "yaml/colon": source, "yaml/escape": source, "yaml/list-type": source, "yaml/no-colon": source,
	"yaml/quotes": source, "yaml/reserved": source, "yaml/space": source,
	// The value is right but for its form or type.
	"spec/form": word, "spec/name": source, "spec/type": source, "tag/default-type": source, "tag/example-type": source,
	// The name or word is unknown as it stands, and one that is known is near.
	"deprecated/use-unknown": word, "service/unknown": word, "span/error-value-unknown": word, "span/unknown": word, "spec/unknown-key": word,
	"spec/value": word, "tag/example-invalid": word, "tag/unknown": word, "trace/unknown": word, "variant/value-unknown": word,
}

// Codes returns the codes that may have a fix.
func Codes() []string {
	var out []string
	for code := range forms {
		out = append(out, code)
	}
	slices.Sort(out)
	return out
}

// Of returns the fix of a diagnostic about a text, or nil where there is none that is safe.
func Of(d *diag.Diagnostic, text []byte) *diag.Fix {
	how := forms[d.Code]
	if how == none || d.Suggestion == "" || !d.Range.IsValid() || d.Range.Start.Line != d.Range.End.Line {
		return nil
	}
	from, to, err := offsets(text, d.Range)
	if err != nil || strings.ContainsAny(d.Suggestion, "\n\r") {
		return nil
	}
	insert := d.Suggestion
	switch isList := strings.HasPrefix(insert, "["); {
	case how == word && strings.Contains(insert, ": "):
		return nil // a key with its value, where the range has the key alone
	case how == word && !isList:
		insert = quoted(d.Suggestion, string(text[from:to]))
	}
	if insert == string(text[from:to]) {
		return nil
	}
	return &diag.Fix{Title: "write " + insert, Edits: []diag.Edit{{Range: d.Range, Text: insert}}}
}

// plain is a word that needs no quotes anywhere.
var plain = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_]*(?:[-./][A-Za-z0-9_]+)*%?$`)

// quoted returns a text as YAML: in quotes where what stands in its place has some, or where it needs them.
func quoted(text, instead string) string {
	if plain.MatchString(text) && yamlsource.IsText(text) && !strings.HasPrefix(instead, `"`) && !strings.HasPrefix(instead, "'") {
		return text
	}
	return yamlsource.Quote(text)
}

var errOutside = errors.New("the range is not in the text")

// offsets returns the byte offsets of a range.
func offsets(text []byte, at diag.Range) (from, to int, err error) {
	if from, err = offset(text, at.Start); err != nil {
		return 0, 0, err
	}
	if to, err = offset(text, at.End); err != nil || to < from {
		return 0, 0, errOutside
	}
	return from, to, nil
}

func offset(text []byte, at diag.Position) (int, error) {
	if bytes.HasPrefix(text, []byte("\ufeff")) && at.Line == 1 {
		return 0, errOutside // whether the mark counts as a column differs from editor to editor
	}
	out := 0
	for line := 1; line < at.Line; line++ {
		end := bytes.IndexByte(text[out:], '\n')
		if end < 0 {
			return 0, errOutside
		}
		out += end + 1
	}
	for column := 1; column < at.Column; column++ {
		r, size := utf8.DecodeRune(text[out:])
		if size == 0 || r == '\n' || r == utf8.RuneError && size == 1 {
			return 0, errOutside
		}
		out += size
	}
	return out, nil
}

// Apply returns the text with the edits, all of which are about it. They must not overlap.
func Apply(text []byte, edits []diag.Edit) ([]byte, error) {
	edits = slices.Clone(edits)
	slices.SortFunc(edits, func(a, b diag.Edit) int {
		if a.Range.Start.Before(b.Range.Start) {
			return 1
		}
		return -1
	})
	before := len(text)
	out := slices.Clone(text)
	for _, e := range edits { // the last first, so that the places of the others stay
		from, to, err := offsets(text, e.Range)
		if err != nil {
			return nil, err
		}
		if to > before {
			return nil, errors.New("two edits overlap")
		}
		out = slices.Replace(out, from, to, []byte(e.Text)...)
		before = from
	}
	return out, nil
}
