package infer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/yamlsource"
	"github.com/specgen/specgen/validator/trace"
)

// toDescribe stands where only people know what to say.
const toDescribe = "To be described."

// YAML returns the spec as a file, with the evidence of each guess as a comment. residue are findings of the validator that no spec can
// prevent. The same records give the same bytes.
func (d *Draft) YAML(residue []trace.Finding) ([]byte, error) {
	root := yamlsource.NewMap()
	root.Add("specgen", text("v1"))
	root.Add("flow", text(d.flow).Commented(d.stamped))
	root.Add("version", text(d.version))
	root.Add("brief", text(toDescribe))
	if d.namespace != "" {
		root.Add("namespace", text(d.namespace).Commented("All names begin with it. A record whose name does and that is not listed is a finding."))
	}
	root.Add("traces", d.tracesNode())
	root.Add("services", d.servicesNode())
	if len(d.tags) > 0 {
		root.Add("tags", d.tagsNode())
	}
	root.Add("spans", d.spansNode())
	if len(d.funnel) > 0 {
		root.Add("funnel", d.funnelNode())
	}
	root.Add("policy", d.policyNode())
	return yamlsource.Write(d.head(residue), root)
}

func text(s string) *yamlsource.Node { return yamlsource.NewText(s) }

// head is the comment at the top.
func (d *Draft) head(residue []trace.Finding) string {
	lines := []string{
		fmt.Sprintf("A first spec, from %s. Each guess has its evidence above it. Read it with those who emit the spans:", plural(d.o.records, "record", "records")),
		"- say what each entry is in its brief (\"" + toDescribe + "\"), and when a measured span starts and ends;",
		"- tighten what you know better: tags that are required, values, followed_by, within.",
	}
	if !d.o.sample.complete() {
		lines = append(lines, fmt.Sprintf("Parents, links and traces are those of %s, one in %s. Tags, kinds and times are those of all.",
			plural(int64(len(d.o.sample.rows)), "record", "records"), number(1<<d.o.sample.halved)))
	}
	for _, note := range d.notes {
		lines = append(lines, "", note)
	}
	if len(residue) > 0 {
		lines = append(lines, "", "What the validator reports of the same records all the same, since no spec can say that it is right:")
		for i, f := range residue {
			if i == maxResidue {
				lines = append(lines, fmt.Sprintf("  and %d more", len(residue)-i))
				break
			}
			lines = append(lines, fmt.Sprintf("  %s: %s (%s)", f.Rule, f.Message, plural(max(f.Records, f.Places), "time", "times")))
		}
	}
	return strings.Join(lines, "\n")
}

// maxResidue is how many findings are listed.
const maxResidue = 20

func (d *Draft) tracesNode() *yamlsource.Node {
	out := yamlsource.NewMap()
	for _, k := range d.kinds {
		n := yamlsource.NewMap()
		n.Add("brief", text(toDescribe))
		if k.id != nil {
			n.Add("id", text(k.id.name()).Commented(k.idWhy))
		}
		sampling := text("100%")
		if k.sampled() {
			sampling = text(k.share()).Commented(fmt.Sprintf("%s of %s that name a record of such a trace are right: the others are to records that are not in the\n"+
				"data. Below 100%% nothing that is missing is a finding, and clients keep only that share: write 100%% if every trace is kept.",
				number(k.found), plural(k.found+k.missing, "parent or link", "parents and links")))
		}
		n.Add("sampling", sampling)
		if k.codeName != "" {
			n.Add("code_name", text(k.codeName))
		}
		var names []string
		for _, s := range k.members[:min(len(k.members), 5)] {
			names = append(names, quote(s.name()))
		}
		words := fmt.Sprintf("%s with %s", plural(k.traces, "trace", "traces"), strings.Join(names, ", "))
		if more := len(k.members) - 5; more > 0 {
			words += fmt.Sprintf(" and %d more", more)
		}
		out.Add(k.name, n.Commented(words))
	}
	return out
}

func (d *Draft) servicesNode() *yamlsource.Node {
	out := yamlsource.NewMap()
	for _, g := range d.services {
		n := yamlsource.NewMap()
		n.Add("brief", text(toDescribe))
		why := g.why
		if g.language != "" {
			n.Add("language", text(g.language).Commented(why))
			why = ""
		}
		if g.role != "" {
			n.Add("role", text(g.role).Commented(why))
		} else if why != "" {
			n.Comment = why
		}
		if g.codeName != "" {
			n.Add("code_name", text(g.codeName))
		}
		if len(g.tags) > 0 {
			n.Add("tags", usesNode(g.tags))
		}
		words := plural(g.service.records, "record", "records")
		if n.Comment != "" {
			words += "; " + n.Comment
		}
		out.Add(g.service.name, n.Commented(words))
	}
	return out
}

