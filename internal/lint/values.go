package lint

import (
	"fmt"
	"strconv"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

// checkValue reports what is wrong with a value, or with each item of a list.
func (p *pass) checkValue(t *model.Tag, v model.Value, role string) {
	set, err := p.facts.constraints(t)
	if err != nil || t.Kind == 0 || !t.Sure(model.FieldType, model.FieldValues) {
		return // the constraints themselves are wrong, which other checks report
	}
	if !t.List {
		p.checkOne(t, set.Value(v), v, role)
		return
	}
	if broken := set.Items(len(v.Items)); broken != nil {
		p.report(diag.Diagnostic{
			Range:    v.Pos,
			Message:  fmt.Sprintf("the %s of tag %q has %s", role, t.Name, itemCount(len(v.Items))),
			Expected: broken.Expected,
		})
	}
	for _, item := range v.Items {
		p.checkOne(t, set.Value(item), item, role)
	}
}

func itemCount(n int) string {
	if n == 1 {
		return "1 item"
	}
	return strconv.Itoa(n) + " items"
}

// checkOne reports a value that breaks a constraint; broken is nil where it breaks none.
func (p *pass) checkOne(t *model.Tag, broken *constraint.Constraint, v model.Value, role string) {
	if broken == nil {
		return
	}
	d := diag.Diagnostic{
		Range:    v.Pos,
		Message:  fmt.Sprintf("the %s %s breaks the rules of tag %q", role, shown(t, v), t.Name),
		Expected: broken.Expected,
	}
	if t.Kind == model.KindEnum {
		wires := make([]string, len(t.Values))
		for i, value := range t.Values {
			wires[i] = value.Wire
			if value.Name == v.Text { // the name in code was written
				d.Suggestion = value.Wire
			}
		}
		if d.Suggestion == "" {
			d.Suggestion = diag.Nearest(v.Text, wires)
		}
	}
	p.report(d)
}

// shown is a value as a message shows it.
func shown(t *model.Tag, v model.Value) string {
	switch {
	case t.Kind.IsText():
		return strconv.Quote(v.Text)
	case t.Kind == model.KindInt:
		return strconv.FormatInt(v.Int, 10)
	case t.Kind == model.KindDouble:
		return constraint.Double(v.Double)
	}
	return strconv.FormatBool(v.Bool)
}
