package lint

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/diag"
)

var policyGlob = Doc{
	Title:   "a known tag that matches no tag, or all of them",
	Text:    "In known_tags * stands for any run of characters, and everything else for itself. * alone would switch undeclared_tags off.",
	Example: "policy: { known_tags: [\"thread.?\", \"*\"] }",
	Fix:     "Write thread.*; write undeclared_tags: allow where all tags are welcome.",
}

func checkPolicyGlob(p *pass) {
	for i, glob := range p.flow.Policy.KnownTags {
		d := diag.Diagnostic{Range: p.flow.Policy.KnownTagsPos[i]}
		switch {
		case strings.Trim(glob, "*") == "":
			d.Message = fmt.Sprintf("known tag %q stands for every tag", glob)
			d.Help = "write undeclared_tags: allow, or name the tags"
		case strings.ContainsAny(glob, "?[]{}()\\^$|, \t\n"):
			d.Message = fmt.Sprintf("known tag %q matches no tag: only * has a meaning of its own", glob)
			d.Expected = "a tag's name in which * stands for any run of characters, such as thread.*"
		default:
			continue
		}
		p.report(d)
	}
}
