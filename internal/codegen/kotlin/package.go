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
	text, err := readme(flows)
	if err != nil {
		return nil, err
	}
	files := []codegen.File{{Path: "pom.xml", Content: pom(flows)}, {Path: "README.md", Content: text}}
	if flows[0].Options.EmitRuntime {
		emitted, err := emittedRuntime(flows)
		if err != nil {
			return nil, err
		}
		files = append(files, emitted...)
	}
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

// generatedBy says in one line that specgen wrote a file, and the command that writes it again.
func generatedBy(flows []codegen.Input) string {
	lines := codegen.Header(flows[0])
	return lines[0] + " " + lines[len(lines)-1]
}

// coordinates name a module in Maven.
type coordinates struct{ Group, Artifact, Version string }

// coordinatesOf are the output's package, and the version of its one flow.
func coordinatesOf(flows []codegen.Input) coordinates {
	group := flows[0].Options.Package
	c := coordinates{group, group[strings.LastIndexByte(group, '.')+1:], "1.0.0"}
	if len(flows) == 1 {
		c.Version = flows[0].Flow.Version.String()
	}
	return c
}

// The module asks for the runtime, unless that stands beside it.
func pom(flows []codegen.Input) []byte {
	needs := []coordinates{{runtimeGroup, runtimeArtifact, runtime.KotlinVersion}}
	if flows[0].Options.EmitRuntime {
		needs = nil
	}
	return pomOf(flows, coordinatesOf(flows), needs)
}

func testingPom(flows []codegen.Input) []byte {
	around := coordinatesOf(flows)
	testing := around
	testing.Artifact += "-testing"
	return pomOf(flows, testing, []coordinates{around})
}

// pomOf writes a pom.xml. What goes into it are coordinates, which checkPackage and versions keep free of markup, and the
// header, which is made free of it. The command that writes it again stands in its description: a comment cannot have two
// hyphens.
func pomOf(flows []codegen.Input, module coordinates, needs []coordinates) []byte {
	header := codegen.Header(flows[0])
	mark := strings.NewReplacer("--", "- -", "<", "", ">", "").Replace(header[0])
	command := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(header[len(header)-1])
	var dependencies strings.Builder
	for _, c := range append([]coordinates{{"org.jetbrains.kotlin", "kotlin-stdlib", stdlibVersion}}, needs...) {
		fmt.Fprintf(&dependencies, pomDependency, c.Group, c.Artifact, c.Version)
	}
	return fmt.Appendf(nil, pomText, mark, module.Group, module.Artifact, module.Version, command, dependencies.String(), sources, kotlinVersion,
		kotlinLanguage, kotlinLanguage)
}

const pomDependency = `    <dependency>
      <groupId>%s</groupId>
      <artifactId>%s</artifactId>
      <version>%s</version>
    </dependency>
`

const pomText = `<?xml version="1.0" encoding="UTF-8"?>
<!-- %s -->
<project xmlns="http://maven.apache.org/POM/4.0.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 http://maven.apache.org/xsd/maven-4.0.0.xsd">
  <modelVersion>4.0.0</modelVersion>
  <groupId>%s</groupId>
  <artifactId>%s</artifactId>
  <version>%s</version>
  <description>%s</description>
  <properties>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
%s  </dependencies>
  <build>
    <sourceDirectory>%s</sourceDirectory>
    <plugins>
      <plugin>
        <groupId>org.jetbrains.kotlin</groupId>
        <artifactId>kotlin-maven-plugin</artifactId>
        <version>%s</version>
        <executions>
          <execution>
            <id>compile</id>
            <goals>
              <goal>compile</goal>
            </goals>
          </execution>
        </executions>
        <configuration>
          <jvmTarget>1.8</jvmTarget>
          <languageVersion>%s</languageVersion>
          <apiVersion>%s</apiVersion>
          <args>
            <arg>-Xexplicit-api=strict</arg>
            <arg>-Werror</arg>
            <arg>-Wextra</arg>
            <arg>-Xjdk-release=1.8</arg>
          </args>
        </configuration>
      </plugin>
    </plugins>
  </build>
</project>
`
