package lint

import (
	"fmt"
	"math/big"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var tagRangeEmpty = Doc{
	Title:   "limits that no value keeps",
	Text:    "min above max, no whole number between them, min_length above max_length, min_items above max_items, or a length that the format never has.",
	Example: "attempt: { type: int, min: 10, max: 1, brief: … }",
	Fix:     "Change one of the two.",
}

func checkTagRangeEmpty(p *pass) {
	for _, t := range p.facts.allTags {
		switch {
		case t.Min == nil || t.Max == nil:
		case t.Min.Cmp(t.Max) > 0:
			p.report(diag.Diagnostic{
				Range:    t.At(model.FieldMax),
				Message:  fmt.Sprintf("tag %q has a max of %s below its min of %s", t.Name, constraint.Decimal(t.Max), constraint.Decimal(t.Min)),
				Expected: "at least " + constraint.Decimal(t.Min), Notes: note(t.At(model.FieldMin), "min stands here"),
			})
		case t.Kind == model.KindInt && floor(t.Max).Cmp(t.Min) < 0:
			p.report(diag.Diagnostic{
				Range:   t.At(model.FieldMax),
				Message: fmt.Sprintf("tag %q has no whole number between its min of %s and its max of %s", t.Name, constraint.Decimal(t.Min), constraint.Decimal(t.Max)),
				Help:    "write whole numbers for the limits of an int", Notes: note(t.At(model.FieldMin), "min stands here"),
			})
		}
		if t.MaxLength > 0 && t.MinLength > t.MaxLength {
			p.report(diag.Diagnostic{
				Range:    t.At(model.FieldMaxLength),
				Message:  fmt.Sprintf("tag %q has a max_length of %d below its min_length of %d", t.Name, t.MaxLength, t.MinLength),
				Expected: fmt.Sprintf("at least %d", t.MinLength), Notes: note(t.At(model.FieldMinLength), "min_length stands here"),
			})
		}
		if t.MaxItems > 0 && t.MinItems > t.MaxItems {
			p.report(diag.Diagnostic{
				Range:    t.At(model.FieldMaxItems),
				Message:  fmt.Sprintf("tag %q has a max_items of %d below its min_items of %d", t.Name, t.MaxItems, t.MinItems),
				Expected: fmt.Sprintf("at least %d", t.MinItems), Notes: note(t.At(model.FieldMinItems), "min_items stands here"),
			})
		}
		p.formatLength(t)
	}
}

// floor is the greatest whole number that is not above n.
func floor(n *big.Rat) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Div(n.Num(), n.Denom())) // Euclidean: towards -∞ as a denominator is positive
}

// lengths are the numbers of characters that texts of a format have, as docs/runtime-contract.md defines the formats.
// Those that are not here have any, but none.
var lengths = map[model.Format]struct {
	least, most int // most is 0 where there is no limit
	text        string
}{
	model.FormatUUID:     {36, 36, "a UUID has 36 characters"},              // 8-4-4-4-12 digits with four hyphens
	model.FormatIPv4:     {7, 15, "an IPv4 address has 7 to 15 characters"}, // 0.0.0.0 to 255.255.255.255
	model.FormatIPv6:     {2, 45, "an IPv6 address has 2 to 45 characters"}, // :: to six groups of four and an IPv4 address
	model.FormatDateTime: {20, 0, "a date-time has 20 characters or more"},  // 2026-03-01T00:00:00Z
}

// formatLength reports a length that no text of the tag's format has.
func (p *pass) formatLength(t *model.Tag) {
	format, ok := lengths[t.Format]
	if !ok {
		return
	}
	for _, limit := range []struct {
		key    model.Field
		value  int
		broken bool
	}{
		{model.FieldMinLength, t.MinLength, format.most > 0 && t.MinLength > format.most},
		{model.FieldMaxLength, t.MaxLength, t.MaxLength > 0 && t.MaxLength < format.least},
	} {
		if limit.broken {
			p.report(diag.Diagnostic{
				Range:   t.At(limit.key),
				Message: fmt.Sprintf("tag %q has a %s of %d, but %s", t.Name, limit.key, limit.value, format.text),
				Help:    "leave the length out: the format says it",
			})
		}
	}
}
