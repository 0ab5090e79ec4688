package format

import (
	"slices"

	"github.com/specgen/specgen/internal/yamlsource"
)

// The order of keys, as docs/language.md has them. A key that is not among them stands behind those that are.
var (
	flowOrder = []string{
		"specgen", "flow", "version", "brief", "note", "owners", "namespace", "import", "traces", "services", "groups", "tags", "spans", "funnel", "policy",
	}
	common     = []string{"code_name", "stability", "deprecated", "expires", "owners"}
	traceOrder = entry("id", "sampling")
	// A service's tags stand last, as a span's do: there are many.
	serviceOrder = slices.Concat([]string{"brief", "note", "language", "role"}, common, []string{"tags"})
	tagOrder     = entry("type", "open", "values", "pattern", "format", "min", "max", "min_length", "max_length", "min_items", "max_items", "unit",
		"scope", "sensitivity", "sensitivity_reason", "examples", "default")
	valueOrder = slices.Concat([]string{"value"}, entry())
	useOrder   = slices.Concat([]string{"requirement", "at"}, entry())
	spanOrder  = slices.Concat([]string{"brief", "note", "moment"}, common, []string{"trace", "services", "parent", "kind", "error_when", "occurs", "links",
		"within", "followed_by", "duration", "start", "end", "max_duration", "tags", "variants"})
	linkOrder       = []string{"to", "min", "max", "brief"}
	outcomeOrder    = []string{"any_of", "within"}
	deprecatedOrder = []string{"since", "use", "why"}
	policyOrder     = []string{"undeclared_tags", "known_tags", "clock_skew", "tag_style"}
)

func entry(own ...string) []string { return slices.Concat([]string{"brief", "note"}, own, common) }

// orders has the order of the mappings at each place; * is any key, and items of a list are at the place of the list.
var orders = []struct {
	place []string
	order []string
}{
	{nil, flowOrder},
	{[]string{"traces", "*"}, traceOrder},
	{[]string{"services", "*"}, serviceOrder},
	{[]string{"services", "*", "tags", "*"}, useOrder},
	{[]string{"tags", "*"}, tagOrder},
	{[]string{"tags", "*", "values", "*"}, valueOrder},
	{[]string{"spans", "*"}, spanOrder},
	{[]string{"spans", "*", "tags", "*"}, useOrder},
	{[]string{"spans", "*", "variants", "*", "*", "*"}, useOrder},
	{[]string{"spans", "*", "links"}, linkOrder},
	{[]string{"spans", "*", "followed_by"}, outcomeOrder},
	{[]string{"policy"}, policyOrder},
}

// orderAt returns the order of keys at a place, or nil where it is that of the file.
func orderAt(place []string) []string {
	for _, o := range orders {
		if slices.EqualFunc(o.place, place, func(want, key string) bool { return want == "*" || want == key }) {
			return o.order
		}
	}
	// Anything that has a name may be deprecated; what is deprecated may also be called so.
	if n := len(place); n > 2 && place[n-1] == "deprecated" && slices.Contains(orderAt(place[:n-1]), "deprecated") {
		return deprecatedOrder
	}
	return nil
}

// ordered returns the fields of a mapping in the order in which they are printed.
func (p *printer) ordered(n *yamlsource.Node, place []string) []*yamlsource.Field {
	order := orderAt(place)
	if order == nil || !p.isSpec || p.kept[n] {
		return n.Fields
	}
	rank := func(f *yamlsource.Field) int {
		if at := slices.Index(order, f.Key); at >= 0 {
			return at
		}
		return len(order)
	}
	out := slices.Clone(n.Fields)
	slices.SortStableFunc(out, func(a, b *yamlsource.Field) int { return rank(a) - rank(b) })
	return out
}
