package architecture

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const decisions = "docs/decisions"

var (
	linkedTitle  = regexp.MustCompile(`^\[([^\]]+)\]\((\d{4}-[a-z0-9-]+\.md)\)$`)
	linkedPage   = regexp.MustCompile(`\]\((\d{4}-[a-z0-9-]+\.md)\)`)
	movedTo      = regexp.MustCompile("^moved to packages? `([^`]+)`")
	knownStatus  = regexp.MustCompile(`^(in force|replaced by|moved to package)`)
	decisionDate = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
)

// decision is a row of docs/decisions/README.md.
type decision struct{ number, title, status, date string }

// readDecisions returns the rows of an index of decisions.
func readDecisions(text string) []decision {
	var rows []decision
	for _, line := range strings.Split(text, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) != 6 {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if len(cells[1]) == 4 && strings.Trim(cells[1], "0123456789") == "" {
			rows = append(rows, decision{cells[1], cells[2], cells[3], cells[4]})
		}
	}
	return rows
}

// TestIndexOfDecisions compares docs/decisions/README.md with the pages beside it.
func TestIndexOfDecisions(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, decisions, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	pages := readPages(t)
	rows := readDecisions(string(text))
	if len(rows) < 50 {
		t.Fatalf("the index has %d rows", len(rows))
	}
	last := ""
	for _, row := range rows {
		if row.number <= last {
			t.Errorf("%s stands behind %s", row.number, last)
		}
		last = row.number
		for _, problem := range row.problems(pages) {
			t.Errorf("%s: %s", row.number, problem)
		}
		if link := linkedTitle.FindStringSubmatch(row.title); link != nil {
			delete(pages, link[2])
		}
	}
	for page := range pages {
		t.Errorf("%s has no row in %s/README.md", page, decisions)
	}
}

// readPages returns the headings of the pages, by file name.
func readPages(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, decisions, "[0-9]*.md"))
	if err != nil || len(files) < 50 {
		t.Fatalf("found %d pages: %v", len(files), err)
	}
	pages := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		heading, _, _ := strings.Cut(string(text), "\n")
		pages[filepath.Base(file)] = heading
	}
	return pages
}

// problems returns what is wrong with a row, given the headings of the pages.
func (d decision) problems(pages map[string]string) []string {
	var out []string
	if !knownStatus.MatchString(d.status) || !decisionDate.MatchString(d.date) {
		out = append(out, "the status must begin with in force, replaced by or moved to package, and the date be a day")
	}
	link, moved := linkedTitle.FindStringSubmatch(d.title), movedTo.FindStringSubmatch(d.status)
	switch {
	case link == nil && moved == nil:
		out = append(out, "the title must link to the page, unless the page has moved to a package")
	case link != nil && pages[link[2]] != "# "+d.number+" "+link[1]:
		out = append(out, "the title must be that of the page "+link[2])
	}
	if moved != nil {
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(moved[1]))); err != nil {
			out = append(out, "there is no package "+moved[1])
		}
	}
	for _, target := range linkedPage.FindAllStringSubmatch(d.status, -1) {
		if pages[target[1]] == "" {
			out = append(out, "there is no page "+target[1])
		}
	}
	return out
}

// TestTheIndexTestSees holds the test of the index to finding what is wrong.
func TestTheIndexTestSees(t *testing.T) {
	pages := map[string]string{"0001-a.md": "# 0001 A", "0002-b.md": "# 0002 B"}
	for row, want := range map[string]int{
		"| 0001 | [A](0001-a.md) | in force | 2026-11-21 |":                      0,
		"| 0001 | [A](0001-a.md) | replaced by [0002](0002-b.md) | 2026-11-21 |": 0,
		"| 0001 | A | moved to package `test/architecture` | 2026-11-21 |":       0,
		"| 0001 | [Another](0001-a.md) | in force | 2026-11-21 |":                1,
		"| 0001 | [A](0001-a.md) | replaced by [0003](0003-c.md) | 2026-11-21 |": 1,
		"| 0001 | A | in force | 2026-11-21 |":                                   1,
		"| 0001 | A | moved to package `test/nowhere` | 2026-11-21 |":            1,
		"| 0001 | [A](0001-a.md) | perhaps | 2026-11-21 |":                       1,
		"| 0001 | [A](0001-a.md) | in force | today |":                           1,
		"| 0003 | [C](0003-c.md) | replaced by [0004](0004-d.md) | 2026-11-21 |": 2,
	} {
		rows := readDecisions(row)
		if len(rows) != 1 {
			t.Errorf("%s is read as %d rows", row, len(rows))
			continue
		}
		if got := rows[0].problems(pages); len(got) != want {
			t.Errorf("%s: %d problems, want %d: %q", row, len(got), want, got)
		}
	}
}
