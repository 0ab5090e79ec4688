package kotlin

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
)

// wireValue is the expression of what stands on the wire for a value of the tag's type.
func wireValue(t *model.Tag, value string, optional bool) string {
	member := "value"
	switch t.Kind {
	case model.KindID:
	case model.KindEnum:
		member = "wire"
	default:
		return value
	}
	if t.List {
		member = "map { it." + member + " }"
	}
	if optional {
		return value + "?." + member
	}
	return value + "." + member
}

// wire is the expression of what is put.
func (one *put) wire() string { return wireValue(one.Tag.Model, one.from, !one.Required) }

// rules prints what the runtime is told of the tags that are put.
func (p *printer) rules() {
	checked := codegen.Filter(p.Tags, func(t *client.Tag) bool { return t.Checked })
	for len(checked) > 0 {
		object := p.ruleObject(checked[0])
		p.w.Blank()
		p.w.Block("internal object "+object+" {", "}", func() {
			for len(checked) > 0 && p.ruleObject(checked[0]) == object {
				p.w.Blank()
				p.declare(checked[0])
				checked = checked[1:]
			}
		})
	}
}

// numberTags are the runtime's classes for the tags that are no text.
var numberTags = map[model.Kind]string{model.KindInt: "IntTag", model.KindDouble: "DoubleTag", model.KindBool: "BoolTag"}

func (p *printer) declare(t *client.Tag) {
	class := cmp.Or(numberTags[t.Model.Kind], "TextTag")
	if t.PatternTooBig != "" {
		text := "The pattern " + codegen.OneLine(t.PatternTooBig) + " is too big for a client: the validator checks it."
		p.w.Lines("// ", codegen.Wrap(text, maxLine-p.w.Width()-len("// ")))
	}
	args := append([]expr{stringLiteral(t.Name)}, p.checks(t)...)
	var made expr = call{name: class, args: args}
	if t.Model.IsSensitive() {
		made = call{name: p.use("sensitive"), args: []expr{made}}
	}
	p.value("val "+tagParam(t.Model)+": "+p.generated(class), made)
}

// checks are the arguments for what is checked of a value.
func (p *printer) checks(t *client.Tag) []expr {
	var args []expr
	add := func(name string, value expr) { args = append(args, named{name, value}) }
	isInt, low, high := t.Model.Kind == model.KindInt, "Long.MIN_VALUE", "Long.MAX_VALUE"
	for _, c := range t.Constraints {
		switch c.Kind {
		case constraint.MinLength:
			add("minLength", strconv.Itoa(c.N))
		case constraint.MaxLength:
			add("maxLength", strconv.Itoa(c.N))
		case constraint.Pattern:
			add("pattern", p.pattern(t.Pattern))
		case constraint.Format:
			add("format", p.use("TextFormat")+"."+strings.ToUpper(strings.ReplaceAll(string(c.Format), "-", "_")))
		case constraint.Min:
			if low = bound(t.Model.Kind, c.Number); !isInt {
				add("min", low)
			}
		case constraint.Max:
			if high = bound(t.Model.Kind, c.Number); !isInt {
				add("max", high)
			}
		}
	}
	if isInt && (t.Doc.Min != nil || t.Doc.Max != nil) {
		args = append(args, low+".."+high)
	}
	if len(t.Items) > 0 {
		add("items", items(t.Items))
	}
	return args
}

// items is how many items a list may have.
func items(checks []constraint.Constraint) expr {
	least, most := "0", "Int.MAX_VALUE"
	for _, c := range checks {
		switch c.Kind {
		case constraint.MinItems:
			least = strconv.Itoa(c.N)
		case constraint.MaxItems:
			most = strconv.Itoa(c.N)
		}
	}
	return least + ".." + most
}

// pattern makes the runtime's automaton.
func (p *printer) pattern(pattern *client.Pattern) expr {
	table := pack(pattern.Constraint.Table)
	args := []expr{stringLiteral(pattern.Source), chunked(table.classes), chunked(table.next), chunked(table.accept)}
	if table.digits > 1 {
		args = append(args, strconv.Itoa(table.digits))
	}
	return call{name: p.use("TextPattern"), args: args}
}

// chunk is how much of a table stands on one line.
const chunk = 80

// chunked writes a long string as a sum of shorter ones, which the compiler makes one of.
func chunked(text string) expr {
	if len(text) <= chunk {
		return stringLiteral(text)
	}
	var parts sum
	for part := range slices.Chunk([]byte(text), chunk) {
		parts = append(parts, stringLiteral(string(part)))
	}
	return parts
}

// bound is a bound of the spec in the type of the tag, which can hold it: package client leaves out the others.
func bound(kind model.Kind, number *big.Rat) string {
	if kind == model.KindInt {
		if n := number.Num(); n.IsInt64() && n.Int64() == math.MinInt64 {
			return "Long.MIN_VALUE" // Kotlin reads the minus sign apart from the number, which would be too big
		}
		return number.Num().String() + "L"
	}
	value, _ := number.Float64()
	text := strconv.FormatFloat(value, 'g', -1, 64)
	if !strings.ContainsAny(text, ".e") {
		text += ".0"
	}
	return text
}
