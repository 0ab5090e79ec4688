package output

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/diag"
)

const (
	// mostMarkdown is how many bytes a report in Markdown has at most: GitHub refuses comments of more than 65,536 characters.
	mostMarkdown = 60_000
	// mostMessage and mostRemark are how many characters of one text are shown.
	mostMessage = 300
	mostRemark  = 1000
	// mostLines is how many lines a fold has.
	mostLines = 60
)

// printMarkdown writes a comment for a pull request: the verdict, and a line for each cause, whose details and consequences are folded.
// Everything but the heading is HTML without empty lines, in which no Markdown means anything. A text that GitHub or GitLab might turn
// into a mention, a link or an emoji stands in <code> or <pre>, where they leave it as it is.
func printMarkdown(r Result, o Options) ([]byte, error) {
	suites := o.placedSuites(r)
	var blocks []markdownBlock
	var counted []diag.Severity
	failed := false
	for i := range suites {
		suite := &suites[i]
		for j := range suite.Items {
			failed = failed || suite.Items[j].Effect != None
			if suite.Items[j].State != Known {
				counted = append(counted, suite.Items[j].Severity)
			}
		}
		blocks = append(blocks, markdownSuite(suite)...)
	}
	verdict := "passed"
	if failed {
		verdict = "failed"
	}
	if counts := CountSeverities(counted); counts != "" {
		verdict += ", " + counts
	}
	head := "<!-- specgen -->\n\n### specgen: " + verdict + "\n"
	return []byte(head + fitMarkdown(blocks, mostMarkdown-len(head))), nil
}

// markdownBlock is a part of the report, in full and as little of it as is worth a line. It ends in a line break.
type markdownBlock struct {
	full, short string
	items       int // that it is about
}

// fitMarkdown joins blocks, in full as long as all others have room in short, and says how many items have no room at all.
func fitMarkdown(blocks []markdownBlock, room int) string {
	const blank = 1
	room -= 200 // for the last line
	left := 0
	for _, b := range blocks {
		left += len(b.short) + blank
	}
	var out strings.Builder
	items := 0
	for _, b := range blocks {
		left -= len(b.short) + blank
		text := b.full
		if out.Len()+len(b.full)+blank+left > room {
			text = b.short
		}
		if out.Len()+len(text)+blank > room {
			items += b.items
			continue
		}
		out.WriteString("\n" + text)
	}
	if items > 0 {
		fmt.Fprintf(&out, "\n%d more have no room here; the text and JSON of the same run have all.\n", items)
	}
	return out.String()
}

// markdownSuite is what a suite holds, then the causes, then in one fold each what is only told and what a baseline knows.
func markdownSuite(suite *Suite) []markdownBlock {
	var blocks []markdownBlock
	if suite.Summary != "" || len(suite.Items) > 0 {
		line := "<p><b>" + markdownInline(suite.Name, mostMessage) + "</b>"
		if suite.Summary != "" {
			line += ": " + markdownInline(suite.Summary, mostRemark)
		}
		line += "</p>\n"
		blocks = append(blocks, markdownBlock{full: line, short: line})
	}
	var infos, known [][]*Item
	follows := make(map[string][][]*Item) // by the fingerprint of the cause
	var causes [][]*Item
	groups := together(suite.Items)
	shown := func(fingerprint string) bool {
		return slices.ContainsFunc(groups, func(g []*Item) bool {
			return g[0].Fingerprint == fingerprint && g[0].State != Known && g[0].Severity > diag.Info
		})
	}
	for _, group := range groups {
		first := group[0]
		switch {
		case first.State == Known:
			known = append(known, group)
		case first.Cause != "" && shown(first.Cause):
			follows[first.Cause] = append(follows[first.Cause], group)
		case first.Severity == diag.Info && first.Effect == None:
			infos = append(infos, group)
		default:
			causes = append(causes, group)
		}
	}
	for _, group := range causes {
		blocks = append(blocks, markdownCause(group, follows[group[0].Fingerprint]))
	}
	blocks = append(blocks, markdownList(infos, "info")...)
	return append(blocks, markdownList(known, "known finding")...)
}

// markdownCause is one cause: a line, and folded below it the details and what follows from it.
func markdownCause(group []*Item, follows [][]*Item) markdownBlock {
	first := group[0]
	line := fmt.Sprintf("<b>%s</b> <code>%s</code> %s", first.Severity, markdownText(first.Code, mostMessage), markdownInline(first.Message, mostMessage))
	about := remarkOf(first, "in")
	if n := len(group) - 1; n > 0 && about != "" {
		about += " and " + Count(n, "other")
	} else if about == "" && first.Place.File != "" {
		about = lineOf(first.Place)
	}
	if about != "" {
		line += " (" + markdownInline(about, mostMessage) + ")"
	}
	if n := len(follows); n > 0 {
		line += ", explains " + Count(n, "consequence")
	}
	block := markdownBlock{short: "<p>" + line + "</p>\n", items: len(group)}
	lines := junitLines(group)[1:]
	for _, consequence := range follows {
		block.items += len(consequence)
		lines = append(lines, "explains: "+headlineOf(consequence))
	}
	block.full = markdownFold(line, lines)
	if len(lines) == 0 {
		block.full = block.short
	}
	return block
}

func markdownList(groups [][]*Item, noun string) []markdownBlock {
	if len(groups) == 0 {
		return nil
	}
	var lines []string
	items := 0
	for _, group := range groups {
		lines = append(lines, headlineOf(group))
		items += len(group)
	}
	line := Count(len(groups), noun)
	return []markdownBlock{{full: markdownFold(line, lines), short: "<p>" + line + "</p>\n", items: items}}
}

// headlineOf is a defect in one line, escaped for a terminal.
func headlineOf(group []*Item) string {
	text := group[0].Code + ": " + group[0].Message
	if about := remarkOf(group[0], "in"); about != "" {
		text += " (" + about + ")"
	}
	return dotted(text)
}

func remarkOf(item *Item, label string) string {
	for _, remark := range item.Remarks {
		if remark.Label == label {
			return remark.Text
		}
	}
	return ""
}

// markdownFold is a line of HTML with lines of text folded below it.
func markdownFold(line string, lines []string) string {
	var out strings.Builder
	out.WriteString("<details><summary>" + line + "</summary>\n<pre>\n")
	for i, text := range lines {
		if i == mostLines {
			fmt.Fprintf(&out, "%d more lines\n", len(lines)-i)
			break
		}
		out.WriteString(markdownText(text, mostRemark) + "\n")
	}
	out.WriteString("</pre></details>\n")
	return out.String()
}

// markdownText is a text for the inside of <code> or <pre>: one line, at most so many characters, without anything that HTML knows.
func markdownText(text string, most int) string {
	text = dotted(text)
	if letters := []rune(text); len(letters) > most {
		text = string(letters[:most-1]) + "…"
	}
	return html.EscapeString(text)
}

// markdownInline is a text for the inside of any HTML: in <code> unless it is plain.
func markdownInline(text string, most int) string {
	escaped := markdownText(text, most)
	if plain.MatchString(text) && !special.MatchString(text) {
		return escaped
	}
	return "<code>" + escaped + "</code>"
}

// plain is text without characters that begin mentions, links, references and markup; special is what is made of letters and colons
// alone and still becomes something else: emoji, addresses, references to issues and commits.
var (
	plain   = regexp.MustCompile(`^[\pL\pN "',;.:()_-]*$`)
	special = regexp.MustCompile(`(?i):[\w+-]+:|\bwww\.|\bGH-\d|\b[0-9a-f]{7,40}\b`)
)
