package typescript

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/pattern"
)

// regExp writes an automaton as a RegExp literal of ECMAScript, or returns "" where it is not certain that one means the same. The automaton
// must have places of printable characters, of which only the last run may have several lengths. So the RegExp is classes of characters between
// ^ and $: without flags every engine takes the same texts, and it backtracks over the last run alone, one step for each character.
func regExp(table *pattern.Table) string {
	places := table.Places()
	if places == nil {
		return ""
	}
	var b strings.Builder
	for from := 0; from < len(places.Classes); {
		to := from + 1
		for to < len(places.Classes) && places.Classes[to] == places.Classes[from] {
			to++
		}
		class := characters(table, places.Classes[from])
		least, most := max(places.Least-from, 0), to-from
		switch last := to == len(places.Classes); {
		case class == "", !last && least < most:
			return ""
		case !last:
			least = most
		case places.Repeats:
			most = -1
		}
		b.WriteString(class + times(least, most))
		from = to
	}
	return "/^" + b.String() + "$/"
}

// times writes how often a class stands; most is -1 where there is no bound.
func times(least, most int) string {
	switch {
	case least == 1 && most == 1:
		return ""
	case least == 0 && most == 1:
		return "?"
	case least == 0 && most < 0:
		return "*"
	case least == 1 && most < 0:
		return "+"
	case most < 0:
		return fmt.Sprintf("{%d,}", least)
	case least == most:
		return fmt.Sprintf("{%d}", least)
	}
	return fmt.Sprintf("{%d,%d}", least, most)
}

// What has a backslash in a RegExp literal, outside of brackets and inside.
const (
	outsideBrackets = `^$\.*+?()[]{}|/`
	insideBrackets  = `^\-[]/`
)

// characters writes the characters of classes of bytes, or returns "" where one is not printable.
func characters(table *pattern.Table, classes uint64) string {
	var in []byte
	for b, class := range table.Classes {
		if classes>>class&1 == 0 {
			continue
		}
		if b < ' ' || b > '~' {
			return ""
		}
		in = append(in, byte(b))
	}
	if len(in) == 1 {
		return character(in[0], outsideBrackets)
	}
	var ranges strings.Builder
	for from := 0; from < len(in); {
		to := from + 1
		for to < len(in) && in[to] == in[to-1]+1 {
			to++
		}
		ranges.WriteString(characterRange(in[from], in[to-1]))
		from = to
	}
	if ranges.String() == `\d` {
		return `\d`
	}
	return "[" + ranges.String() + "]"
}

// characterRange writes the characters from one to another as they stand inside of brackets. Without flags \d is 0 to 9.
func characterRange(first, last byte) string {
	from, to := character(first, insideBrackets), character(last, insideBrackets)
	switch {
	case first == '0' && last == '9':
		return `\d`
	case first == last:
		return from
	case first+1 == last:
		return from + to
	}
	return from + "-" + to
}

func character(b byte, special string) string {
	if strings.IndexByte(special, b) >= 0 {
		return `\` + string(b)
	}
	return string(b)
}
