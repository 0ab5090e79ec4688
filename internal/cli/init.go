package cli

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/backends"
	"github.com/specgen/specgen/internal/codegen"
	flowspec "github.com/specgen/specgen/spec"
)

//go:embed templates
var templates embed.FS

func (a *app) initCommand() *cobra.Command {
	var langs []string
	var traces initFromFlags
	cmd := &cobra.Command{
		Use:   "init [FOLDER | --from FILE...]",
		Short: "Create a specgen.yaml and a small flow, or a first spec out of real traces; overwrites nothing",
		Long: `init writes a commented specgen.yaml, a small flow in spec/upload.yaml and the language's JSON Schema, which gives
completion in editors. A file that is already there is left as it is.

specgen.yaml asks for a client in each language that a service of the flow has, or in those of --lang. The import path of the Go
client comes from go.mod, here or in a folder above.

With --from it writes spec/FLOW.yaml, or the file of -o, instead: a first spec out of traces of a system without one, in any format that
validate reads. Each guess has its evidence above it as a comment, and the same traces were validated against the result. Names of tags and
values of enums come from the data; other values do not. -o - writes to standard output. docs/existing-flow.md goes on from there.`,
		Example: `  specgen init
  specgen init --lang go,typescript
  specgen init services/flows
  specgen init --from export.json.gz
  specgen init --from traces/ --span-prefix "order:" --flow order -o spec/order.yaml
  zcat export.gz | specgen init --from - -o -`,
		Args: func(cmd *cobra.Command, args []string) error {
			if err := traces.check(cmd); err != nil {
				return misused(err)
			}
			if len(traces.from) > 0 {
				return nil
			}
			return cobra.MaximumNArgs(1)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(traces.from) > 0 {
				return a.initFrom(cmd.Context(), args, traces)
			}
			if err := knownLanguages(langs); err != nil {
				return err
			}
			folder := "."
			if len(args) == 1 {
				folder = args[0]
			}
			return a.initFolder(folder, langs)
		},
	}
	cmd.Flags().StringSliceVar(&langs, "lang", nil, "clients in these languages only: "+strings.Join(backends.Names(), ", "))
	completeWords(cmd, "lang", backends.Names()...)
	traces.add(cmd)
	return cmd
}

// starter is one file that init writes.
type starter struct {
	path    string // below the folder, with slashes
	content []byte
}

func (a *app) initFolder(folder string, langs []string) error {
	goPackage := goPackage(folder, goFolder)
	files, err := starters(langs, goPackage)
	if err != nil {
		return failed(err)
	}
	configured := false
	for _, file := range files {
		path := filepath.Join(folder, filepath.FromSlash(file.path))
		switch err := writeNew(path, file.content); {
		case errors.Is(err, fs.ErrExist):
			a.say("kept     %s (it was already there)\n", path)
		case err != nil:
			return failed(fmt.Errorf("cannot write %s: %w", path, err))
		default:
			a.say("wrote    %s\n", path)
			configured = configured || file.path == configName
		}
	}
	if configured && goPackage == "" && asked(langs, "go") {
		a.say("\nNo go.mod gives the import path of the Go client: set generate.go.package in specgen.yaml.\n")
	}
	a.say("\nNext: read spec/upload.yaml, change it to your flow, then run\n" +
		"  specgen check       every mistake in it\n" +
		"  specgen generate    the clients\n")
	return nil
}

// starters returns the files of a new project.
func starters(langs []string, goPackage string) ([]starter, error) {
	config, err := starterConfig(langs, goPackage)
	if err != nil {
		return nil, err
	}
	flow, err := templates.ReadFile("templates/upload.yaml")
	if err != nil {
		return nil, err
	}
	return []starter{{configName, config}, {"spec/upload.yaml", flow}, {"spec/flow.schema.json", flowspec.Schema()}}, nil
}

// goFolder is where the Go client of a new project goes.
const goFolder = "gen/go"

// starterTargets are the entries under generate in a new specgen.yaml, one for each language; %s is the Go package.
var starterTargets = map[string]string{
	"go":         "go: { out: " + goFolder + ", package: %s, runtime: emit }",
	"swift":      "swift: { out: gen/swift, module: Flows, runtime: emit }",
	"kotlin":     "kotlin: { out: gen/kotlin, package: com.example.flows, runtime: emit }",
	"typescript": `typescript: { out: gen/ts, module: "@example/flows", runtime: emit }`,
}

// starterConfig returns the specgen.yaml of a new project. Without langs it asks for all languages: the starter flow has a
// service in each.
func starterConfig(langs []string, goPackage string) ([]byte, error) {
	var targets []string
	for _, lang := range backends.Names() {
		if asked(langs, lang) {
			targets = append(targets, strings.ReplaceAll(starterTargets[lang], "%s", cmp.Or(goPackage, "example.com/app/"+goFolder)))
		}
	}
	return codegen.ParseTemplates(templates, nil).Execute(configName, codegen.Values{"Targets": targets})
}

// asked reports whether a language is among those of --lang, which are all where none is given.
func asked(langs []string, lang string) bool { return len(langs) == 0 || slices.Contains(langs, lang) }

// writeNew writes a file that must not be there yet.
func writeNew(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if _, err = file.Write(content); err != nil {
		err = closing(file, err)
	} else {
		err = file.Close()
	}
	if err != nil {
		os.Remove(path)
	}
	return err
}
