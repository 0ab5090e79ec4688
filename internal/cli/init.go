package cli

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	flowspec "github.com/specgen/specgen/spec"
)

//go:embed templates
var templates embed.FS

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init [FOLDER]",
		Short: "Create a specgen.yaml and a small flow; overwrites nothing",
		Long: `init writes a commented specgen.yaml, a small flow in spec/upload.yaml and the language's JSON Schema, which gives
completion in editors. A file that is already there is left as it is.`,
		Example: `  specgen init
  specgen init services/flows`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			folder := "."
			if len(args) == 1 {
				folder = args[0]
			}
			return a.initFolder(folder)
		},
	}
}

func (a *app) initFolder(folder string) error {
	files := []struct {
		path    string
		content func() ([]byte, error)
	}{
		{"specgen.yaml", template("specgen.yaml")},
		{"spec/upload.yaml", template("upload.yaml")},
		{"spec/flow.schema.json", func() ([]byte, error) { return flowspec.Schema(), nil }},
	}
	for _, file := range files {
		content, err := file.content()
		if err != nil {
			return failed(err)
		}
		path := filepath.Join(folder, filepath.FromSlash(file.path))
		switch err := writeNew(path, content); {
		case errors.Is(err, fs.ErrExist):
			a.say("kept     %s (it was already there)\n", path)
		case err != nil:
			return failed(fmt.Errorf("cannot write %s: %w", path, err))
		default:
			a.say("wrote    %s\n", path)
		}
	}
	a.say("\nNext: read spec/upload.yaml, change it to your flow, then run\n" +
		"  specgen check       every mistake in it\n" +
		"  specgen generate    the clients\n")
	return nil
}

func template(name string) func() ([]byte, error) {
	return func() ([]byte, error) { return templates.ReadFile("templates/" + name) }
}

// writeNew writes a file that must not be there yet.
func writeNew(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if _, err := file.Write(content); err != nil {
		return closing(file, err)
	}
	return file.Close()
}
