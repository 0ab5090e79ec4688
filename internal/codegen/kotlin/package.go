package kotlin

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/runtime"
)

// Package returns the Maven module around all flows, its README, and the runtime where it is to be emitted.
func (Backend) Package(flows []codegen.Input) ([]codegen.File, error) {
	if len(flows) == 0 {
		return nil, nil
	}
	if err := checkPackage(flows[0].Options.Package); err != nil {
		return nil, err
	}
	if one, other := codegen.SameName(flows, packageName); other != nil {
		return nil, fmt.Errorf("cannot generate Kotlin for the flows %q and %q into one folder: both are the package %s; "+
			"give one of them a code_name", one.Name, other.Name, packageName(other))
	}
	m, err := newModule(flows)
	if err != nil {
		return nil, err
	}
	pom, err := m.file("pom.xml", "pom.xml")
	readme, err2 := m.file("README.md", "README.md")
	files := []codegen.File{pom, readme}
	if err := errors.Join(err, err2); err != nil || !m.Emit {
		return files, err
	}
	emitted, err := m.emittedRuntime()
	files = append(files, emitted...)
	slices.SortFunc(files, func(a, b codegen.File) int { return strings.Compare(a.Path, b.Path) })
	return files, err
}

// What a module asks for. Users may build with a newer compiler; the language version is what their app needs at least.
const (
	kotlinVersion  = "2.2.20"
	kotlinLanguage = "2.0"
)

// coordinates name a module in Maven. checkPackage and versions keep them free of markup.
type coordinates struct{ Group, Artifact, Version string }

var (
	stdlib       = coordinates{"org.jetbrains.kotlin", "kotlin-stdlib", "2.0.21"}
	theirRuntime = coordinates{"dev.specgen", "flowtrace", runtime.KotlinVersion}
)

// module is what the files around the flows say.
type module struct {
	coordinates
	Header []string // that specgen wrote it, and the command that writes it again
	Needs  []coordinates
	Emit   bool // the runtime stands beside the flows
	Flows  []codegen.Values
	Sample string // a program that emits a span of the first flow that has one; "" where no service emits any
}

// newModule takes the module's name from the output's package. A module of one flow has the version of that flow.
func newModule(flows []codegen.Input) (*module, error) {
	group, header := flows[0].Options.Package, codegen.Header(flows[0])
	m := &module{
		coordinates: coordinates{group, group[strings.LastIndexByte(group, '.')+1:], "1.0.0"},
		Header:      []string{header[0], header[len(header)-1]}, Needs: []coordinates{stdlib}, Emit: flows[0].Options.EmitRuntime,
	}
	if len(flows) == 1 {
		m.Version = flows[0].Flow.Version.String()
	}
	if !m.Emit {
		m.Needs = append(m.Needs, theirRuntime)
	}
	for _, in := range flows {
		f, err := newFlow(in)
		if err != nil {
			return nil, err
		}
		m.Flows = append(m.Flows, f.text())
		if m.Sample == "" {
			m.Sample = f.program()
		}
	}
	return m, nil
}

// emittedRuntime is the runtime's sources, and a module for its recorder, which no app links.
func (m *module) emittedRuntime() ([]codegen.File, error) {
	testing := *m
	testing.Artifact += "-testing"
	testing.Needs = []coordinates{stdlib, m.coordinates}
	pom, err := testing.file("testing/pom.xml", "pom.xml")
	sources, err2 := runtime.Kotlin()
	files := []codegen.File{pom}
	mark := "// " + strings.Join(m.Header, " ") + "\n// The runtime, as flowtrace " + runtime.KotlinVersion + " has it.\n"
	for _, source := range sources {
		content := append([]byte(mark), bytes.ReplaceAll(source.Content, []byte("\r\n"), []byte("\n"))...)
		files = append(files, codegen.File{Path: path.Clean(source.Path), Content: content})
	}
	return files, errors.Join(err, err2)
}

//go:embed templates
var templateFiles embed.FS

// templates are the files around the flows, by their names. A comment of XML has no two hyphens.
var templates = codegen.ParseTemplates(templateFiles, map[string]func(string) string{
	"xmlComment": strings.NewReplacer("--", "- -", "<", "", ">", "").Replace,
	"xml":        strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace,
})

func (m *module) file(path, from string) (codegen.File, error) {
	content, err := templates.Execute(from, m.values())
	return codegen.File{Path: path, Content: content}, err
}

// values are what the templates name.
func (m *module) values() codegen.Values {
	out := m.coordinates.values()
	out["Mark"], out["Again"], out["Header"] = m.Header[0], m.Header[1], strings.Join(m.Header, " ")
	out["Needs"] = codegen.Map(m.Needs, coordinates.values)
	out["Emit"], out["Flows"], out["Sample"] = m.Emit, m.Flows, m.Sample
	out["Sources"], out["KotlinVersion"], out["KotlinLanguage"] = sources, kotlinVersion, kotlinLanguage
	runtime := theirRuntime.values()
	out["RuntimeGroup"], out["RuntimeArtifact"], out["RuntimeVersion"] = runtime["Group"], runtime["Artifact"], runtime["Version"]
	return out
}

func (c coordinates) values() codegen.Values {
	return codegen.Values{"Group": c.Group, "Artifact": c.Artifact, "Version": c.Version}
}
