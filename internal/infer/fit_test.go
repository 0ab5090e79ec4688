package infer_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/specgen/specgen/internal/backends"
	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/infer"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator"
)

// fileSource is a file as an input.
func fileSource(path string) validator.Source {
	return validator.Source{Name: filepath.Base(path), Open: func() io.ReadCloser {
		f, err := os.Open(path)
		if err != nil {
			panic(err)
		}
		return f
	}}
}

func fit(t *testing.T, opts infer.Options, paths ...string) (*infer.Fitted, error) {
	t.Helper()
	var inputs []validator.Source
	for _, p := range paths {
		inputs = append(inputs, fileSource(p))
	}
	return infer.Fit(context.Background(), inputs, infer.FitOptions{Options: opts, Clashes: clashes})
}

func clashes(language string, flow *model.Flow) []codegen.Clash {
	b, err := backends.ByName(language)
	if err != nil {
		return nil
	}
	return b.Clashes(flow)
}

func TestTry(t *testing.T) {
	for _, p := range []string{os.Getenv("TRY")} {
		got, err := fit(t, infer.Options{}, p)
		if err != nil {
			t.Error(p, err)
			continue
		}
		t.Logf("%s\n%s\n%v", p, got.Spec, got.Residue)
	}
}
