package swift

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/runtime"
)

// Package returns the manifest, the README and, where it is asked for, the runtime's sources.
func (Backend) Package(flows []codegen.Input) ([]codegen.File, error) {
	if len(flows) == 0 {
		return nil, nil
	}
	if options := flows[0].Options; options.EmitRuntime && options.RuntimeSource+options.RuntimeVersion != "" {
		return nil, errors.New("cannot generate Swift: runtime_source and runtime_version say where an imported runtime is: add runtime: import")
	}
	folder := func(flow *model.Flow) string { return strings.ToLower(targetName(flow)) }
	if one, other := codegen.SameName(flows, folder); other != nil {
		return nil, fmt.Errorf("cannot generate Swift: the flows %q and %q would both be the target %s: give one a code_name",
			one.Name, other.Name, targetName(other))
	}
	manifest, err := manifest(flows)
	if err != nil {
		return nil, err
	}
	readme, err := readme(flows)
	if err != nil {
		return nil, err
	}
	files := []codegen.File{{Path: "Package.swift", Content: manifest}, {Path: "README.md", Content: readme}}
	if flows[0].Options.EmitRuntime {
		sources, err := runtime.Swift()
		if err != nil {
			return nil, err
		}
		for _, source := range sources {
			content := codegen.MarkedSource(source.Content, flows[0].Source.Version)
			if path.Base(source.Path) == runtime.SwiftPrivacy {
				content = markedXML(source.Content, flows[0].Source.Version)
			}
			files = append(files, codegen.File{Path: path.Join("Sources", source.Path), Content: content})
		}
	}
	return files, nil
}

func packageName(in codegen.Input) string {
	if in.Options.Module != "" {
		return in.Options.Module
	}
	return "Flows"
}

// manifest is the Package.swift.
func manifest(flows []codegen.Input) ([]byte, error) {
	in := flows[0]
	p := newPrinter(in)
	p.P("// swift-tools-version:6.0")
	p.Lines("// ", packageHeader(in))
	p.Blank()
	p.P("import PackageDescription")
	p.Blank()
	p.lay("let strict: [SwiftSetting] = ", array([]expr{
		word(`.enableUpcomingFeature("ExistentialAny")`), word(`.enableUpcomingFeature("InternalImportsByDefault")`),
	}), "")
	p.Blank()
	if from := runtimeOf(in.Options); from.path != "" {
		p.P("// Where the runtime's package is.")
		p.P(`let runtime = Context.environment["FLOWTRACE_PATH"] ?? `, literal(from.path))
		p.Blank()
	}
	p.lay("let package = ", call("Package", manifestItems(flows)...).spread(), "")
	return p.Bytes()
}

// packageHeader begins the files of a package of several flows, which have no source of their own.
func packageHeader(in codegen.Input) []string {
	header := codegen.Header(in)
	return []string{header[0], header[len(header)-1]}
}

func manifestItems(flows []codegen.Input) []expr {
	var products, targets []expr
	target := func(name string, dependencies ...expr) {
		args := []expr{word(literal(name)).as("name")}
		if len(dependencies) > 0 {
			args = append(args, array(dependencies).as("dependencies"))
		}
		if name == "FlowtraceExporters" {
			args = append(args, array([]expr{call(".copy", word(literal(runtime.SwiftPrivacy)))}).as("resources"))
		}
		targets = append(targets, call(".target", append(args, word("strict").as("swiftSettings"))...).spread())
	}
	product := func(name string) {
		products = append(products, call(".library", word(literal(name)).as("name"), literals([]string{name}).as("targets")))
	}
	emit, from := flows[0].Options.EmitRuntime, runtimeOf(flows[0].Options)
	imported := func(name string) expr {
		if emit {
			return word(literal(name))
		}
		return call(".product", word(literal(name)).as("name"), word(literal(from.name)).as("package"))
	}
	for _, in := range flows {
		target(targetName(in.Flow), imported("Flowtrace"), imported("FlowtraceGenerated"))
		product(targetName(in.Flow))
	}
	if emit {
		target("Flowtrace")
		for _, name := range []string{"FlowtraceExporters", "FlowtraceGenerated", "FlowtraceTesting"} {
			target(name, imported("Flowtrace"))
		}
		for _, name := range []string{"Flowtrace", "FlowtraceExporters", "FlowtraceTesting"} {
			product(name)
		}
	}
	items := []expr{
		word(literal(packageName(flows[0]))).as("name"), word("[.iOS(.v13), .macOS(.v10_15), .tvOS(.v13), .watchOS(.v6)]").as("platforms"),
		array(products).spread().as("products"),
	}
	if !emit {
		items = append(items, array([]expr{from.dependency()}).as("dependencies"))
	}
	return append(items, array(targets).spread().as("targets"), word("[.v6]").as("swiftLanguageModes"))
}
