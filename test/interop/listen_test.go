package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestListenToTheSDK runs a program with OpenTelemetry's own SDK below specgen listen, in each of its encodings: it is judged, and loses nothing.
func TestListenToTheSDK(t *testing.T) {
	specgen := built(t, "./cmd/specgen")
	program := filepath.Join(t.TempDir(), "otelsdk")
	if said, err := exec.Command("go", "build", "-o", program, "./otelsdk").CombinedOutput(); err != nil {
		t.Fatalf("cannot build the program: %v\n%s", err, said)
	}
	for _, c := range []struct {
		span, env string
		code      int
		says      string
	}{
		{"notification:trigger", "", 0, "no findings: 1 record"},
		{"notification:trigger", "OTEL_EXPORTER_OTLP_COMPRESSION=gzip", 0, "no findings: 1 record"},
		{"notification:trigered", "", 3, "error unknown-span"},
		{"notification:trigger", "OTEL_EXPORTER_OTLP_HEADERS=authorization=x", 0, "no findings: 1 record"},
	} {
		command := exec.Command(specgen, "listen", "--spec", "spec/notification.yaml", "--", program, c.span)
		command.Dir = filepath.Join("..", "..")
		command.Env = append(os.Environ(), c.env, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://127.0.0.1:1")
		said, err := command.CombinedOutput()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		if code := command.ProcessState.ExitCode(); code != c.code || !strings.Contains(string(said), c.says) {
			t.Errorf("%s with %q: exit code %d\n%s", c.span, c.env, code, said)
		}
	}
}
