package yamlsource

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/gap"
)

// maxCuts is how many levels of mappings a text that does not parse is cut into: section, entry, field, and the fields'
// own entries.
const maxCuts = 5

// reader makes a tree of a source, and finds more than the first mistake in it.
type reader struct {
	*source
	reparsed int // bytes that were read again
}

// read returns the tree, or nil where nothing can be read. A text that does not parse is cut into pieces, and those that
// parse are put together again.
func (r *reader) read() *Node {
	end := len(r.lines) + 1
	raw, tokens := r.tokenize(1, end)
	if !r.checkLimits(tokens) {
		return nil
	}
	n, failed := r.parse(raw, tokens)
	if failed == nil {
		return n
	}
	return r.recover(1, end, 0, 0, failed)
}

// piece parses lines first up to but without end, and cuts them where they do not parse. depth is how often they were cut.
func (r *reader) piece(first, end, depth int) *Node {
	r.reparsed += len(r.text(first, end))
	raw, tokens := r.tokenize(first, end)
	n, failed := r.parse(raw, tokens)
	if failed == nil {
		return n
	}
	head := r.headOf(first, end)
	f, isLone, ok := r.keyOf(head)
	if !ok {
		r.refuseOr(tokens, func() { r.reportSyntax(first, end, failed) })
		return &Node{At: r.content(head), Gap: gap.All}
	}
	f.Value = &Node{At: f.KeyAt, Gap: gap.All}
	if inner := r.headOf(head+1, end); isLone && depth < maxCuts && inner < end && r.reparsed < maxReparsed && r.isInside(head, inner) {
		f.Value = r.recover(head+1, end, r.indentWithin(head, inner, end), depth+1, failed)
	} else {
		r.refuseOr(tokens, func() { r.reportSyntax(first, end, failed) })
	}
	return &Node{Kind: Map, At: Join(f.KeyAt, f.Value.At), Fields: []*Field{f}, Gap: gap.Part}
}

// indentWithin returns the indentation of the entries beneath a key: what most lines have that are no deeper than the first
// of them, so that the others are not compared with one line that is too deep.
func (r *reader) indentWithin(head, first, end int) int {
	most := indentOf(r.line(first))
	counts := map[int]int{}
	for n := first; n < end; n++ {
		line := r.line(n)
		if indent := indentOf(line); !isBlank(line) && indent <= indentOf(r.line(first)) && indent > indentOf(r.line(head)) {
			counts[indent]++
			if counts[indent] > counts[most] {
				most = indent
			}
		}
		if b, ok := r.blockAt(n); ok && b.end > n {
			n = b.end - 1
		}
	}
	return most
}

// refuseOr reports what is not part of the language in tokens that do not parse, and where there is nothing of the kind
// calls otherwise: an alias is reason enough for a text not to parse.
func (r *reader) refuseOr(tokens []token, otherwise func()) {
	if r.refuse(tokens) == 0 {
		otherwise()
	}
}

// isInside reports whether a line stands within the entry whose key stands alone on another.
func (r *reader) isInside(key, line int) bool {
	keyIndent, indent := indentOf(r.line(key)), indentOf(r.line(line))
	return indent > keyIndent || indent == keyIndent && isItem(r.line(line))
}

// recover reads lines that do not parse together: it cuts them at the lines that have the given indentation, reads the pieces and
// merges them.
func (r *reader) recover(first, end, indent, depth int, failed *syntaxError) *Node {
	out := &Node{Kind: Map, Gap: gap.Part}
	before := r.count
	starts := r.cut(first, end, indent)
	for i, start := range starts {
		stop := end
		if i+1 < len(starts) {
			stop = starts[i+1]
		}
		if got := indentOf(r.line(start)); got != indent && !isBlank(r.line(start)) {
			r.reportIndent(start, got, indent)
		}
		r.merge(out, r.piece(start, stop, depth), start)
	}
	if r.count == before { // each piece parses alone, but not beside the others
		r.reportSyntax(first, end, failed)
	}
	if !out.At.IsValid() {
		out.At = r.content(r.headOf(first, end))
	}
	return out
}

