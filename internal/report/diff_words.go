package report

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/output"
)

// versionSentence says how the version stands to what the changes ask for. It is not escaped.
func (d *Diff) versionSentence(f *FlowDiff, v *diff.Verdict) string {
	base := "version " + v.Was.String()
	if f.IsReleased {
		base = "the released version " + v.Was.String()
	}
	switch {
	case v.Lower:
		return fmt.Sprintf("the flow %q has version %s, which is lower than %s", f.Flow, v.Is, base)
	case v.OK && len(f.Release.Changes) == 0:
		return fmt.Sprintf("nothing changed since %s", base)
	case v.OK && v.Level == diff.None:
		return fmt.Sprintf("only words changed since %s", base)
	case v.OK:
		return fmt.Sprintf("version %s is enough: the changes since %s ask for %s or higher", v.Is, base, v.Needs)
	case v.InPlace && f.IsReleased:
		return fmt.Sprintf("version %s of the flow %q is released and says something else: its changes ask for %s or higher", v.Is, f.Flow, v.Needs)
	}
	return fmt.Sprintf("the flow %q has version %s, and its changes since %s ask for %s or higher", f.Flow, v.Is, base, v.Needs)
}

// place is where a change stands in the later state. What is gone stands at the flow's version, or nowhere where that is gone too.
func (d *Diff) place(f *FlowDiff, c *diff.Change) diag.Range {
	at := c.IsPos
	if !at.IsValid() {
		at = f.Is.Pos
	}
	if d.Is.Prefix != "" { // it is in no file that a review shows
		return diag.Range{}
	}
	return at
}

func (d *Diff) wasPlace(c *diff.Change) string { return placeText(d.Was.Prefix, c.WasPos) }

func (d *Diff) isPlace(c *diff.Change) string { return placeText(d.Is.Prefix, c.IsPos) }

func placeText(prefix string, at diag.Range) string {
	if !at.IsValid() {
		return ""
	}
	return fmt.Sprintf("%s%s:%d:%d", prefix, at.File, at.Start.Line, at.Start.Column)
}

// values are the two values of a change, behind its sentence.
func values(c *diff.Change) string {
	was, is := c.Values()
	switch {
	case was == "" && is == "":
		return ""
	case was == "":
		return ": " + is
	case is == "":
		return ": it was " + was
	}
	return ": " + was + " → " + is
}

// gradesText is the grade for each audience: one for the source where the languages agree.
func (d *Diff) gradesText(c *diff.Change) string {
	g := c.Grades
	return "wire " + g.Wire.String() + ", source " + d.sourceText(g.Source) + ", conformance " + g.Conformance.String()
}

func (d *Diff) sourceText(source diff.Source) string {
	if len(d.Languages) == 0 {
		return diff.Safe.String()
	}
	first := source.Of(d.Languages[0])
	same := true
	for _, language := range d.Languages {
		same = same && source.Of(language) == first
	}
	if same {
		return first.String()
	}
	text := ""
	for _, g := range []diff.Grade{diff.Breaking, diff.Risky, diff.Safe} {
		var in []string
		for _, language := range d.Languages {
			if source.Of(language) == g {
				in = append(in, language)
			}
		}
		if len(in) > 0 {
			if text != "" {
				text += ", "
			}
			text += g.String() + " in " + andWords(in)
		}
	}
	return text
}

func andWords(words []string) string {
	text := words[0]
	for i, word := range words[1:] {
		if i == len(words)-2 {
			text += " and " + word
		} else {
			text += ", " + word
		}
	}
	return text
}

// mostUses is how many places that a change concerns are named, where not all are asked for.
const mostUses = 3

func usesText(c *diff.Change, most int) string {
	var names []string
	for i, use := range c.Uses {
		if i == most && len(c.Uses) > most+1 {
			names = append(names, fmt.Sprintf("%d more", len(c.Uses)-i))
			break
		}
		names = append(names, use.Element)
	}
	text := names[0]
	for _, name := range names[1:] {
		text += "; " + name
	}
	return text
}

// Sentence says what was compared, and how much changed. It is not escaped.
func (d *Diff) Sentence() string {
	text := "against " + d.Was.Label
	if n := d.counts(); n.all == 0 {
		text += ": no changes"
	} else {
		text += ": " + n.String()
	}
	return text
}

// counts are the numbers of changes by grade.
type counts struct{ all, breaking, risky, accepted int }

func (d *Diff) counts() counts {
	var n counts
	for i := range d.Flows {
		n = n.and(d.flowCounts(&d.Flows[i]))
	}
	return n
}

func (n counts) and(m counts) counts {
	return counts{n.all + m.all, n.breaking + m.breaking, n.risky + m.risky, n.accepted + m.accepted}
}

func (d *Diff) flowCounts(f *FlowDiff) counts {
	var n counts
	for i := range f.Changes {
		n.all++
		switch grade := d.grade(&f.Changes[i]); {
		case d.Accepts(&f.Changes[i]):
			n.accepted++
		case grade == diff.Breaking:
			n.breaking++
		case grade == diff.Risky:
			n.risky++
		}
	}
	return n
}

// String says the numbers: 3 changes, 1 breaking.
func (n counts) String() string {
	text := output.Count(n.all, "change")
	for _, one := range []struct {
		n    int
		word string
	}{{n.breaking, "breaking"}, {n.risky, "risky"}, {n.accepted, "accepted"}} {
		if one.n > 0 {
			text += fmt.Sprintf(", %d %s", one.n, one.word)
		}
	}
	return text
}
