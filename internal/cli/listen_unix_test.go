//go:build unix

package cli

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// await waits until the pattern stands in what was written, and returns its first group.
func (c *console) await(t *testing.T, pattern string) string {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if found := regexp.MustCompile(pattern).FindStringSubmatch(c.text()); found != nil {
			return found[len(found)-1]
		}
	}
	t.Fatalf("%q is not in\n%s", pattern, c.text())
	return ""
}

// listening starts specgen as a process of its own.
func listening(t *testing.T, args ...string) (*exec.Cmd, *console) {
	t.Helper()
	out := &console{}
	cmd := exec.Command("specgen", append([]string{"listen", "--spec", "../../spec/notification.yaml"}, args...)...)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // it has ended, unless the test failed
	return cmd, out
}

func interrupted(t *testing.T, cmd *exec.Cmd, s os.Signal) {
	t.Helper()
	if err := cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
}

// TestCtrlCEndsListen: without a command it exits with 0, and what came was judged.
func TestCtrlCEndsListen(t *testing.T) {
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		cmd, out := listening(t, "--listen", "127.0.0.1:0")
		url := out.await(t, `listening  (http://127\.0\.0\.1:[0-9]+)   OTLP over HTTP on /v1/traces, SpanEvents on /v1/spanevents, a page on /\n`)
		answer, err := http.Post(url+"/v1/spanevents", "application/x-ndjson", strings.NewReader(wrong))
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		interrupted(t, cmd, s)
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v: %v\n%s", s, err, out.text())
		}
		if !strings.Contains(out.text(), "✗ openned") || !strings.HasSuffix(out.text(), "1 record of the flow\n") {
			t.Errorf("it says\n%s", out.text())
		}
	}
}

// TestCtrlCReachesTheCommand: the command ends as it likes, and what it has sent is judged.
func TestCtrlCReachesTheCommand(t *testing.T) {
	cmd, out := listening(t, "--", "sh", "-c", `sender 0 '`+fine+`'; trap 'echo caught; exit 9' INT TERM; echo ready; while :; do sleep 0.05; done`)
	out.await(t, "(?m)^ready$")
	interrupted(t, cmd, os.Interrupt)
	_ = cmd.Wait() // its exit code says it
	if code := cmd.ProcessState.ExitCode(); code != 9 || !strings.Contains(out.text(), "caught\n") || !strings.Contains(out.text(), "no findings: 1 record") {
		t.Errorf("exit code %d:\n%s", code, out.text())
	}
}

// TestASecondCtrlCKills: a command that does not end is killed, and what it has sent is judged all the same.
func TestASecondCtrlCKills(t *testing.T) {
	cmd, out := listening(t, "--", "sh", "-c", `trap 'echo caught' INT; sender 0 '`+fine+`'; echo ready; while :; do sleep 0.05; done`)
	out.await(t, "(?m)^ready$")
	interrupted(t, cmd, os.Interrupt)
	out.await(t, "(?m)^caught$") // two signals at once would be one
	interrupted(t, cmd, os.Interrupt)
	_ = cmd.Wait() // its exit code says it
	if code := cmd.ProcessState.ExitCode(); code != 128+9 || !strings.Contains(out.text(), "no findings: 1 record") {
		t.Errorf("exit code %d:\n%s", code, out.text())
	}
}

// TestStandardInputGoesThrough: a command reads what specgen is given.
func TestStandardInputGoesThrough(t *testing.T) {
	cmd := exec.Command("specgen", "listen", "--spec", "../../spec/notification.yaml", "--allow-empty", "-q", "--", "cat")
	cmd.Stdin = io.MultiReader(strings.NewReader("one\n"), strings.NewReader("two\n"))
	if got, err := cmd.Output(); err != nil || string(got) != "one\ntwo\n" {
		t.Errorf("got %q, %v", got, err)
	}
}

// TestListenToGoTest: the example's tests are judged, and nothing of so short a program is lost.
func TestListenToGoTest(t *testing.T) {
	cmd := exec.Command("specgen", "listen", "--", "go", "test", "-count=1", "./examples/go/...")
	cmd.Dir = "../.."
	got, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(got), "2 records, all of flow notification, in 1 trace") || !strings.Contains(string(got), "no findings: 2 records") {
		t.Errorf("%v\n%s", err, got)
	}
}
