package lint

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var tagPIIOnClient = Doc{
	Title: "personal data on a client without a reason",
	Text: "A tag with sensitivity: pii leaves the user's device wherever a client emits it: a service with role: client or, without " +
		"a role, one in Swift, Kotlin or TypeScript. Whoever reviews that needs to know why.",
	Example: "email: { type: string, sensitivity: pii, brief: … }   # on a span of the iOS app",
	Fix:     "Send a pseudonymous id instead, or give sensitivity_reason. Give the service role: backend if it is none.",
}

func checkTagPIIOnClient(p *pass) {
	first := make(map[*model.Tag][]diag.Note) // where a client first has the tag
	remember := func(t *model.Tag, at diag.Range, client *model.Service) {
		if first[t] == nil {
			first[t] = note(at, fmt.Sprintf("client %q emits it here", client.Name))
		}
	}
	for _, service := range p.flow.Services {
		if isClient(service) {
			for _, st := range service.Tags {
				remember(st.Tag, st.Pos, service)
			}
		}
	}
	for _, s := range p.flow.Spans {
		i := slices.IndexFunc(s.Services, isClient)
		if i < 0 {
			continue
		}
		for _, u := range p.facts.uses[s] {
			remember(u.Tag, u.Pos, s.Services[i])
		}
	}
	for _, t := range p.flow.Tags {
		if t.Sensitivity == "pii" && t.Reason == "" && first[t] != nil && t.Sure() {
			p.report(diag.Diagnostic{
				Range: t.At(model.FieldSensitivity), Message: fmt.Sprintf("tag %q holds personal data, and a client emits it without a reason", t.Name),
				Help: "send a pseudonymous id instead, or say why under sensitivity_reason", Notes: first[t],
			})
		}
	}
}
