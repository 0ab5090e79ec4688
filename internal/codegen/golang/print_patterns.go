package golang

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/pattern"
)

// patterns writes patterns.go: the automata that the tags' patterns were compiled to.
func (p *printer) patterns() {
	for _, v := range p.Patterns {
		name, table := patternVar(v), v.Constraint.Table
		fields := []jen.Code{
			jen.Id("Source").Op(":").Lit(v.Source),
			jen.Id("Classes").Op(":").Index(jen.Lit(256)).Uint8().Add(lines("{", "}", classes(table))),
			jen.Id("Next").Op(":").Index().Uint16().Add(lines("{", "}", next(table))),
			jen.Id("Accept").Op(":").Index().Bool().Add(lines("{", "}", accept(table))),
		}
		fields = append(fields, places(table)...)
		p.add(paragraph(name+" is the automaton of the pattern "+v.Source+"."), jen.Var().Id(name).Op("=").Add(p.gen("Pattern")),
			lines("{", "}", fields))
	}
}

// patternVar is the variable of an automaton.
func patternVar(p *client.Pattern) string { return "pattern" + entryName(&p.First.Model.Entry) }

// perLine is how many numbers stand on a line of a table.
const perLine = 32

// classes is the class of each byte: a line for each run of bytes that are not of class 0, from its first byte on.
func classes(t *pattern.Table) []jen.Code {
	var rows []jen.Code
	for at := 0; at < len(t.Classes); at++ {
		if t.Classes[at] == 0 {
			continue
		}
		from := at
		var run []string
		for ; at < len(t.Classes) && t.Classes[at] != 0 && len(run) < perLine; at++ {
			run = append(run, strconv.Itoa(int(t.Classes[at])))
		}
		at--
		rows = append(rows, jen.Op(strconv.Itoa(from)+": "+strings.Join(run, ", ")))
	}
	return rows
}

// next is the next states: a line for each state, or more where there are many classes.
func next(t *pattern.Table) []jen.Code {
	var rows []jen.Code
	for state := range t.States() {
		row := t.Next[state*t.Width : (state+1)*t.Width]
		for len(row) > 0 {
			n := min(perLine, len(row))
			cells := make([]string, n)
			for i, to := range row[:n] {
				cells[i] = strconv.Itoa(int(to))
			}
			rows = append(rows, jen.Op(strings.Join(cells, ", ")))
			row = row[n:]
		}
	}
	return rows
}

// accept is the accepting states by their numbers, and the last state, so that the slice has its length.
func accept(t *pattern.Table) []jen.Code {
	var rows []jen.Code
	for state, ok := range t.Accept {
		if ok || state == len(t.Accept)-1 {
			rows = append(rows, jen.Op(strconv.Itoa(state)+": "+strconv.FormatBool(ok)))
		}
	}
	return rows
}

// placesPerLine is how many sets of classes stand on a line.
const placesPerLine = 16

// places is what the pattern asks for place by place, where it can be said so.
func places(t *pattern.Table) []jen.Code {
	places := t.Places()
	if places == nil {
		return nil
	}
	var rows []jen.Code
	for row := range slices.Chunk(places.Classes, placesPerLine) {
		texts := codegen.Map(row, func(classes uint64) string { return "0b" + strconv.FormatUint(classes, 2) })
		rows = append(rows, jen.Op(strings.Join(texts, ", ")))
	}
	fields := []jen.Code{jen.Id("Places").Op(":").Index().Uint64().Add(lines("{", "}", rows))}
	if places.Least > 0 {
		fields = append(fields, jen.Id("Least").Op(":").Lit(places.Least))
	}
	if places.Repeats {
		fields = append(fields, jen.Id("Repeats").Op(":").True())
	}
	return fields
}
