package output

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/diag"
)

// printJUnit writes the XML of JUnit, as GitLab and Jenkins read it. A test is what is wrong in one way, and each thing or rule about
// which nothing fails: names stay the same from run to run, so that CI tells new failures from old ones. There is always a test, since
// Jenkins takes a report without one for a mistake. Times are left out: the same result is the same bytes.
func printJUnit(r Result, o Options) ([]byte, error) {
	var suites bytes.Buffer
	var all junitCounts
	for _, suite := range o.placedSuites(r) {
		text, counts := junitSuite(&suite)
		suites.Write(text)
		all.add(counts)
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	fmt.Fprintf(&out, "<testsuites name=\"specgen\"%s>\n%s</testsuites>\n", all.attributes(), suites.Bytes())
	return out.Bytes(), nil
}

type junitCounts struct{ tests, failures, errors int }

func (c *junitCounts) add(other junitCounts) {
	c.tests += other.tests
	c.failures += other.failures
	c.errors += other.errors
}

func (c *junitCounts) attributes() string {
	return fmt.Sprintf(` tests="%d" failures="%d" errors="%d"`, c.tests, c.failures, c.errors)
}

func junitSuite(suite *Suite) ([]byte, junitCounts) {
	var cases bytes.Buffer
	var counts junitCounts
	notes := make(map[string][]string) // what does not fail, by code
	var codes []string
	for _, items := range together(suite.Items) {
		first := items[0]
		if first.Effect == None {
			if notes[first.Code] == nil {
				codes = append(codes, first.Code)
			}
			notes[first.Code] = append(notes[first.Code], junitLines(items)...)
			continue
		}
		counts.add(junitFailure(&cases, suite.Name, items))
	}
	for _, name := range suite.Passed {
		junitPassed(&cases, suite.Name, name, notes[name])
		delete(notes, name)
		counts.tests++
	}
	if counts.tests == 0 {
		junitPassed(&cases, suite.Name, suite.Name, nil)
		counts.tests++
	}
	var rest []string
	if suite.Summary != "" {
		rest = append(rest, dotted(suite.Summary))
	}
	for _, code := range codes {
		rest = append(rest, notes[code]...)
	}
	junitOutput(&cases, "    ", rest)
	var out bytes.Buffer
	fmt.Fprintf(&out, "  <testsuite name=\"%s\"%s skipped=\"0\">\n%s  </testsuite>\n", xmlText(suite.Name), counts.attributes(), cases.Bytes())
	return out.Bytes(), counts
}

// junitFailure writes a test that fails.
func junitFailure(out *bytes.Buffer, suite string, items []*Item) junitCounts {
	first := items[0]
	name, place := first.Code+": "+first.Message, ""
	if file := first.Place.File; file != "" {
		name += " (" + file + ")"
		place = fmt.Sprintf(` file="%s"`, xmlText(file))
		if line := first.Place.Start.Line; line > 0 {
			place += fmt.Sprintf(` line="%d"`, line)
		}
	}
	element, counts := "failure", junitCounts{tests: 1, failures: 1}
	if first.Effect == Stops {
		element, counts = "error", junitCounts{tests: 1, errors: 1}
	}
	fmt.Fprintf(out, "    <testcase classname=\"%s\" name=\"%s\"%s>\n", junitClass(suite), xmlText(name), place)
	fmt.Fprintf(out, "      <%s type=\"%s\" message=\"%s\">", element, xmlText(first.Code), xmlText(first.Message))
	out.WriteString(xmlLines(junitLines(items)))
	fmt.Fprintf(out, "</%s>\n    </testcase>\n", element)
	return counts
}

// junitPassed writes a test that does not fail, with what there is to say all the same.
func junitPassed(out *bytes.Buffer, suite, name string, notes []string) {
	fmt.Fprintf(out, "    <testcase classname=\"%s\" name=\"%s\"", junitClass(suite), xmlText(name))
	if len(notes) == 0 {
		out.WriteString("/>\n")
		return
	}
	out.WriteString(">\n")
	junitOutput(out, "      ", notes)
	out.WriteString("    </testcase>\n")
}

func junitOutput(out *bytes.Buffer, indent string, lines []string) {
	if len(lines) > 0 {
		fmt.Fprintf(out, "%s<system-out>%s</system-out>\n", indent, xmlLines(lines))
	}
}

// junitClass is the class of a suite's tests. Jenkins takes what stands before the last dot for a package, so the name has no other.
func junitClass(suite string) string {
	return "specgen." + xmlText(strings.ReplaceAll(suite, ".", "_"))
}

// junitLines is all that items say, in lines that are safe for a terminal.
func junitLines(items []*Item) []string {
	first := items[0]
	lines := []string{fmt.Sprintf("%s[%s] %s", first.Severity, first.Code, dotted(first.Message))}
	for _, item := range items {
		if at := lineOf(item.Place); at != "" {
			lines = append(lines, "at: "+at)
		}
		lines = append(lines, sentences(item)[1:]...)
		related := item.Related
		if len(related) > 0 && remarkOf(item, "for one") != "" {
			related = related[1:] // the first example stands in the remark
		}
		for _, note := range related {
			lines = append(lines, "see: "+strings.TrimPrefix(lineOf(note.Range)+": "+dotted(note.Message), ": "))
		}
	}
	return lines
}

// lineOf is a place with what is known of it, escaped: file, file:line or file:line:column.
func lineOf(at diag.Range) string {
	text := dotted(at.File)
	for _, n := range []int{at.Start.Line, at.Start.Column} {
		if text == "" || n <= 0 {
			break
		}
		text += ":" + strconv.Itoa(n)
	}
	return text
}

func xmlLines(lines []string) string {
	escaped := make([]string, len(lines))
	for i, line := range lines {
		escaped[i] = xmlText(line)
	}
	return strings.Join(escaped, "\n")
}

// xmlText is a text of one line for an element or an attribute. What XML 1.0 cannot hold is among what dotted replaces, but for two
// characters.
func xmlText(text string) string {
	var out bytes.Buffer
	_ = xml.EscapeText(&out, []byte(strings.NewReplacer("\uFFFE", "·", "\uFFFF", "·").Replace(dotted(text)))) // a buffer takes everything
	return out.String()
}