// cut returns the lines that begin a piece: the first, and those at most as deep as indent that are neither a comment nor the end of
// a bracket nor within a block text.
func (r *reader) cut(first, end, indent int) []int {
	starts := []int{first}
	items := isItem(r.line(r.headOf(first, end)))
	seen := false
	for n := first; n < end; n++ {
		line := r.line(n)
		text := strings.TrimSpace(line)
		switch {
		case isBlank(line):
			continue
		case !seen: // comments before it belong to it
			seen = true
		case indentOf(line) <= indent && strings.IndexByte("}]", text[0]) < 0 && (items || !isItem(line)):
			starts = append(starts, n)
		}
		if b, ok := r.blockAt(n); ok && b.end > n {
			n = b.end - 1
		}
	}
	return starts
}

// headOf returns the first line that is neither blank nor a comment, or end.
func (r *reader) headOf(first, end int) int {
	for n := first; n < end; n++ {
		if text := r.line(n); !isBlank(text) && strings.TrimSpace(text) != "---" {
			return n
		}
	}
	return end
}

// isItem reports whether a line begins with the dash of a list.
func isItem(line string) bool {
	text := strings.TrimLeft(line, " ")
	return text == "-" || strings.HasPrefix(text, "- ")
}

// keyOf reads the key that a line begins with; isLone is whether nothing follows it on the line.
func (r *reader) keyOf(n int) (f *Field, isLone, ok bool) {
	line := r.line(n)
	if isItem(line) {
		return nil, false, false
	}
	ls := new(lineScanner).scan(n, line)
	if ls.keyEnd < 0 {
		return nil, false, false
	}
	text := strings.TrimRight(line[indentOf(line):ls.keyEnd], " ")
	if text == "" || strings.IndexByte("{[&*!?", text[0]) >= 0 || gluedKey.MatchString(text) {
		return nil, false, false
	}
	t := token{kind: plainToken, text: text, line: n, column: indentOf(line) + 1}
	if text[0] == '"' || text[0] == '\'' {
		t.kind = quotedToken
	}
	f, usable := r.field(t)
	return f, ls.value >= ls.comment || ls.value == len(line), f.Key != "" && usable
}

// merge adds the entries or items of part to whole.
func (r *reader) merge(whole, part *Node, line int) {
	switch {
	case part == nil:
		return
	case part.Kind == Null && !part.Gap.Usable():
		whole.Gap.Widen(gap.Names)
	case len(whole.Fields) == 0 && part.Kind == List:
		whole.Kind = List
		whole.Items = append(whole.Items, part.Items...)
	case whole.Kind == Map && part.Kind == Map:
		for _, f := range part.Fields {
			if first := whole.Field(f.Key); first != nil {
				r.reportDuplicate(first, f)
				first.Value.Gap.Widen(gap.Names)
				continue
			}
			whole.Fields = append(whole.Fields, f)
		}
	case part.Kind == List || part.Kind == Map:
		r.add("yaml/indentation", r.content(r.headOf(line, len(r.lines)+1)), "entries of a list and of a mapping stand beside each other", "indent the list deeper than its key")
		whole.Gap.Widen(gap.Names)
	default:
		n := r.headOf(line, len(r.lines)+1)
		r.reportNoColon(n)
		whole.Gap.Widen(gap.Names)
	}
	whole.Gap.Widen(min(part.Gap, gap.Names))
	whole.At = Join(whole.At, part.At)
}

// reportIndent says that a line stands neither beside nor within its neighbours.
func (r *reader) reportIndent(n, got, want int) {
	if r.isReported(n) {
		return // the tab in its indentation has been reported
	}
	d := diag.Diagnostic{
		Code: "yaml/indentation", Severity: diag.Error, Range: r.at(n, 1, max(1, got)),
		Message: fmt.Sprintf("the line is indented by %s, its neighbours by %s", spaces(got), spaces(want)),
		Help:    "indent entries that belong together alike",
	}
	r.report(d)
}

func spaces(n int) string {
	if n == 1 {
		return "1 space"
	}
	return fmt.Sprintf("%d spaces", n)
}
