package typescript

import (
	"embed"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/runtime"
)

const (
	runtimePackage = "@specgen/flowtrace"
	runtimeFolder  = "flowtrace"
	// runtimeRange is what the generated package asks for where it depends on the runtime.
	runtimeRange = "^0.1.0"
)

// Package returns the files of the npm package around the flows' modules.
func (Backend) Package(flows []codegen.Input) ([]codegen.File, error) {
	if len(flows) == 0 {
		return nil, nil
	}
	p, err := newPackage(flows)
	if err != nil {
		return nil, err
	}
	manifest, err := codegen.Execute(templates, "package.json", p)
	if err != nil {
		return nil, err
	}
	readme, err := codegen.Document(templates, "README.md", p, width)
	if err != nil {
		return nil, err
	}
	files := []codegen.File{
		{Path: "package.json", Content: manifest},
		{Path: ".gitignore", Content: []byte(p.comment("#") + "dist/\nnode_modules/\n")},
		{Path: "README.md", Content: readme},
	}
	build, err := runtime.TypeScriptBuild()
	if err != nil {
		return nil, err
	}
	files = append(files, p.marked("", "", build)...)
	if !p.Emit {
		return files, nil
	}
	sources, err := runtime.TypeScript()
	return append(files, p.marked("src/"+runtimeFolder+"/", "\n", sources)...), err
}

//go:embed templates
var templateFiles embed.FS

var templates = codegen.Templates(templateFiles, nil)

// npmPackage is what stands around the modules of the flows, for templates. Options and source are those of the first flow:
// the flows of a package differ in neither but for the path and the hash of the spec.
type npmPackage struct {
	inputs  []codegen.Input
	options codegen.Options
	source  codegen.Source
	Flows   []readmeFlow
	Emit    bool // the runtime stands beside the flows
}

func newPackage(flows []codegen.Input) (npmPackage, error) {
	p := npmPackage{inputs: flows, options: flows[0].Options, source: flows[0].Source, Emit: flows[0].Options.EmitRuntime}
	for _, in := range flows {
		text, err := p.readmeFlow(in)
		if err != nil {
			return p, err
		}
		p.Flows = append(p.Flows, text)
	}
	return p, nil
}

// Published is the runtime's own package, PublishedRange the versions of it that the generated package depends on, and
// RuntimeFolder where an emitted one stands.
func (npmPackage) Published() string      { return runtimePackage }
func (npmPackage) PublishedRange() string { return runtimeRange }
func (npmPackage) RuntimeFolder() string  { return runtimeFolder }

// Runtime is what apps import the runtime as.
func (p npmPackage) Runtime() string {
	if p.Emit {
		return p.Name() + "/" + runtimeFolder
	}
	return runtimePackage
}

// Folders are those of the flows' modules.
func (p npmPackage) Folders() []string {
	return codegen.Map(p.inputs, func(in codegen.Input) string { return flowFolder(in.Flow) })
}

// FlowNames are the flows' names in their specs.
func (p npmPackage) FlowNames() []string {
	return codegen.Map(p.inputs, func(in codegen.Input) string { return in.Flow.Name })
}

// Tarball is the file that npm pack makes of the package.
func (p npmPackage) Tarball() string {
	return strings.NewReplacer("@", "", "/", "-").Replace(p.Name()) + "-" + p.Version() + ".tgz"
}

// marked returns files of the runtime in a folder, below a comment that says that they are generated, and what separates them.
func (p npmPackage) marked(folder, separator string, sources []runtime.File) []codegen.File {
	return codegen.Map(sources, func(source runtime.File) codegen.File {
		content := append([]byte(p.comment("//")+separator), source.Content...)
		return codegen.File{Path: folder + source.Path, Content: content}
	})
}

// Name is the npm package's name.
func (p npmPackage) Name() string {
	if p.options.Module != "" {
		return p.options.Module
	}
	return "flows"
}

// Header is the header of a file that is written once for all flows.
func (p npmPackage) Header() []string {
	return []string{
		codegen.Mark(codegen.OneLine(p.source.Version)),
		"Again: " + codegen.OneLine(p.source.Command),
	}
}

// comment is the header as a comment of lines that begin with sign.
func (p npmPackage) comment(sign string) string {
	return strings.Join(codegen.Map(p.Header(), func(line string) string { return sign + " " + line + "\n" }), "")
}

// Version is the sum of the flows' versions, number by number. A new major version of a flow is one of the package, and so on.
func (p npmPackage) Version() string {
	var sum model.Version
	for _, in := range p.inputs {
		v := in.Flow.Version
		sum = model.Version{Major: sum.Major + v.Major, Minor: sum.Minor + v.Minor, Patch: sum.Patch + v.Patch}
	}
	return sum.String()
}
