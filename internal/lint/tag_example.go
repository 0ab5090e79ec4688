package lint

import (
	"fmt"
	"strconv"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var tagExampleInvalid = Doc{
	Title: "an example that breaks the tag's own rules",
	Text: "Examples are what people copy. One that the clients would report and the validator would find is worse than none; " +
		"often it shows that the rule is wrong.",
	Example: `user_id: { type: id, pattern: "^U[A-Z0-9]+$", examples: [u024be7lh], brief: … }`,
	Fix:     "Change whichever of the two is wrong.",
}

var tagDefaultInvalid = Doc{
	Title:   "a default that breaks the tag's own rules",
	Text:    "A default is what a reader takes where the tag is absent, so it must be a value that the tag could have.",
	Example: "retries: { type: int, min: 1, default: 0, brief: … }",
	Fix:     "Change whichever of the two is wrong.",
}

func checkTagExampleInvalid(p *pass) {
	for _, t := range p.facts.allTags {
		for i, v := range t.Examples {
			p.judge(t, v, "example", fmt.Sprint("examples.", i))
		}
	}
}

func checkTagDefaultInvalid(p *pass) {
	for _, t := range p.facts.allTags {
		if t.Default != nil {
			p.judge(t, *t.Default, "default", "default")
		}
	}
}

// judge reports what is wrong with a value, or with each item of a list.
func (p *pass) judge(t *model.Tag, v model.Value, role, key string) {
	set, err := p.facts.constraints(t)
	if err != nil || t.Kind == 0 || !t.Sure("type", "values") {
		return // the constraints themselves are wrong, which other checks report
	}
	if !t.List {
		p.judgeOne(t, set.Value(v), v, role, key)
		return
	}
	if broken := set.Items(len(v.Items)); broken != nil {
		p.say(diag.Diagnostic{
			Range:    t.At(key),
			Message:  fmt.Sprintf("the %s of tag %q has %d items", role, t.Name, len(v.Items)),
			Expected: broken.Expected,
		})
	}
	for i, item := range v.Items {
		p.judgeOne(t, set.Value(item), item, role, fmt.Sprintf("%s.%d", key, i))
	}
}

// judgeOne reports a value that breaks a constraint; broken is nil where it breaks none.
func (p *pass) judgeOne(t *model.Tag, broken *constraint.Constraint, v model.Value, role, key string) {
	if broken == nil {
		return
	}
	d := diag.Diagnostic{
		Range:    t.At(key),
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
	p.say(d)
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
