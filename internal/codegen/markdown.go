package codegen

import (
	"fmt"
	"strings"
)

// OneLine is text of a spec on one line, without what a comment cannot hold.
func OneLine(text string) string {
	return strings.Join(strings.Fields(Clean(strings.ToValidUTF8(text, "\ufffd"))), " ")
}

// Header returns the lines that begin every source file, without the marks of a comment: that specgen wrote it, from which
// spec, and the command that writes it again.
func Header(in Input) []string {
	return []string{
		Mark(OneLine(in.Source.Version)),
		fmt.Sprintf("Source: %s, version %s.", OneLine(in.Source.Path), in.Flow.Version),
		"SHA-256: " + in.Source.SHA256,
		"Again: " + OneLine(in.Source.Command),
	}
}

// Markdown is text of a spec as plain text in a paragraph or a table cell of Markdown, on one line.
func Markdown(text string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "[", `\[`, "`", "\\`", "*", `\*`, "_", `\_`).Replace(OneLine(text))
}

// MarkdownCode is text as a code span of Markdown, whatever back-ticks it holds. A bar is escaped, because tables split at it
// in code too (GFM section 4.10).
func MarkdownCode(text string) string { return CodeSpan(strings.ReplaceAll(text, "|", `\|`)) }

// CodeSpan is MarkdownCode outside of tables, as in a doc comment (CommonMark 0.31 section 6.1).
func CodeSpan(text string) string {
	text = OneLine(text)
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if len(fence) == 1 {
		return fence + text + fence
	}
	return fence + " " + text + " " + fence
}

// HTMLComment is text that cannot end an HTML comment, on one line.
func HTMLComment(text string) string {
	return strings.NewReplacer("-->", "-- >", "--!>", "-- !>").Replace(OneLine(text))
}
