package contract_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegentest"
	"github.com/specgen/specgen/internal/contract"
	"github.com/specgen/specgen/internal/model"
)

// fields says of every field of the model what becomes of it: a term, words that may change, or what the terms of other
// fields hold. A new field is in nobody's contract until it is named here.
var fields = map[reflect.Type]struct{ terms, words, elsewhere string }{
	reflect.TypeFor[model.Flow]():        {terms: "Entry Version Namespace Traces Services Tags Spans Funnel Policy", elsewhere: "FunnelPos Groups UnusedTags"},
	reflect.TypeFor[model.Entry]():       {terms: "Name CodeName Deprecated", words: "Brief Note Owners Stability Expires", elsewhere: "Pos Places Gaps"},
	reflect.TypeFor[model.Deprecated]():  {terms: "Use", words: "Since Why", elsewhere: "Pos UsePos"},
	reflect.TypeFor[model.Trace]():       {terms: "Entry ID Sampling", elsewhere: "Threshold"},
	reflect.TypeFor[model.Service]():     {terms: "Entry Language Tags", words: "Role"},
	reflect.TypeFor[model.ServiceTag]():  {terms: "Tag Required Deprecated", elsewhere: "Pos"},
	reflect.TypeFor[model.Span]():        {terms: "Entry Trace Services Parent Links Occurs Tags Variants Measured Within MaxDuration FollowedBy Kind ErrorWhen", words: "Moment Start End"},
	reflect.TypeFor[model.Parent]():      {terms: "Kind Spans Optional", elsewhere: "Pos SpansPos"},
	reflect.TypeFor[model.ErrorWhen]():   {terms: "Tag Values", elsewhere: "Pos ValuesPos"},
	reflect.TypeFor[model.FollowedBy]():  {terms: "AnyOf Within", elsewhere: "Pos AnyOfPos"},
	reflect.TypeFor[model.Link]():        {terms: "To Min Max", words: "Brief", elsewhere: "Pos MinPos MaxPos"},
	reflect.TypeFor[model.Occurs]():      {terms: "Multiplicity PerParent Keys", elsewhere: "Pos KeysPos"},
	reflect.TypeFor[model.SpanTag]():     {terms: "Tag Required AtEnd Deprecated", elsewhere: "Pos AtPos"},
	reflect.TypeFor[model.Variant]():     {terms: "Tag Cases", elsewhere: "Pos"},
	reflect.TypeFor[model.VariantCase](): {terms: "Value Tags", elsewhere: "Pos"},
	reflect.TypeFor[model.Policy]():      {terms: "UndeclaredTags KnownTags ClockSkew", words: "AnyTagStyle", elsewhere: "KnownTagsPos"},
	reflect.TypeFor[model.EnumValue]():   {terms: "Entry Wire"},
	reflect.TypeFor[model.Tag]():         {terms: "Entry Kind List Values Open Pattern Format Min Max MinLength MaxLength MinItems MaxItems Unit Sensitivity TraceScope Default", words: "Reason Examples"},
}

func TestEveryFieldOfTheModelIsDecided(t *testing.T) {
	for typ, known := range fields {
		names := strings.Fields(known.terms + " " + known.words + " " + known.elsewhere)
		for i := range typ.NumField() {
			if name := typ.Field(i).Name; !slices.Contains(names, name) {
				t.Errorf("%s.%s is new: is it in the contract of a version, or does it only describe?", typ.Name(), name)
			}
		}
		if len(names) != typ.NumField() {
			t.Errorf("%s has %d fields, and %d are named here", typ.Name(), typ.NumField(), len(names))
		}
	}
}

func flow(t *testing.T, text string) *model.Flow {
	t.Helper()
	return codegentest.Bytes(t, "notification.yaml", []byte(text)).Flow
}

func TestDifferences(t *testing.T) {
	data, err := os.ReadFile("../../spec/notification.yaml")
	if err != nil {
		t.Fatal(err)
	}
	released := flow(t, string(data))
	for _, c := range []struct{ old, new, want string }{
		{"within: 5m", "within: 6m", `span "notification:received", within`},
		{"max_duration: 1m", "max_duration: 2m", `span "notification:read in app", max_duration`},
		{"parent: any", "parent: none", `span "notification:trigger", parent`},
		{"occurs: once\n", "occurs: at_most_once\n", `span "notification:notify", occurs`},
		{"id: notification_id", "id: device_id", `trace "notification", id`},
		{"clock_skew: 2m", "clock_skew: 3m", `flow "notification", policy clock_skew`},
		{`"^[UW][A-Z0-9]{2,}$"`, `"^[UW][A-Z0-9]{3,}$"`, `tag "user_id", pattern`},
		{"badge_count: optional", "badge_count: required", `span "notification:received", tag badge_count`},
		{"parent: any", "parent: [\"notification:notify\", none]", `span "notification:trigger", parent`},
		{"    occurs: once\n", "    occurs: once\n    kind: server\n", `span "notification:notify", kind`},
		{"1%", "2%", `trace "request", sampling`},
		{"    occurs: once\n", "    occurs: once\n    followed_by: { any_of: [\"notification:sent\"], within: 1d }\n", `span "notification:notify", followed_by notification:sent`},
	} {
		if !strings.Contains(string(data), c.old) {
			t.Fatalf("the spec has no %q", c.old)
		}
		found := contract.Differences(released, flow(t, strings.Replace(string(data), c.old, c.new, 1)))
		if len(found) == 0 || found[0].Path != c.want || found[0].Was == found[0].Is {
			t.Errorf("%q for %q: %+v, want %s", c.new, c.old, found, c.want)
		}
	}
}

func TestWordsMayChange(t *testing.T) {
	data, err := os.ReadFile("../../spec/notification.yaml")
	if err != nil {
		t.Fatal(err)
	}
	reworded := strings.NewReplacer("brief: ", "brief: So it is. ", "owners: [notifications]", "owners: [others]", "moment: ", "moment: Now. ").Replace(string(data))
	if found := contract.Differences(flow(t, string(data)), flow(t, reworded)); len(found) > 0 {
		t.Errorf("other words are another contract: %+v", found)
	}
}

func TestTermsAreUnique(t *testing.T) {
	files, err := filepath.Glob("../../testdata/flows/features/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no flows", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, term := range contract.Terms(flow(t, string(data))) {
			if seen[term.Path] || term.Value == "" {
				t.Errorf("%s: the term %s stands twice, or has no value", name, term.Path)
			}
			seen[term.Path] = true
		}
	}
}

// TestStatusAndItemsAreTerms changes what the notification flow does not have.
func TestStatusAndItemsAreTerms(t *testing.T) {
	data, err := os.ReadFile("../../testdata/flows/features/status.yaml")
	if err != nil {
		t.Fatal(err)
	}
	released := flow(t, string(data))
	for _, c := range []struct{ old, new, want string }{
		{"result: [declined, error], network", "result: [declined], network", `span "status:paid", error_when result`},
		{", network: broken }", " }", `span "status:paid", error_when network`},
		{"kind: producer", "kind: internal", `span "status:queued", kind`},
		{"min_items: 1", "min_items: 2", `tag "skus", min_items`},
	} {
		if !strings.Contains(string(data), c.old) {
			t.Fatalf("the spec has no %q", c.old)
		}
		found := contract.Differences(released, flow(t, strings.Replace(string(data), c.old, c.new, 1)))
		if len(found) != 1 || found[0].Path != c.want {
			t.Errorf("%q for %q: %+v, want %s", c.new, c.old, found, c.want)
		}
	}
}
