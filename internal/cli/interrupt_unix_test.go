//go:build unix

package cli

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// interrupting is standard input that has nothing to say but presses Ctrl-C when it is read.
type interrupting struct{ t *testing.T }

func (i interrupting) Read([]byte) (int, error) {
	if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
		i.t.Error(err)
	}
	select {} // as a pipe that nobody writes to
}

func TestCtrlC(t *testing.T) {
	var stdout, stderr bytes.Buffer
	args := []string{"validate", "--spec", "../../spec/notification.yaml", "-"}
	if code := Run(args, interrupting{t}, &stdout, &stderr); code != 130 || stdout.Len() > 0 || stderr.String() != judging+"specgen: interrupted\n" {
		t.Errorf("exit code %d, %q, %q", code, stdout.String(), stderr.String())
	}
}

const judging = "specgen: interrupted; judging what was read so far (interrupt again to end at once)\n"

// oneRecord breaks rules of the notification flow: it has no parent and lacks tags.
const oneRecord = `{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"d2fb36c6122d6086","name":"notification:received","service_name":"iOS","timestamp":1772442000000000,"duration":1}`

// TestCtrlCPrintsWhatWasFound interrupts an input after some of its records.
func TestCtrlCPrintsWhatWasFound(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	const records = 5000
	for format, want := range map[string]string{
		"text":     "interrupted: only what was read until then was judged",
		"json":     `"interrupted": true`,
		"github":   "title=validate/interrupted::",
		"sarif":    `"ruleId": "validate/interrupted"`,
		"junit":    `<error type="validate/interrupted"`,
		"markdown": "validate/interrupted",
		"html":     "interrupted",
	} {
		in := io.MultiReader(strings.NewReader(strings.Repeat(oneRecord+"\n", records)), interrupting{t})
		var stdout, stderr bytes.Buffer
		args := []string{"validate", "--spec", "../../spec/notification.yaml", "--memory", "64KiB", "--format", format, "--write-baseline", filepath.Join(temp, "b.json"), "-"}
		code := Run(args, in, &stdout, &stderr)
		if code != 130 || !strings.HasPrefix(stderr.String(), judging) || !strings.HasSuffix(stderr.String(), "specgen: interrupted\n") {
			t.Errorf("%s: exit code %d, %q", format, code, stderr.String())
		}
		if got := stdout.String(); !strings.Contains(got, want) || !strings.Contains(got, "unexpected-root") && !strings.Contains(got, "missing-parent") && !strings.Contains(got, "missing-tag") {
			t.Errorf("%s: it does not say %q, or what was found:\n%s", format, want, got)
		}
		if format == "text" && !strings.Contains(stdout.String(), "-: 5000 records") {
			t.Errorf("records were lost:\n%s", stdout.String())
		}
	}
	if files, err := os.ReadDir(temp); err != nil || len(files) > 0 {
		t.Errorf("left behind: %v, %v", files, err)
	}
}

// TestCtrlCLeavesNoFile interrupts the writing of a file: neither the file is there nor a part of it.
func TestCtrlCLeavesNoFile(t *testing.T) {
	folder := t.TempDir()
	in := filepath.Join(folder, "in.jsonl")
	if err := os.WriteFile(in, []byte(`{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"00000000000000a1"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	code := Run([]string{"convert", "-o", filepath.Join(folder, "out.jsonl"), in, "-"}, interrupting{t}, &stdout, &stderr)
	entries, err := os.ReadDir(folder)
	if err != nil || code != 130 || stderr.String() != "specgen: interrupted\n" || len(entries) != 1 {
		t.Errorf("%v, exit code %d, %q, %v", err, code, stderr.String(), entries)
	}
}
