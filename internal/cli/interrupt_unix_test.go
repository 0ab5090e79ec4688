//go:build unix

package cli

import (
	"bytes"
	"os"
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