// usesNode writes which tags are required and which are not, with how often each is there.
func usesNode(uses []*useGuess) *yamlsource.Node {
	n := yamlsource.NewMap()
	all := false
	for _, u := range uses {
		value := text("optional")
		if u.required {
			value = text("required")
		}
		switch {
		case !u.required:
			value.Comment = ofRecords(u.records, u.of)
		case !all:
			value.Comment = "on all " + plural(u.of, "record", "records")
			all = true
		}
		n.Add(u.tag.name(), value)
	}
	return n
}

func (d *Draft) spansNode() *yamlsource.Node {
	out := yamlsource.NewMap()
	for _, s := range d.spans {
		out.Add(s.name(), d.spanNode(s))
	}
	return out
}

func (d *Draft) spanNode(s *spanGuess) *yamlsource.Node {
	n := yamlsource.NewMap()
	n.Add("brief", text(toDescribe))
	if s.codeName != "" {
		n.Add("code_name", text(s.codeName))
	}
	n.Add("trace", text(s.kind.name))
	var names []string
	for _, from := range s.services {
		names = append(names, from.service.name)
	}
	n.Add("services", yamlsource.NewTexts(names...))
	n.Add("parent", s.parentNode().Commented(s.why))
	if s.kindWord != "" {
		n.Add("kind", text(s.kindWord))
	}
	if s.key != nil {
		n.Add("occurs", s.occursNode())
	}
	if s.measured {
		n.Add("duration", text("measured").Commented("up to "+durationText(s.span.longest)))
		n.Add("start", text(toDescribe))
		n.Add("end", text(toDescribe))
	}
	if len(s.failures) > 0 {
		n.Add("error_when", s.failuresNode())
	}
	if len(s.links) > 0 {
		n.Add("links", s.linksNode())
	}
	if len(s.uses) > 0 {
		n.Add("tags", usesNode(s.uses))
	}
	return n.Commented(s.words(d))
}

// words say how often a span is there, and what follows it.
func (g *spanGuess) words(d *Draft) string {
	out := fmt.Sprintf("%s in %s", plural(g.span.records, "record", "records"), plural(g.place.traces, "trace", "traces"))
	if g.place.records < g.span.records && !d.o.sample.complete() {
		out = fmt.Sprintf("%s; in the sample %s in %s", plural(g.span.records, "record", "records"), number(g.place.records), plural(g.place.traces, "trace", "traces"))
	}
	if g.place.most > 1 {
		out += fmt.Sprintf(", up to %s in one", number(g.place.most))
	}
	if g.span.unknown > 0 {
		out += fmt.Sprintf("; %s no service", plural(g.span.unknown, "names", "name"))
	}
	if g.span.failed > 0 {
		out += fmt.Sprintf("; %s with the status error", number(g.span.failed))
	}
	shown := 0
	for _, s := range d.spans {
		e := s.place.above[g.span]
		if e == nil {
			continue
		}
		if shown++; shown > 8 {
			return out + "\nthen: more"
		}
		out += fmt.Sprintf("\nthen: %s below %s of %s, up to %s later", quote(s.name()), number(e.parents), number(g.place.records), durationText(max(e.latest, 0)))
	}
	return out
}

func (g *spanGuess) parentNode() *yamlsource.Node {
	switch {
	case g.any:
		return text("any")
	case len(g.parents) == 0:
		return text("none")
	case len(g.parents) == 1 && !g.optional:
		return text(g.parents[0].name())
	}
	var names []string
	for _, p := range g.parents {
		names = append(names, p.name())
	}
	if g.optional {
		names = append(names, "none")
	}
	return yamlsource.NewTexts(names...)
}

func (g *spanGuess) occursNode() *yamlsource.Node {
	of := "from the trace id"
	word := "at_most_once"
	if g.always {
		word = "once"
	}
	var node *yamlsource.Node
	switch {
	case g.key.parent:
		node, of = yamlsource.NewMap().Add(word+"_per", text("parent")), of+" and the parent's id"
	case len(g.key.tags) > 0:
		node, of = yamlsource.NewMap().Add(word+"_per", yamlsource.NewTexts(g.key.tags...)), of+" and "+strings.Join(g.key.tags, ", ")
	default:
		node = text(word)
	}
	return node.Commented(fmt.Sprintf("the span ids of all %s derive %s, as docs/ids.md has it", plural(g.span.keys.records, "record", "records"), of))
}

func (g *spanGuess) failuresNode() *yamlsource.Node {
	n := yamlsource.NewMap()
	for _, f := range g.failures {
		var names []string
		for _, v := range f.values {
			names = append(names, v.name)
		}
		n.Add(f.tag.name(), yamlsource.NewTexts(names...))
	}
	return n.Commented(g.failures[0].why)
}

func (g *spanGuess) linksNode() *yamlsource.Node {
	var items []*yamlsource.Node
	for _, l := range g.links {
		items = append(items, yamlsource.NewMap().Add("to", text(l.to.name())).Add("min", yamlsource.NewNumber(fmt.Sprint(l.min))).Commented(l.why))
	}
	if len(items) == 1 {
		return items[0]
	}
	return yamlsource.NewList(items...)
}

