package infer

import (
	"fmt"
	"strings"

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
			value.Comment = "on all " + number(u.of) + " records"
			if u.of == 1 {
				value.Comment = "on the only record"
			}
			all = true
		}
		n.Add(u.tag.name(), value)
	}
	return n
}
