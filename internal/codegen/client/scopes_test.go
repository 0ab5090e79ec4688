package client_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/codegentest"
)

var scopeKinds = map[client.ScopeKind]string{
	client.ValueNames: "values", client.EmitterInputs: "emitter", client.EmitterMethods: "methods", client.BeginInputs: "begin",
	client.EndInputs: "end", client.CaseInputs: "case",
}

// scopesOf writes the scopes of a flow as "kind owner: members", with a star at those of a case.
func scopesOf(t *testing.T, feature string) []string {
	t.Helper()
	var out []string
	for _, s := range client.Scopes(codegentest.Features(t)[feature].Flow) {
		var members []string
		for _, m := range s.Members {
			name := m.Entry().Name
			if m.InCase {
				name += "*"
			}
			members = append(members, name)
		}
		out = append(out, fmt.Sprintf("%s %s: %s", scopeKinds[s.Kind], s.Owner.Name, strings.Join(members, " ")))
	}
	return out
}

// TestScopes: what one call, one emitter or one enum has must differ, the links and the trace id's parameter included.
func TestScopes(t *testing.T) {
	for feature, want := range map[string][]string{
		"variants": {
			"values method: card bank cash voucher", "values outcome: ok failed", "emitter bank: ", "methods bank: paid",
			"begin paid: pay_id pay_id method token* iban* token* token*", "end paid: outcome reason* hints*",
			"case card: token*", "case bank: iban* token*", "case cash: ", "case voucher: token*", "case ok: ", "case failed: reason* hints*",
		},
		"services": { // the other service counts, though it gets no emitter here
			"values tenant: main side", "emitter app: tenant version locale beta", "methods app: seen", "emitter other: ", "methods other: seen hidden",
			"begin seen: ", "end seen: ", "begin hidden: z", "end hidden: ",
		},
		"links": {
			"emitter s: ", "methods s: one other may must", "begin one: a_id", "end one: ", "begin other: ", "end other: ",
			"begin may: one", "end may: ", "begin must: one other", "end must: ",
		},
		"measured": {
			"emitter worker: ", "methods worker: run job", "begin run job: job_id job_id kind note", "end run job: rows cost",
		},
	} {
		if got := scopesOf(t, feature); !slices.Equal(got, want) {
			t.Errorf("%s has\n%s\nwant\n%s", feature, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}
