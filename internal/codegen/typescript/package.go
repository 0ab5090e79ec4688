package typescript

import (
	"bytes"
	"encoding/json"
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
	p := npmPackage{flows: flows, options: flows[0].Options, source: flows[0].Source}
	manifest, err := p.manifest()
	if err != nil {
		return nil, err
	}
	readme, err := p.readme()
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
	if !p.options.EmitRuntime {
		return files, nil
	}
	sources, err := runtime.TypeScript()
	return append(files, p.marked("src/"+runtimeFolder+"/", "\n", sources)...), err
}

// npmPackage is what stands around the modules of the flows. Options and source are those of the first flow: the flows of a
// package differ in neither but for the path and the hash of the spec.
type npmPackage struct {
	flows   []codegen.Input
	options codegen.Options
	source  codegen.Source
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

// lines are the header of a file that is written once for all flows.
func (p npmPackage) lines() []string {
	return []string{
		codegen.Mark(codegen.OneLine(p.source.Version)),
		"Again: " + codegen.OneLine(p.source.Command),
	}
}

// comment is the header as a comment of lines that begin with sign.
func (p npmPackage) comment(sign string) string {
	return strings.Join(codegen.Map(p.lines(), func(line string) string { return sign + " " + line + "\n" }), "")
}

// version is the sum of the flows' versions, number by number. A new major version of a flow is one of the package, and so on.
func (p npmPackage) version() string {
	var sum model.Version
	for _, in := range p.flows {
		v := in.Flow.Version
		sum = model.Version{Major: sum.Major + v.Major, Minor: sum.Minor + v.Minor, Patch: sum.Patch + v.Patch}
	}
	return sum.String()
}

// object is a JSON object whose members keep their order.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) {
	members := make([]string, len(o))
	for i, m := range o {
		name, err := marshal(m.name)
		if err != nil {
			return nil, err
		}
		value, err := marshal(m.value)
		if err != nil {
			return nil, err
		}
		members[i] = string(name) + ":" + string(value)
	}
	return []byte("{" + strings.Join(members, ",") + "}"), nil
}

// marshal writes a value as JSON with two spaces a level, and <, > and & as they are.
func marshal(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(value)
	return b.Bytes(), err
}

// entry is one entry of "exports". Types come first, because the first condition that fits counts.
func entry(path string) object {
	at := func(kind string) object {
		return object{{"types", "./dist/" + kind + "/" + path + ".d.ts"}, {"default", "./dist/" + kind + "/" + path + ".js"}}
	}
	return object{{"import", at("esm")}, {"require", at("cjs")}}
}

func (p npmPackage) manifest() ([]byte, error) {
	exports := object{}
	for _, in := range p.flows {
		folder := flowFolder(in.Flow)
		exports = append(exports, member{"./" + folder, entry(folder + "/index")})
	}
	if p.options.EmitRuntime {
		exports = append(exports,
			member{"./" + runtimeFolder, entry(runtimeFolder + "/index")},
			member{"./" + runtimeFolder + "/testing", entry(runtimeFolder + "/testing")})
	}
	exports = append(exports, member{"./package.json", "./package.json"})
	manifest := object{
		{"//", strings.Join(p.lines(), " ")},
		{"name", p.name()},
		{"version", p.version()},
		{"description", "Typed emitters of the flows " + strings.Join(codegen.Map(p.flows, func(in codegen.Input) string { return in.Flow.Name }), ", ")},
		{"type", "module"},
		{"sideEffects", false},
		{"engines", object{{"node", ">=18"}}},
		{"files", []string{"dist", "src"}},
		{"exports", exports},
		{"scripts", object{{"build", "node build.mjs"}, {"prepack", "node build.mjs"}}},
	}
	if !p.options.EmitRuntime {
		manifest = append(manifest, member{"dependencies", object{{runtimePackage, runtimeRange}}})
	}
	manifest = append(manifest, member{"devDependencies", object{{"typescript", ">=6.0.0"}}})
	return marshal(manifest)
}