func (d *Draft) funnelNode() *yamlsource.Node {
	n := yamlsource.NewList()
	for i, s := range d.funnel {
		n.Items = append(n.Items, text(s.name()).Commented(d.stageWords(i)))
	}
	return n
}

func (d *Draft) policyNode() *yamlsource.Node {
	n := yamlsource.NewMap()
	if d.anyStyle {
		n.Add("tag_style", text("any").Commented("some tags are not written as OpenTelemetry names attributes"))
	}
	n.Add("undeclared_tags", text("warn"))
	if skew := d.skew(); skew != "" {
		n.Add("clock_skew", text(skew).Commented("some records start so much before their parent"))
	}
	known := yamlsource.NewList()
	known.Items = append(known.Items, d.knownNodes()...)
	if len(known.Items) > 0 {
		n.Add("known_tags", known)
	}
	return n
}

// knownNodes writes the tags that are not declared, those of SDKs by what their names begin with.
func (d *Draft) knownNodes() []*yamlsource.Node {
	var out []*yamlsource.Node
	seen := make(map[string]bool)
	for _, u := range d.undefined {
		name := u.name
		for _, prefix := range sdkTags {
			if strings.HasPrefix(name, prefix) {
				name = prefix + "*"
			}
		}
		// A glob has no other characters: * stands for them.
		name = strings.Map(func(r rune) rune {
			if strings.ContainsRune("?[]{}()\\^$|, ", r) {
				return '*'
			}
			return r
		}, name)
		if seen[name] || strings.Trim(name, "*") == "" {
			continue
		}
		seen[name] = true
		out = append(out, text(name).Commented(u.why))
	}
	return out
}

// skew is how far records start before their parents, where that is more than the default of 2m.
func (d *Draft) skew() string {
	early := int64(0)
	for _, s := range d.spans {
		if len(s.parents) > 0 {
			early = max(early, s.place.early)
		}
	}
	const minute = 60_000_000_000
	minutes := (early + minute - 1) / minute
	switch {
	case minutes <= 2:
		return ""
	case minutes <= 99_999:
		return fmt.Sprintf("%dm", minutes)
	}
	return fmt.Sprintf("%dd", min((minutes+1439)/1440, 99_999))
}

func (d *Draft) tagsNode() *yamlsource.Node {
	out := yamlsource.NewMap()
	tags := slices.Clone(d.tags)
	slices.SortFunc(tags, func(a, b *tagGuess) int { return strings.Compare(a.name(), b.name()) })
	for _, t := range tags {
		out.Add(t.name(), t.node())
	}
	return out
}

func (g *tagGuess) node() *yamlsource.Node {
	n := yamlsource.NewMap()
	n.Add("brief", text(toDescribe))
	word := g.kind.String()
	if g.list {
		word += "[]"
	}
	n.Add("type", text(word))
	if g.kind == model.KindEnum {
		n.Add("values", g.valuesNode())
		if g.open {
			n.Add("open", yamlsource.NewBool(true).Commented("some values are rare: there may be more"))
		}
	}
	if g.format != "" {
		n.Add("format", text(string(g.format)))
	}
	if g.pattern != "" {
		n.Add("pattern", text(g.pattern))
	}
	if g.min {
		n.Add("min", yamlsource.NewNumber("0"))
	}
	if g.unit != "" {
		n.Add("unit", text(g.unit).Commented("by its name"))
	}
	if g.scope {
		n.Add("scope", text("trace").Commented(g.scopeWhy))
	}
	if g.codeName != "" {
		n.Add("code_name", text(g.codeName))
	}
	return n.Commented(g.words())
}

// words say what values a tag has.
func (g *tagGuess) words() string {
	t := g.tag
	n, more := t.values.size()
	out := plural(int64(n), "value", "values")
	switch {
	case more:
		out = "more than " + out
	case n == 0:
		return plural(t.records, "time", "times")
	}
	out += fmt.Sprintf(" in %s", plural(t.records, "place", "places"))
	if g.list {
		out += fmt.Sprintf(", %d to %d in a list", t.least, t.most)
	}
	if g.kind.IsText() && g.kind != model.KindEnum && !g.list {
		out += fmt.Sprintf(", up to %s", plural(int64(t.longest), "character", "characters"))
	}
	return out
}

func (g *tagGuess) valuesNode() *yamlsource.Node {
	n := yamlsource.NewMap()
	for _, v := range g.values {
		value := text(v.wire)
		if v.codeName != "" {
			value = yamlsource.NewMap().Add("value", text(v.wire)).Add("code_name", text(v.codeName))
		}
		n.Add(v.name, value.Commented(plural(v.count, "time", "times")))
	}
	return n
}
