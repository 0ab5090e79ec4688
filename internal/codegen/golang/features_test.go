package golang

import (
	"slices"
	"testing"

	"github.com/specgen/specgen/internal/codegentest"
	"github.com/specgen/specgen/internal/model"
)

// TestFeatures compares the files of small flows, one for each feature of the language.
func TestFeatures(t *testing.T) { codegentest.Golden(t, Backend{}, inGen, nil) }

// TestFeaturesCompile type-checks them, and each of their services alone.
func TestFeaturesCompile(t *testing.T) {
	for name, in := range codegentest.Features(t) {
		t.Run(name, func(t *testing.T) {
			in.Options = inGen
			files := generate(t, in)
			newWorld(t).mustCheck(t, in, files)
			for _, file := range files {
				checkFile(t, file)
			}
			for _, service := range in.Flow.Services {
				in.Services = slices.DeleteFunc(slices.Clone(in.Flow.Services), func(s *model.Service) bool { return s != service })
				checkAlone(t, in)
			}
		})
	}
}
