package page

// Waterfall is one trace as the spec draws it: a row for each step, also for those that did not come, the time from left to right on an
// axis that all traces of a page share. Its text alone tells the story; what is drawn is hidden from screen readers.
type Waterfall struct {
	Text  string // what became of the trace, in one sentence
	ID    string // with the name of the tag it is the value of: "notification_id 7f9c…"
	Start string // when it began, in UTC
	Axis  *Axis
	Rows  []Row
	More  string // what is left out, or ""
}

// Row is a step, or the title of a branch.
type Row struct {
	Title string // of a branch; the other fields but Findings are empty then

	Class  string // ok, warn, bad, lost, wait, idle (not done), cut (not reached) or unk (not kept, not asked)
	Mark   string // the character of the class
	Word   string // the word for it that only screen readers get; "" where From says it
	Nested bool   // it belongs to the branch above it
	Name   string
	From   string // service and version, or what became of the step: LOST, not done
	Since  string // the time since the step before, with its sign
	Note   string // in place of a drawing, or ""

	Line *Bar   // from the step before to this one
	Long *Bar   // how long it lasts
	Gone *Bar   // from the step before to the deadline of a step that did not come
	Due  *Due   // the deadline
	Dot  *Point // the start
	Back string // for a step that starts before the one above: "◂" and by how much

	Findings []RowFinding
}

// RowFinding is what is wrong with the record of a row.
type RowFinding struct {
	Class string // bad, warn or idle, by the severity
	Rule  string // with the severity before it
	Text  string
}

// Bar is a stretch of the axis, in percent of its width.
type Bar struct{ From, Width Percent }

// Point is a place on the axis.
type Point struct{ At Percent }

// Due is a deadline on the axis. Left says that its text stands on the left of it, where there is room.
type Due struct {
	At   Percent
	Text string
	Left bool
}
