package validator_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"testing"

	"github.com/specgen/specgen/validator"
)

// countdown is a context that ends when its Err was called a number of times.
type countdown struct {
	context.Context
	left *int
}

func (c countdown) Err() error {
	if *c.left--; *c.left < 0 {
		return context.Canceled
	}
	return nil
}

// finishAfter finishes a run over rows on disk with a context that ends when it was asked so often, and returns what is left of
// that number.
func finishAfter(t *testing.T, v *validator.Validator, data []byte, asked int) (left int, err error) {
	t.Helper()
	dir := t.TempDir()
	run := newRun(t, v, validator.Options{Memory: 1, TempDir: dir})
	if err := run.Read(t.Context(), "input", bytes.NewReader(data)); err != nil {
		t.Fatal(err)
	}
	left = asked
	result, err := run.Finish(countdown{t.Context(), &left})
	if (result == nil) != (err != nil) {
		t.Errorf("after %d: a result %v with %v", asked, result != nil, err)
	}
	if files, readErr := os.ReadDir(dir); readErr != nil || len(files) > 0 {
		t.Errorf("after %d: left behind: %v, %v", asked, files, readErr)
	}
	return left, err
}

// TestFinishEndsWithItsContext ends the context at many points between the first trace and the last finding.
func TestFinishEndsWithItsContext(t *testing.T) {
	v := compile(t, notificationSpec)
	data := lines(broken())
	const plenty = 1 << 20
	left, err := finishAfter(t, v, data, plenty)
	if err != nil {
		t.Fatal(err)
	}
	all := plenty - left
	if all < 300 { // traces, and the partitions that findings are counted in
		t.Fatalf("the context is asked %d times", all)
	}
	// Into how many partitions findings fall differs a little from run to run.
	for asked := 0; asked < all*9/10; asked += 1 + all/40 {
		if left, err := finishAfter(t, v, data, asked); !errors.Is(err, context.Canceled) || left != -1 {
			t.Errorf("after %d: %v, and it was asked %d times more", asked, err, -1-left)
		}
	}
}

// endless gives lines without end, and ends the context after some of them.
type endless struct {
	line   []byte
	blocks int
	cancel context.CancelFunc
}

func (e *endless) Read(b []byte) (int, error) {
	if e.blocks--; e.blocks == 0 {
		e.cancel()
	}
	n := 0
	for len(b)-n >= len(e.line) {
		n += copy(b[n:], e.line)
	}
	return n, nil
}

func TestReadEndsWithItsContext(t *testing.T) {
	v := compile(t, notificationSpec)
	ctx, cancel := context.WithCancel(t.Context())
	dir := t.TempDir()
	run := newRun(t, v, validator.Options{Memory: 1, TempDir: dir})
	in := &endless{lines(newNotification(1).all()), 20, cancel}
	if err := run.Read(ctx, "input", in); !errors.Is(err, context.Canceled) || in.blocks != 0 {
		t.Errorf("got %v, with %d blocks left", err, in.blocks)
	}
	if err := run.Read(t.Context(), "another", bytes.NewReader(nil)); !errors.Is(err, context.Canceled) {
		t.Errorf("the run went on: %v", err)
	}
	if _, err := run.Finish(t.Context()); !errors.Is(err, context.Canceled) {
		t.Errorf("the run was finished: %v", err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("left behind: %v, %v", files, err)
	}
	ended := newRun(t, v, validator.Options{})
	if err := ended.Read(ctx, "input", io.MultiReader()); !errors.Is(err, context.Canceled) {
		t.Errorf("an input was read after the end: %v", err)
	}
	if err := ended.Close(); err != nil {
		t.Error(err)
	}
}

// TestFinishEarly holds what is judged of an input whose reading was interrupted: what was read, without rules about what is missing.
func TestFinishEarly(t *testing.T) {
	v := compile(t, notificationSpec)
	ctx, cancel := context.WithCancel(t.Context())
	dir := t.TempDir()
	run := newRun(t, v, validator.Options{Memory: 1, TempDir: dir})
	if err := run.Read(ctx, "input", &endless{lines(newNotification(1).all()[1:]), 20, cancel}); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	result, err := run.FinishEarly(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if read := run.Progress(); read == 0 || read > result.Summary.Records || read+1024 <= result.Summary.Records {
		t.Errorf("%d records of %d", read, result.Summary.Records)
	}
	if !result.Interrupted || result.Complete() || result.Inputs[0].Complete || result.Inputs[0].Broken > 0 || len(result.Findings) == 0 {
		t.Errorf("got %+v", result.Inputs)
	}
	for _, f := range result.Findings {
		if f.Rule == "missing-parent" || f.Rule == "never-seen" || f.Rule == "broken-input" {
			t.Errorf("%s: %s", f.Rule, f.Message)
		}
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("left behind: %v, %v", files, err)
	}
	undisturbed := newRun(t, v, validator.Options{})
	if err := undisturbed.Read(t.Context(), "input", bytes.NewReader(lines(newNotification(1).all()))); err != nil {
		t.Fatal(err)
	}
	if result, err := undisturbed.FinishEarly(t.Context()); err != nil || result.Interrupted || !result.Complete() {
		t.Errorf("%+v, %v", result, err)
	}
	if _, err := undisturbed.FinishEarly(t.Context()); err == nil {
		t.Error("a run was finished twice")
	}
}
