package infer_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/backends"
	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/infer"
	"github.com/specgen/specgen/internal/lint"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// inputOf is bytes as an input.
func inputOf(name string, data []byte) validator.Source {
	return validator.Source{Name: name, Open: func() io.ReadCloser { return io.NopCloser(bytes.NewReader(data)) }}
}

// fileOf is a file as an input.
func fileOf(t *testing.T, path string) validator.Source {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return inputOf(filepath.Base(path), data)
}

func fit(opts infer.Options, inputs ...validator.Source) (*infer.Fitted, error) {
	return infer.Fit(context.Background(), inputs, infer.FitOptions{Options: opts, Clashes: clashes})
}

func clashes(language string, flow *model.Flow) []codegen.Clash {
	backend, err := backends.ByName(language)
	if err != nil {
		panic(err)
	}
	return backend.Clashes(flow)
}

// compile compiles a spec, which must pass check: without an error, and without a warning.
func compile(t *testing.T, spec []byte) *validator.Validator {
	t.Helper()
	v, err := validator.Compile(validator.Spec{Path: "made.yaml", Data: spec})
	if err != nil {
		t.Fatalf("%v\n%s", err, spec)
	}
	flow := v.Flows()[0]
	for _, d := range lint.Run(flow, lint.Env{Today: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}) {
		if d.Severity >= diag.Warning {
			t.Errorf("check: %s: %s", d.Code, d.Message)
		}
	}
	for _, s := range flow.Services {
		if s.Language == "" {
			continue
		}
		for _, clash := range clashes(s.Language, flow) {
			t.Errorf("check: %s: %s", s.Language, clash)
		}
	}
	return v
}

