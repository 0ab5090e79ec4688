package kotlin

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
)

// wireValue is the expression of what stands on the wire for a value of the tag's type.
func wireValue(t *model.Tag, value string, optional bool) string {
	member := ""
	switch t.Kind {
	case model.KindID:
		member = "value"
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

// step is the call that gives a tag to a draft.
func (p *printer) step(one put) string {
	name := "put"
	if one.Tag.List {
		name = p.use("putAll")
	}
	return name + "(" + one.Rule + ", " + wireValue(one.Tag, one.From, one.Optional) + ")"
}

// steps are the calls that give tags to a draft, in the order in which their violations are reported.
func (p *printer) steps(puts []put) []string {
	var out []string
	for _, one := range puts {
		if one.Match {
			out = append(out, p.use("checkTrace")+"("+one.Rule+", "+wireValue(one.Tag, one.From, one.Optional)+")")
		}
	}
	for _, one := range puts {
		out = append(out, p.step(one))
	}
	return out
}

// allSteps are the calls for all that is given at one moment, undeclared tags last.
func (p *printer) allSteps(c *callView) []string {
	out := p.steps(c.Puts)
	for _, group := range c.Groups {
		out = append(out, "put("+group.Param+")")
	}
	for _, variant := range c.Variants {
		out = append(out, "put("+variant.Rule+", "+variant.Param+".wire)", "put("+variant.Param+")")
	}
	return append(out, "extra(extra)")
}

// rules prints the declared tags.
func (p *printer) rules() {
	for i := 0; i < len(p.view.Rules); {
		object := p.view.Rules[i].Object
		p.w.Blank()
		p.w.Block("internal object "+object+" {", "}", func() {
			for ; i < len(p.view.Rules) && p.view.Rules[i].Object == object; i++ {
				p.rule(p.view.Rules[i])
			}
		})
	}
}

func (p *printer) rule(r *ruleView) {
	class, args := "TextTag", []string{stringLiteral(r.Tag.Name)}
	switch r.Tag.Kind {
	case model.KindInt:
		class, args = "IntTag", append(args, intRange(r.Tag)...)
	case model.KindDouble:
		class, args = "DoubleTag", append(args, doubleRange(r.Tag)...)
	case model.KindBool:
		class = "BoolTag"
	default:
		args = append(args, p.textChecks(r.Checks)...)
	}
	if r.Tag.List && r.Tag.MaxItems > 0 {
		args = append(args, "maxItems = "+strconv.Itoa(r.Tag.MaxItems))
	}
	p.use(class)
	p.w.Blank()
	if r.Left != "" {
		doc := codegen.Wrap("The pattern "+oneLine(codegen.Clean(r.Left))+" is too big for a client: the validator checks it.", maxLine-p.w.Width()-3)
		p.w.Lines("// ", doc)
	}
	head := "val " + r.Name + ": " + class + " ="
	if text := head + " " + class + "(" + strings.Join(args, ", ") + ")"; p.fits(text) {
		p.w.P(text)
		return
	}
	p.w.P(head)
	p.w.Indented(func() {
		if text := class + "(" + strings.Join(args, ", ") + ")"; p.fits(text) {
			p.w.P(text)
			return
		}
		p.arguments(class+"(", args, ")")
	})
}

func (p *printer) textChecks(checks []constraint.Constraint) []string {
	var args []string
	for _, check := range checks {
		switch check.Kind {
		case constraint.MinLength:
			args = append(args, "minLength = "+strconv.Itoa(check.N))
		case constraint.MaxLength:
			args = append(args, "maxLength = "+strconv.Itoa(check.N))
		case constraint.Pattern:
			args = append(args, "pattern = "+p.pattern(check))
		case constraint.Format:
			name := strings.ToUpper(strings.ReplaceAll(string(check.Format), "-", "_"))
			args = append(args, "format = "+p.use("TextFormat")+"."+name)
		}
	}
	return args
}

func (p *printer) pattern(check constraint.Constraint) string {
	table := pack(check.Table)
	source := strings.TrimPrefix(check.Expected, "pattern ")
	args := []string{stringLiteral(source), chunked(table.classes), chunked(table.next), chunked(table.accept)}
	if table.digits > 1 {
		args = append(args, strconv.Itoa(table.digits))
	}
	return p.use("TextPattern") + "(" + strings.Join(args, ", ") + ")"
}

// chunk is how much of a table stands on one line.
const chunk = 90

// chunked writes a long string as a sum of shorter ones, which the compiler makes one of.
func chunked(text string) string {
	var parts []string
	for len(text) > chunk {
		parts = append(parts, stringLiteral(text[:chunk]))
		text = text[chunk:]
	}
	return strings.Join(append(parts, stringLiteral(text)), " + ")
}

// intRange is the argument for what an int may be.
func intRange(t *model.Tag) []string {
	if t.Min == nil && t.Max == nil {
		return nil
	}
	low, high := "Long.MIN_VALUE", "Long.MAX_VALUE"
	if t.Min != nil {
		low = long(t.Min, true)
	}
	if t.Max != nil {
		high = long(t.Max, false)
	}
	return []string{low + ".." + high}
}

// long is the whole number at or within a bound of the spec, held to 64 bits.
func long(bound *big.Rat, up bool) string {
	n := new(big.Int).Div(bound.Num(), bound.Denom()) // Euclidean: rounded down, the denominator being positive
	if up && !bound.IsInt() {
		n.Add(n, big.NewInt(1))
	}
	switch {
	case !n.IsInt64() && n.Sign() < 0, n.IsInt64() && n.Int64() == math.MinInt64:
		return "Long.MIN_VALUE"
	case !n.IsInt64():
		return "Long.MAX_VALUE"
	}
	return n.String() + "L"
}

func doubleRange(t *model.Tag) []string {
	var args []string
	if t.Min != nil {
		args = append(args, "min = "+double(t.Min))
	}
	if t.Max != nil {
		args = append(args, "max = "+double(t.Max))
	}
	return args
}

func double(bound *big.Rat) string {
	value, _ := bound.Float64()
	switch {
	case math.IsInf(value, 1):
		return "Double.MAX_VALUE"
	case math.IsInf(value, -1):
		return "-Double.MAX_VALUE"
	}
	text := strconv.FormatFloat(value, 'g', -1, 64)
	if !strings.ContainsAny(text, ".e") {
		text += ".0"
	}
	return text
}
