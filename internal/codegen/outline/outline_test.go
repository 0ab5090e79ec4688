package outline_test

import (
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/outline"
	"github.com/specgen/specgen/internal/codegentest"
)

// TestOutlines compares what package client decides for each feature of the language, in plain text.
func TestOutlines(t *testing.T) { codegentest.Golden(t, outline.Backend{}, codegen.Options{}, nil) }

// TestNotification compares the outline of the flow that ships.
func TestNotification(t *testing.T) {
	in := codegentest.Load(t, "spec/notification.yaml")
	codegentest.SameEachTime(t, outline.Backend{}, in)
	files, err := outline.Backend{}.Generate(in)
	if err != nil {
		t.Fatal(err)
	}
	codegentest.Compare(t, "testdata/notification.txt", files[0].Content)
}