// findings validates inputs, and returns what is wrong besides their bytes, at or above a severity.
func findings(t *testing.T, v *validator.Validator, least trace.Severity, inputs ...validator.Source) []trace.Finding {
	t.Helper()
	run, err := v.NewRun(validator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer run.Close()
	if err := run.ReadAll(context.Background(), inputs); err != nil {
		t.Fatal(err)
	}
	result, err := run.Finish(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if result.Summary.FlowRecords == 0 {
		t.Error("no record is of the flow")
	}
	return slices.DeleteFunc(result.Findings, func(f trace.Finding) bool { return f.Severity < least || f.Rule == "broken-input" })
}

const samples = "../../testdata/traces/"

// conforming are samples of spec/notification.yaml.
var conforming = []string{
	"conforming.otlp.json", "conforming.otlp.pb", "conforming.spanevent.jsonl", "conforming.spanevent.pb", "conforming.jaeger.json",
	"conforming.zipkin.json", "conforming.recorded.jsonl",
}

// A spec of the samples passes check without a warning, and so do the samples against it.
func TestConformingSamples(t *testing.T) {
	for _, name := range conforming {
		t.Run(name, func(t *testing.T) {
			in := fileOf(t, samples+name)
			got, err := fit(infer.Options{}, in)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range findings(t, compile(t, got.Spec), trace.Warning, in) {
				t.Errorf("validate: %s: %s", f.Rule, f.Message)
			}
			again, err := fit(infer.Options{}, in)
			if err != nil || !bytes.Equal(got.Spec, again.Spec) {
				t.Errorf("the same records give another spec: %v", err)
			}
		})
	}
}

// nothingIn are files of which no spec can be made, and why.
var nothingIn = map[string]string{
	"GetTrace.json":               "which service is theirs",
	"expected-spans.json":         "which service is theirs",
	"expected-spans-wrapper.json": "which service is theirs",
	"envoy.json":                  "which service is theirs",
	"trace_scan_error.json":       "a name that no span can have",
	"malformed.json":              "no record",
}

// TestRealTraces holds for files that others wrote: the spec that is made of one passes check without a warning, and the file validates
// against it without an error, and, unless a part of it cannot be read, without a warning.
func TestRealTraces(t *testing.T) {
	roots := []string{samples + "real"}
	if shared := "../../../shared/traces"; isFolder(shared) {
		roots = append(roots, shared)
	}
	files := 0
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || strings.HasSuffix(path, ".md") {
				return err
			}
			files++
			t.Run(filepath.Base(path), func(t *testing.T) { checkReal(t, path) })
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 22 {
		t.Errorf("only %d files", files)
	}
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func checkReal(t *testing.T, path string) {
	in := fileOf(t, path)
	got, err := fit(infer.Options{}, in)
	if why, none := nothingIn[filepath.Base(path)]; none {
		if !errors.Is(err, infer.ErrNothing) || !strings.Contains(err.Error(), why) {
			t.Errorf("got %v, want that there is nothing, and %q", err, why)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings(t, compile(t, got.Spec), trace.Warning, in) {
		t.Errorf("validate: %s: %s", f.Rule, f.Message)
	}
}

// A broken input is read around what is broken.
func TestTruncatedInputs(t *testing.T) {
	for _, name := range conforming[:5] {
		data, err := os.ReadFile(samples + name)
		if err != nil {
			t.Fatal(err)
		}
		in := inputOf(name, data[:len(data)*2/3])
		told := 0
		got, err := infer.Fit(context.Background(), []validator.Source{in}, infer.FitOptions{Broken: func(string, trace.Problem) { told++ }})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if told == 0 {
			t.Errorf("%s: nobody is told that it is cut off", name)
		}
		for _, f := range findings(t, compile(t, got.Spec), trace.Error, in) {
			t.Errorf("%s: %s: %s", name, f.Rule, f.Message)
		}
	}
}

// The order of records and of inputs does not matter.
func TestOrderDoesNotMatter(t *testing.T) {
	data, err := os.ReadFile(samples + "conforming.spanevent.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(strings.TrimSuffix(string(data), "\n")+"\n", "\n")
	want, err := fit(infer.Options{}, inputOf("a", data))
	if err != nil {
		t.Fatal(err)
	}
	for seed := range 5 {
		r := rand.New(rand.NewPCG(uint64(seed), 0))
		r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		half := strings.Join(lines[:len(lines)/2], "")
		got, err := fit(infer.Options{}, inputOf("b", []byte(half)), inputOf("c", []byte(strings.Join(lines[len(lines)/2:], ""))))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Spec, want.Spec) {
			t.Errorf("seed %d: another spec:\n%s", seed, got.Spec)
		}
	}
}

// TestExistingFlowPage holds docs/existing-flow.md to what init writes of its data.
func TestExistingFlowPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/existing-flow.md")
	if err != nil {
		t.Fatal(err)
	}
	block := func(language string) []byte {
		found := regexp.MustCompile("(?ms)^```" + language + "\n(.*?)^```$").FindSubmatch(page)
		if found == nil {
			t.Fatalf("the page has no %s", language)
		}
		return found[1]
	}
	got, err := fit(infer.Options{Flow: "order"}, inputOf("export.jsonl", block("json")))
	if err != nil {
		t.Fatal(err)
	}
	if want := block("yaml"); !bytes.Equal(got.Spec, want) {
		t.Errorf("the page shows another spec than\n%s", got.Spec)
	}
}

// All formats at once give what one gives, also with services whose capitals Zipkin has lost.
func TestFormatsTogether(t *testing.T) {
	var inputs []validator.Source
	for _, name := range conforming {
		inputs = append(inputs, fileOf(t, samples+name))
	}
	got, err := fit(infer.Options{}, inputs...)
	if err != nil {
		t.Fatal(err)
	}
	v := compile(t, got.Spec)
	for _, f := range findings(t, v, trace.Warning, inputs...) {
		t.Errorf("validate: %s: %s", f.Rule, f.Message)
	}
	if n := len(v.Flows()[0].Services); n != 7 {
		t.Errorf("%d services, want 7", n)
	}
}
