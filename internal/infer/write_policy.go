package infer

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/yamlsource"
)

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
