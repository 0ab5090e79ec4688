//go:build unix

package cli

import (
	"bytes"
	"os"
	"path/filepath"
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
	if code := Run(args, interrupting{t}, &stdout, &stderr); code != 130 || stdout.Len() > 0 || stderr.String() != "specgen: interrupted\n" {
		t.Errorf("exit code %d, %q, %q", code, stdout.String(), stderr.String())
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
