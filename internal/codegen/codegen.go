// Package codegen is what the backends of all languages share: their interface, the files they return, a code-writer, names
// made of words, clashes of names, overloads, and templates of READMEs and manifests. It knows no language.
package codegen

import (
	"github.com/specgen/specgen/internal/history"
	"github.com/specgen/specgen/internal/model"
)

// Input is all that a backend gets. The same input gives the same bytes on every machine.
type Input struct {
	Flow *model.Flow
	// Services are those that get an emitter, a subset of Flow.Services in the same order.
	Services []*model.Service
	Source   Source
	Options  Options
	// History says since when the flow has what it has, or is nil.
	History *history.History
}

// Source says where the flow comes from, for the header of every generated file.
type Source struct {
	Path    string // the spec's path relative to specgen.yaml, with slashes
	SHA256  string // lower-case hex over the bytes of the spec and its imports
	Version string // of specgen, such as v0.1.0
	Command string // what makes the file again, such as "specgen generate --lang go"
}

// Options are one language's entry under generate in specgen.yaml.
type Options struct {
	Package string // Go: import path of the output folder; Kotlin: package of the output
	Module  string // Swift: the package's name; TypeScript: the npm package's name
	// EmitRuntime writes the runtime into the output; else generated code refers to the published package.
	EmitRuntime bool
	// RuntimeSource is where Swift finds a runtime that is not emitted: a URL of a git repository, with RuntimeVersion as the least
	// version, or a path that begins with . or /. Both are "" for those of a release.
	RuntimeSource, RuntimeVersion string
}

// File is one file of the output.
type File struct {
	Path    string // relative to the output folder, slash-separated, clean, never upwards
	Content []byte
}

// Backend generates the client of one language. Implementations are stateless.
type Backend interface {
	// Name is the language as specgen.yaml and --lang have it.
	Name() string
	// Clashes reports what the flow's names would clash with in this language, as clashes for a diagnostic. It is asked
	// before Generate, and by specgen check for every language of the flow's services.
	Clashes(flow *model.Flow) []Clash
	// Generate returns the files of one flow.
	Generate(in Input) ([]File, error)
	// Package returns the files that stand once per output folder whatever the number of flows: the build file, and the
	// runtime where Options.EmitRuntime asks for it. flows are all the flows that go into the folder.
	Package(flows []Input) ([]File, error)
	// Calls returns how each service of the input emits each of its spans: service by service, in the order of the spec. It
	// asks what Generate asks, and so says the same.
	Calls(in Input) ([]Call, error)
}

// Call is how a service emits one span, as code for people to read and to copy. It compiles in a function that has a span
// processor of the name "processor" (Kotlin: a span sink, "sink") and a text "carried": Imports, then Setup and Code.
type Call struct {
	Service *model.Service
	Span    *model.Span
	Imports []string // what Setup and Code take from the flow's client and the runtime, a line each
	Setup   string   // makes the emitter, which a process does once
	Code    string   // the call, with examples for values; of a measured span its end as well

	SetupImports []string // what Setup alone takes
}

// SameName returns the first two flows that key gives the same name, or nil. They would be written into the same folder.
func SameName(inputs []Input, key func(*model.Flow) string) (earlier, later *model.Flow) {
	known := map[string]*model.Flow{}
	for _, in := range inputs {
		name := key(in.Flow)
		if known[name] != nil {
			return known[name], in.Flow
		}
		known[name] = in.Flow
	}
	return nil, nil
}
