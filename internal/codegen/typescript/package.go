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
	manifest, err := templates.Execute("package.json", p.manifest())
	if err != nil {
		return nil, err
	}
	readme, err := templates.Document("README.md", p.readme(), width)
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
	if !p.emit {
		return files, nil
	}
	sources, err := runtime.TypeScript()
	return append(files, p.marked("src/"+runtimeFolder+"/", "\n", sources)...), err
}

//go:embed templates
var templateFiles embed.FS

var templates = codegen.ParseTemplates(templateFiles, nil)

// npmPackage is what stands around the modules of the flows. Options and source are those of the first flow:
// the flows of a package differ in neither but for the path and the hash of the spec.
type npmPackage struct {
	inputs  []codegen.Input
	options codegen.Options
	source  codegen.Source
	flows   []codegen.Values // what the README says of them
	emit    bool             // the runtime stands beside the flows
}

func newPackage(flows []codegen.Input) (npmPackage, error) {
	p := npmPackage{inputs: flows, options: flows[0].Options, source: flows[0].Source, emit: flows[0].Options.EmitRuntime}
	for _, in := range flows {
		text, err := p.readmeFlow(in)
		if err != nil {
			return p, err
		}
		p.flows = append(p.flows, text)
	}
	return p, nil
}

// manifest is what package.json has in it.
func (p npmPackage) manifest() codegen.Values {
	entry := func(name, folder string) codegen.Values {
		return codegen.Values{
			"Entry": "./" + name, "Types": "./dist/esm/" + folder + ".d.ts", "ESM": "./dist/esm/" + folder + ".js",
			"RequireTypes": "./dist/cjs/" + folder + ".d.ts", "CommonJS": "./dist/cjs/" + folder + ".js",
		}
	}
	var entries []codegen.Values
	for _, in := range p.inputs {
		folder := flowFolder(in.Flow)
		entries = append(entries, entry(folder, folder+"/index"))
	}
	if p.emit {
		entries = append(entries, entry(runtimeFolder, runtimeFolder+"/index"), entry(runtimeFolder+"/testing", runtimeFolder+"/testing"))
	}
	names := codegen.Map(p.inputs, func(in codegen.Input) string { return in.Flow.Name })
	return codegen.Values{
		"Header": strings.Join(p.header(), " "), "Name": p.name(), "Version": p.version(), "Entries": entries, "Emit": p.emit,
		"Description": "Typed emitters of the flows " + strings.Join(names, ", "), "Published": runtimePackage, "PublishedRange": runtimeRange,
	}
}

// readme is what the README has in it. Runtime is what apps import the runtime as, Published its own package.
func (p npmPackage) readme() codegen.Values {
	imported := runtimePackage
	if p.emit {
		imported = p.name() + "/" + runtimeFolder
	}
	return codegen.Values{
		"Header": strings.Join(p.header(), " "), "Name": p.name(), "Tarball": p.tarball(), "Emit": p.emit, "Flows": p.flows, "First": p.flows[:1],
		"Published": runtimePackage, "Runtime": imported,
	}
}

// tarball is the file that npm pack makes of the package.
func (p npmPackage) tarball() string {
	return strings.NewReplacer("@", "", "/", "-").Replace(p.name()) + "-" + p.version() + ".tgz"
}

// marked returns files of the runtime in a folder, below a comment that says that they are generated, and what separates them.
func (p npmPackage) marked(folder, separator string, sources []runtime.File) []codegen.File {
	return codegen.Map(sources, func(source runtime.File) codegen.File {
		content := append([]byte(p.comment("//")+separator), source.Content...)
		return codegen.File{Path: folder + source.Path, Content: content}
	})
}

// name is the npm package's name.
func (p npmPackage) name() string {
	if p.options.Module != "" {
		return p.options.Module
	}
	return "flows"
}

// header is the header of a file that is written once for all flows.
func (p npmPackage) header() []string {
	return []string{
		codegen.Mark(codegen.OneLine(p.source.Version)),
		"Again: " + codegen.OneLine(p.source.Command),
	}
}

// comment is the header as a comment of lines that begin with sign.
func (p npmPackage) comment(sign string) string {
	return strings.Join(codegen.Map(p.header(), func(line string) string { return sign + " " + line + "\n" }), "")
}

// version is the sum of the flows' versions, number by number. A new major version of a flow is one of the package, and so on.
func (p npmPackage) version() string {
	var sum model.Version
	for _, in := range p.inputs {
		v := in.Flow.Version
		sum = model.Version{Major: sum.Major + v.Major, Minor: sum.Minor + v.Minor, Patch: sum.Patch + v.Patch}
	}
	return sum.String()
}
