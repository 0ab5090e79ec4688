package yamlsource

import (
	"fmt"
	"regexp"

	"github.com/specgen/specgen/internal/diag"
)

// listType is a word with brackets behind it as a value, such as string[], which braces around it turn into a list.
var listType = regexp.MustCompile(`[:,\[{]\s*([A-Za-z_][A-Za-z0-9_-]*\[\])\s*(?:[,}\]]|$)`)

// reportListTypes reports each word like string[] that stands within braces or brackets, outside of quotes. In a line of its own
// such a word is plain text.
func (r *reader) reportListTypes(first, end int) bool {
	var marks lineScanner
	found := false
	for n := first; n < end; n++ {
		line := r.line(n)
		inBrackets := len(marks.open) > 0
		ls := marks.scan(n, line)
		if !inBrackets && (ls.value >= len(line) || line[ls.value] != '{' && line[ls.value] != '[') {
			continue
		}
		code := line[:ls.comment]
		for from := 0; ; {
			at := listType.FindStringSubmatchIndex(code[from:])
			if at == nil {
				break
			}
			if word := (wordAt{from + at[2], from + at[3]}); !ls.inQuotes(word) {
				found = true
				r.reportListType(n, word, code[word.from:word.to])
			}
			from += at[3]
		}
	}
	return found
}

// wordAt is from where to where a word stands on its line, in bytes.
type wordAt struct{ from, to int }

func (ls lineMarks) inQuotes(w wordAt) bool {
	for _, q := range ls.quotes {
		if w.from >= q.from && w.to <= q.to {
			return true
		}
	}
	return false
}

func (r *reader) reportListType(n int, at wordAt, word string) {
	r.report(diag.Diagnostic{
		Code: "yaml/list-type", Severity: diag.Error, Range: r.span(n, at.from, at.to),
		Message:    fmt.Sprintf("within braces YAML takes the brackets of %s for a list", word),
		Suggestion: Quote(word),
	})
}
