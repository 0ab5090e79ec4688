package golang

import (
	"testing"

	"github.com/specgen/specgen/internal/codegen"
)

// uploadCaller is what a backend service writes with the client of the flow that specgen init starts from: what came of
// storing is given when storing ends, and the reason with it.
const uploadCaller = `package api

import (
	"github.com/specgen/specgen/gen/go/upload"
	"github.com/specgen/specgen/runtime/go/flowtrace"
)

func store(out flowtrace.SpanProcessor, save func() error) upload.StoreRef {
	api := upload.NewAPI(out)
	span := api.StartStore(upload.DeriveBeginRef(upload.UploadID("0f5a1c9e-7d42-4b8e-9a53-6c1e2d3f4a5b")))
	if err := save(); err != nil {
		return span.End(upload.StoreOutcomeRefused(upload.Reason(err.Error())))
	}
	return span.End(upload.StoreOutcomeStored())
}
`

func TestTemplateOfInit(t *testing.T) {
	const name = "internal/cli/templates/upload.yaml"
	in := load(t, name)
	w := newWorld(t)
	w.mustCheck(t, in, generate(t, in))
	if _, problems := w.check("example.com/api", []codegen.File{{Path: "api.go", Content: []byte(uploadCaller)}}); len(problems) > 0 {
		t.Error(problems)
	}
}
