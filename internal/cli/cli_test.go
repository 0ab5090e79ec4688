package cli

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"sender":  senderMain,
		"specgen": func() { os.Exit(Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScripts runs the commands as they are typed; each file in testdata/script is one transcript. With -update, what is compared is written again.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		RequireUniqueNames: true,
		UpdateScripts:      *update,
		Setup: func(env *testscript.Env) error {
			repository, err := filepath.Abs("../..")
			if err != nil {
				return err
			}
			env.Setenv("REPOSITORY", repository) // for its samples
			scale, err := shellBlock("../../docs/scale.md")
			if err == nil {
				err = os.WriteFile(filepath.Join(env.WorkDir, "scale.sh"), scale, 0o644)
			}
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(env.WorkDir, "picture.jpg"), []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"), 0o644)
		},
	})
}

// shellBlock returns the first block of a page that is for a shell.
func shellBlock(page string) ([]byte, error) {
	text, err := os.ReadFile(page)
	if err != nil {
		return nil, err
	}
	_, rest, found := bytes.Cut(text, []byte("```sh\n"))
	block, _, ended := bytes.Cut(rest, []byte("```\n"))
	if !found || !ended {
		return nil, errors.New("no block for a shell in " + page)
	}
	return block, nil
}
