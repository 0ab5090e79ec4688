// Package release makes what `specgen release` writes: a released version as one self-contained file, which carries a seal, and a spec
// with another version in it. It opens and writes no files.
package release

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/internal/yamlsource"
)

// FileName is the name of the file of a released version.
func FileName(flow *model.Flow) string { return fmt.Sprintf("%s-%s.yaml", flow.Name, flow.Version) }

// Text returns a flow without errors as one file that imports nothing: what the spec imports and uses stands in it, what it does not
// use is left out, and so are comments. Read back it is the same flow, or Text returns an error. The same flow gives the same bytes,
// wherever its files stand.
func Text(from resolve.Result) ([]byte, error) {
	w := &inliner{flow: from.Flow, roots: map[string]*yamlsource.Node{}}
	for path, data := range from.Sources {
		doc := yamlsource.Parse(path, data, new(diag.List))
		if doc == nil {
			return nil, fmt.Errorf("cannot release %s: %s cannot be read", from.Flow.Name, path)
		}
		w.roots[path] = doc.Root
	}
	root := w.root(from.Files[0].Path)
	data, err := yamlsource.Write(header(from.Flow, root), root)
	if err != nil {
		return nil, fmt.Errorf("cannot release %s: %w", from.Flow.Name, err)
	}
	return data, check(from.Flow, data)
}

// check reports an error where a released file is not the flow that it was made of.
func check(flow *model.Flow, data []byte) error {
	again := resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return data, nil }, FileName(flow))
	for _, d := range again.Diagnostics {
		if d.Severity == diag.Error {
			return fmt.Errorf("cannot release %s as a file without imports: %s", flow.Name, d.Message)
		}
	}
	if again.Flow == nil {
		return fmt.Errorf("cannot release %s: the file would describe no flow", flow.Name)
	}
	if changes := diff.Compare(flow, again.Flow).Changes; len(changes) > 0 {
		return fmt.Errorf("cannot release %s as a file without imports: %s would change", flow.Name, changes[0].Element)
	}
	return nil
}

// inliner puts what a flow uses of its files into one.
type inliner struct {
	flow  *model.Flow
	roots map[string]*yamlsource.Node // by path
}

// root returns the mapping of the released file: that of the spec without import, and with the sections that imports fill where the
// first section stands that refers to them, in the order in which they refer to each other.
func (w *inliner) root(path string) *yamlsource.Node {
	out := yamlsource.NewMap()
	filled := false
	for _, f := range w.roots[path].Fields {
		switch f.Key {
		case "import":
			continue
		case "services", "groups", "tags", "spans", "funnel", "policy":
			if !filled {
				filled = true
				w.addShared(out)
			}
		}
		if !slices.Contains(shared, f.Key) {
			out.Add(f.Key, f.Value)
		}
	}
	return out
}

// shared are the sections that imports may have.
var shared = []string{"services", "groups", "tags"}

func (w *inliner) addShared(out *yamlsource.Node) {
	for i, section := range []*yamlsource.Node{w.services(), w.groups(), w.tags()} {
		if len(section.Fields) > 0 {
			out.Add(shared[i], section)
		}
	}
}

// copy adds the entry that stands at a place to a section.
func (w *inliner) copy(section *yamlsource.Node, name string, e *model.Entry) {
	if root := w.roots[e.Pos.File]; root != nil {
		if from := root.Get(name); from != nil {
			section.Add(e.Name, from.Get(e.Name))
		}
	}
}

func (w *inliner) services() *yamlsource.Node {
	out := yamlsource.NewMap()
	for _, s := range w.flow.Services {
		w.copy(out, "services", &s.Entry)
	}
	return out
}

// groups returns the groups that are used. Their members are in the flow, as they all emit a span.
func (w *inliner) groups() *yamlsource.Node {
	out := yamlsource.NewMap()
	for _, g := range w.flow.Groups {
		if g.Used {
			w.copy(out, "groups", &g.Entry)
		}
	}
	return out
}

// tags returns the tags of the flow, and those that are named as what to use instead.
func (w *inliner) tags() *yamlsource.Node {
	out := yamlsource.NewMap()
	named := replacements(w.flow)
	for _, t := range w.flow.Tags {
		w.copy(out, "tags", &t.Entry)
	}
	for again := true; again; {
		again = false
		for _, t := range w.flow.UnusedTags {
			if named[t.Name] && out.Get(t.Name) == nil {
				w.copy(out, "tags", &t.Entry)
				addReplacement(named, t.Deprecated)
				again = true
			}
		}
	}
	return out
}

// replacements returns the names that a flow's tags and their uses say to use instead.
func replacements(flow *model.Flow) map[string]bool {
	out := map[string]bool{}
	for _, t := range flow.Tags {
		addReplacement(out, t.Deprecated)
	}
	for _, s := range flow.Services {
		for _, st := range s.Tags {
			addReplacement(out, st.Deprecated)
		}
	}
	for _, s := range flow.Spans {
		for _, st := range s.Tags {
			addReplacement(out, st.Deprecated)
		}
		for _, v := range s.Variants {
			for _, c := range v.Cases {
				for _, st := range c.Tags {
					addReplacement(out, st.Deprecated)
				}
			}
		}
	}
	return out
}

func addReplacement(names map[string]bool, d *model.Deprecated) {
	if d != nil && d.Use != "" {
		names[d.Use] = true
	}
}
