package validator_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/lint"
	"github.com/specgen/specgen/internal/mistakes"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/validator"
)

// TestCompileRefusesWhatCheckDoes compiles the specs of the catalogue: those with errors are refused, all others compile.
func TestCompileRefusesWhatCheckDoes(t *testing.T) {
	cases, err := mistakes.All("..")
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for _, c := range cases {
		root := t.TempDir()
		if err := os.CopyFS(root, c.Files); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(root, filepath.FromSlash(c.Path))
		want := hasErrors(path)
		v, err := validator.Compile(validator.Spec{Path: path})
		var problem *validator.SpecError
		if want != (err != nil) || err != nil && (!errors.As(err, &problem) || len(problem.Problems) == 0) {
			t.Errorf("%s: %v, want an error: %v", path, err, want)
			continue
		}
		if want {
			refused++
			continue
		}
		if _, err := v.Validate(t.Context(), "input", lines(newNotification(1).all()), validator.Options{}); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	if refused < 30 {
		t.Errorf("only %d specs were refused", refused)
	}
}

func hasErrors(path string) bool {
	result := resolve.Load(func(path string) ([]byte, []diag.Diagnostic) {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, []diag.Diagnostic{{Code: "file/unreadable", Severity: diag.Error, Range: diag.Range{File: path}, Message: err.Error()}}
		}
		return data, nil
	}, path)
	list := diag.List{}
	list.AddAll(result.Diagnostics)
	list.AddAll(lint.Run(result.Flow, lint.Env{Today: time.Now()}))
	return list.HasErrors() || result.Flow == nil
}
