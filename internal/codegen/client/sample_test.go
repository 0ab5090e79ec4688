package client_test

import (
	"path/filepath"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/codegentest"
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
)

// allFlows are the flows that ship, those of the tests, and the small ones.
func allFlows(t *testing.T) map[string]codegen.Input {
	t.Helper()
	all := codegentest.Features(t)
	for _, glob := range []string{"spec/*.yaml", "testdata/flows/*.yaml", "internal/cli/templates/upload.yaml"} {
		names, err := filepath.Glob(filepath.Join(codegentest.Root, glob))
		if err != nil || len(names) == 0 {
			t.Fatal(glob, "names no flow", err)
		}
		for _, name := range names {
			path, err := filepath.Rel(codegentest.Root, name)
			if err != nil {
				t.Fatal(err)
			}
			all[path] = codegentest.Load(t, path)
		}
	}
	return all
}

// TestSampleValuesKeepTheConstraints holds the sample of every tag against what the validator and the clients check.
func TestSampleValuesKeepTheConstraints(t *testing.T) {
	for name, in := range allFlows(t) {
		c, err := client.New(in.Flow, in.Services)
		if err != nil {
			t.Fatal(err)
		}
		for _, tag := range c.Tags {
			checks, err := constraint.Compile(tag.Model)
			if err != nil {
				t.Fatal(err)
			}
			value := client.SampleValue(tag)
			items := []model.Value{value}
			if tag.Model.List {
				items = value.Items
				if broken := checks.Items(len(items)); broken != nil || len(items) == 0 {
					t.Errorf("%s: %s has %d items", name, tag.Name, len(items))
				}
			}
			for _, item := range items {
				tooBig := tag.Model.Pattern != "" && checks.Pattern() == nil
				if broken := checks.Value(item); broken != nil && !tooBig {
					t.Errorf("%s: the sample of %s is %q, which is not %s", name, tag.Name, client.WireText(tag.Model, value), broken.Expected)
				}
			}
		}
	}
}

// calls are the names of the spans that a sample emits.
func calls(s *client.Sample) string {
	var refs []*client.Ref
	for _, call := range s.Calls {
		refs = append(refs, call.Span.Ref)
	}
	return refNames(refs)
}

// TestSample: later calls take what earlier ones gave, and spans that would need a carried reference are left out.
func TestSample(t *testing.T) {
	c := of(t, "references")
	s := c.Sample("", 4)
	same(t, "calls", calls(s), "root random only keyed")
	root, keyed := s.Calls[0], s.Calls[3]
	if !root.Used || s.Calls[1].Parent.Call != root || keyed.Parent.Call != s.Calls[2] || keyed.Used {
		t.Error("the parents are not the calls before")
	}
	same(t, "inputs", len(keyed.Begin), 4)
	if e := keyed.Begin[3]; e.Variant == nil || e.Case != e.Variant.Cases[0] || len(e.Inputs) != 1 || e.Inputs[0].Tag.Name != "x" {
		t.Errorf("the first case is not given with its tags: %v", e)
	}
	ship := codegentest.Load(t, "spec/notification.yaml")
	ios, err := client.New(ship.Flow, ship.Services[3:4])
	if err != nil {
		t.Fatal(err)
	}
	received := ios.Sample("swift", 1).Calls[0]
	if received.Parent.Call != nil || received.Parent.Carried() || tagNames([]*client.Tag{received.Parent.Tags[0].Tag}) != "notification_id" {
		t.Error("the parent of another service is not worked out")
	}
}

// TestSampleService: a README shows the service of its language first, and none where nothing is emitted.
func TestSampleService(t *testing.T) {
	in := codegentest.Load(t, "spec/notification.yaml")
	c, err := client.New(in.Flow, in.Services)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "kotlin", c.Sample("kotlin", 1).Service.Name, "Android")
	same(t, "no language", c.Sample("cobol", 1).Service.Name, "webapp")
	nobody, err := client.New(in.Flow, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s := nobody.Sample("go", 1); s != nil {
		t.Errorf("%s is shown", s.Service.Name)
	}
}

// TestSampleLinks: a span that must link does, once.
func TestSampleLinks(t *testing.T) {
	s := of(t, "links").Sample("", 9)
	same(t, "calls", calls(s), "one other may must")
	must := s.Calls[3]
	if len(must.Links) != 1 || must.Links[0].Ref.Call != s.Calls[0] || len(s.Calls[2].Links) != 0 {
		t.Errorf("%d links", len(must.Links))
	}
	same(t, "the trace id's parameter", s.Calls[0].Begin[0].Tag.Name, "a_id")
}
