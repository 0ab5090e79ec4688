package kotlin

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/runtime"
)

// What the pom.xml asks for. Users may build with a newer compiler; the language version is what their app needs at least.
const (
	kotlinVersion   = "2.2.20"
	kotlinLanguage  = "2.0"
	stdlibVersion   = "2.0.21"
	runtimeGroup    = "dev.specgen"
	runtimeArtifact = "flowtrace"
)

// Package returns the Maven module around all flows, its README, and the runtime where it is to be emitted.
func (Backend) Package(flows []codegen.Input) ([]codegen.File, error) {
	if len(flows) == 0 {
		return nil, nil
	}
	if err := checkPackage(flows[0].Options.Package); err != nil {
		return nil, err
	}
	folders := map[string]string{}
	for _, in := range flows {
		name := packageName(in.Flow)
		if other, taken := folders[name]; taken {
			return nil, fmt.Errorf("cannot generate Kotlin for the flows %q and %q into one folder: both are the package %s; "+
				"give one of them a code_name", other, in.Flow.Name, name)
		}
		folders[name] = in.Flow.Name
	}
	files := []codegen.File{{Path: "pom.xml", Content: pom(flows)}, {Path: "README.md", Content: readme(flows)}}
	if !flows[0].Options.EmitRuntime {
		return files, nil
	}
	emitted, err := emittedRuntime(flows)
	if err != nil {
		return nil, err
	}
	files = append(files, emitted...)
	slices.SortFunc(files, func(a, b codegen.File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

// emittedRuntime is the runtime's sources, and a module for its recorder, which no app links.
func emittedRuntime(flows []codegen.Input) ([]codegen.File, error) {
	sources, err := runtime.Kotlin()
	if err != nil {
		return nil, err
	}
	files := []codegen.File{{Path: "testing/pom.xml", Content: testingPom(flows)}}
	mark := "// " + generatedBy(flows) + "\n// The runtime, as flowtrace " + runtime.KotlinVersion + " has it.\n"
	for _, source := range sources {
		content := append([]byte(mark), bytes.ReplaceAll(source.Content, []byte("\r\n"), []byte("\n"))...)
		files = append(files, codegen.File{Path: path.Clean(source.Path), Content: content})
	}
	return files, nil
}

func generatedBy(flows []codegen.Input) string {
	return header(flows[0])[0] + " " + header(flows[0])[3]
}

// coordinates are the module's in Maven: the output's package, and the version of its one flow.
func coordinates(flows []codegen.Input) (group, artifact, version string) {
	group = flows[0].Options.Package
	artifact = group[strings.LastIndexByte(group, '.')+1:]
	version = "1.0.0"
	if len(flows) == 1 {
		version = flows[0].Flow.Version.String()
	}
	return group, artifact, version
}

func pom(flows []codegen.Input) []byte {
	group, artifact, version := coordinates(flows)
	x := startPom(flows)
	x.module(group, artifact, version, header(flows[0])[3])
	x.line("dependencies")
	x.dependency("org.jetbrains.kotlin", "kotlin-stdlib", stdlibVersion, "")
	if !flows[0].Options.EmitRuntime {
		x.dependency(runtimeGroup, runtimeArtifact, runtime.KotlinVersion, "")
	}
	x.line("/dependencies")
	x.build()
	return x.bytes()
}

func testingPom(flows []codegen.Input) []byte {
	group, artifact, version := coordinates(flows)
	x := startPom(flows)
	x.module(group, artifact+"-testing", version, header(flows[0])[3])
	x.line("dependencies")
	x.dependency("org.jetbrains.kotlin", "kotlin-stdlib", stdlibVersion, "")
	x.dependency(group, artifact, version, "")
	x.line("/dependencies")
	x.build()
	return x.bytes()
}

// xmlWriter writes a pom.xml. What goes into it are coordinates, which checkPackage and versions keep free of markup, and
// the header, which is made free of it.
type xmlWriter struct {
	b     bytes.Buffer
	depth int
}

func startPom(flows []codegen.Input) *xmlWriter {
	x := &xmlWriter{depth: 1}
	x.b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
	x.b.WriteString("<!-- " + strings.NewReplacer("--", "- -", "<", "", ">", "").Replace(header(flows[0])[0]) + " -->\n")
	x.b.WriteString(`<project xmlns="http://maven.apache.org/POM/4.0.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
		`xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 http://maven.apache.org/xsd/maven-4.0.0.xsd">` + "\n")
	x.element("modelVersion", "4.0.0")
	return x
}

// line opens an element, or closes one whose name begins with a slash.
func (x *xmlWriter) line(name string) {
	if strings.HasPrefix(name, "/") {
		x.depth--
	}
	x.b.WriteString(strings.Repeat("  ", x.depth) + "<" + name + ">\n")
	if !strings.HasPrefix(name, "/") {
		x.depth++
	}
}

func (x *xmlWriter) element(name, value string) {
	x.b.WriteString(strings.Repeat("  ", x.depth) + "<" + name + ">" + value + "</" + name + ">\n")
}

// module names the module. The command that makes it again stands in its description: a comment cannot have two hyphens.
func (x *xmlWriter) module(group, artifact, version, command string) {
	x.element("groupId", group)
	x.element("artifactId", artifact)
	x.element("version", version)
	x.element("description", strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(command))
	x.line("properties")
	x.element("project.build.sourceEncoding", "UTF-8")
	x.line("/properties")
}

func (x *xmlWriter) dependency(group, artifact, version, scope string) {
	x.line("dependency")
	x.element("groupId", group)
	x.element("artifactId", artifact)
	x.element("version", version)
	if scope != "" {
		x.element("scope", scope)
	}
	x.line("/dependency")
}

func (x *xmlWriter) build() {
	x.line("build")
	x.element("sourceDirectory", sources)
	x.line("plugins")
	x.line("plugin")
	x.element("groupId", "org.jetbrains.kotlin")
	x.element("artifactId", "kotlin-maven-plugin")
	x.element("version", kotlinVersion)
	x.line("executions")
	x.line("execution")
	x.element("id", "compile")
	x.line("goals")
	x.element("goal", "compile")
	x.line("/goals")
	x.line("/execution")
	x.line("/executions")
	x.line("configuration")
	x.element("jvmTarget", "1.8")
	x.element("languageVersion", kotlinLanguage)
	x.element("apiVersion", kotlinLanguage)
	x.line("args")
	for _, arg := range []string{"-Xexplicit-api=strict", "-Werror", "-Wextra", "-Xjdk-release=1.8"} {
		x.element("arg", arg)
	}
	x.line("/args")
	x.line("/configuration")
	x.line("/plugin")
	x.line("/plugins")
	x.line("/build")
}

func (x *xmlWriter) bytes() []byte {
	x.b.WriteString("</project>\n")
	return x.b.Bytes()
}
