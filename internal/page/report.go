package page

import "fmt"

// Report is a page about a result. All texts are as they came: they are escaped where they are written. Parts that are empty are left out.
type Report struct {
	Title   string // of the document
	Subject string // what the page is about: "notification 1.0.0"
	Against string // what comes after it
	Read    string // what was read: "350,253 records in 1 file, …"
	Verdict Text   // the heading
	Lede    Text
	Notes   []string // what of the input could not be judged
	First   []Task   // at most three

	Flows   []Flow
	Axis    *Axis // of the times between steps; nil where Flows is empty
	Traces  *Axis // of all pictures of traces; nil where there is none
	Groups  []Group
	Keepers *Keepers
	How     bool // explain how flows were counted
}

// Text is a text in which words stand out.
type Text []Words

// Words is a part of a Text. Class is bad, warn or ok for a judgement, b for what matters, "" for all else.
type Words struct{ Class, Text string }

// Plain returns a text in which nothing stands out.
func Plain(text string) Text { return Text{{Text: text}} }

// Task is one of the things to do first.
type Task struct {
	Who  string
	What string
	Do   string
	Link string // the text of a link to the place on the page that says more
	To   string // the id of that place
}

// Flow is how far the records of a flow came.
type Flow struct {
	Name   string // "" where there is one flow
	Stages []Stage
	More   string // what is left out, or ""
	Lost   *Lost
	Beside *Beside
}

// Stage is a step of a funnel.
type Stage struct {
	Name, Brief string
	Bars        []StageBar // as parts of the widest stage
	Says        Text       // the numbers of the bars; the first is the count
	Times       []Times    // since the step before, and how long the step lasts
}

// StageBar is a part of a stage's bar. Class is came, hatched (lost), undone, pending or sampled.
type StageBar struct {
	Class string
	Width Percent
}

// Times is a histogram on Report.Axis.
type Times struct {
	Label  string // "" or "and lasts"
	Path   string // the bars: the data of an SVG path in a box of 1000 × 34
	Marks  []Mark // percentiles and the deadline
	Says   []Pair // the percentiles as text
	DueSay string // the deadline as text, or ""
}

// Mark is a vertical line in a histogram. Class is p50, p95, p99 or due.
type Mark struct {
	At    Percent
	Class string
}

// boxHeight is that of a histogram.
const boxHeight = 34

// Top returns where the line begins: that of a percentile is the shorter the fewer times lie above it.
func (m Mark) Top() int { return map[string]int{"p95": 10, "p99": 18}[m.Class] }

// Height returns how long the line is.
func (m Mark) Height() int { return boxHeight - m.Top() }

// Lost is a part that compares groups by the share that is lost.
type Lost struct {
	Title, About string
	ID           string
	Whole        Percent // where the share of the whole stands
	Groups       []LostGroup
}

// LostGroup is one line of Lost.
type LostGroup struct {
	Name, Share, Of string
	Width           Percent
	Worst           bool
}

// Beside is a part that puts two sides next to each other.
type Beside struct {
	Title  string
	ID     string
	About  Text
	A, B   string // the heads of the columns
	Tables []BesideTable
	Folded []BesideTable // of what no difference is seen in
	Fold   string        // the line that unfolds them
	More   string        // what is left out, or ""
}

// BesideTable is a forest plot with its numbers.
type BesideTable struct {
	Head   string
	Labels []Label // of the axis
	Rows   []BesideRow
}

// BesideRow is one comparison.
type BesideRow struct {
	Name             string
	Nested           bool
	A, B             string
	Difference       string
	Interval         string
	Low, High, Dot   Percent
	Drawn            bool
	Called, CallText string // Called is worse, better or ""
}

// color returns the name of the colour of what is drawn.
func (r *BesideRow) color() string {
	switch r.Called {
	case "worse":
		return "bad-mark"
	case "better":
		return "ok-mark"
	}
	return "thin"
}

// Group is a list of kinds of mistakes.
type Group struct {
	Title, About string
	Kinds        []Kind
	Command      string // that lists those for which there is no room
}

// Kind is one rule that is broken in one place.
type Kind struct {
	ID       string // of the element; unique on the page
	Open     bool
	Class    string // bad, warn or idle, by the severity
	Severity string
	What     string
	Rule     string
	Count    string
	Pairs    []Pair // seen, expected and the like
	Sources  []Source
	Fix      string
	Follows  []string // what else it explains
	Spec     *Excerpt
	Trace    *Waterfall
}

// Pair is a label and a text.
type Pair struct{ Label, Text string }

// Source is who shows a mistake, and how often.
type Source struct {
	Name  string
	Count string
	Width Percent // of the most
}

// Excerpt is some lines of a file.
type Excerpt struct {
	Place string
	Lines []ExcerptLine
}

// ExcerptLine is one of them. Marked is the line that is meant.
type ExcerptLine struct {
	Number string
	Text   string
	Marked bool
}

// Keepers is a table of who keeps the spec.
type Keepers struct {
	Rules []string
	Rows  []Keeper
	More  string
}

// Keeper is a service with a version.
type Keeper struct {
	Name, Records, Kept string
	KeptWidth           Percent
	Broken              Percent
	Drawn               bool
	Cells               []Cell // as many as Keepers.Rules
}

// Cell is how many records break a rule. Tint is how strong its colour is, 0 for none.
type Cell struct {
	Count string
	Class string // bad or warn
	Tint  Percent
}

// Limits of a page, in bytes.
const (
	mostHead   = 180_000 // parts are left out of what is not about kinds of mistakes beyond it
	mostTraces = 260_000 // no picture of a trace is added beyond it
	mostPage   = 290_000 // no kind of mistake is added beyond it
)

// MostTraces is how many kinds have a picture of a trace.
const MostTraces = 40

// noRoom says how many kinds are left out, and what lists them.
func noRoom(n int, command string) string {
	kinds := "kinds have"
	if n == 1 {
		kinds = "kind has"
	}
	text := fmt.Sprintf("%d more %s no room here", n, kinds)
	if command != "" {
		text += "; " + command + " lists them"
	}
	return text + "."
}
