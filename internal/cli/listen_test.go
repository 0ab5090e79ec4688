package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
)

// The commands that listen runs here are this test itself, as the program sender.

// senderMain posts lines of SpanEvents as listen's environment says, and ends as it is told: "sender CODE LINES...".
func senderMain() {
	endpoint := os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT")
	for _, name := range []string{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"} {
		if value, ok := os.LookupEnv(name); ok {
			fmt.Println("still set:", name, value)
			os.Exit(99)
		}
	}
	var code int
	if _, err := fmt.Sscan(os.Args[1], &code); err != nil {
		os.Exit(98)
	}
	for _, line := range os.Args[2:] {
		answer, err := http.Post(endpoint+"/v1/spanevents", "application/x-ndjson", strings.NewReader(line))
		if err != nil || answer.StatusCode/100 != 2 && answer.StatusCode != 400 {
			fmt.Println(answer, err)
			os.Exit(97)
		}
		answer.Body.Close()
	}
	fmt.Println(os.Getenv("OTEL_EXPORTER_OTLP_PROTOCOL"), os.Getenv("OTEL_TRACES_EXPORTER"), os.Getenv("OTEL_BSP_SCHEDULE_DELAY"))
	os.Exit(code)
}

const (
	fine   = `{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"248d5d901dfa5153","parent_id":"00000000000000b1","name":"notification:received","service_name":"Web","timestamp":1772442000000000,"duration":1,"flow":"notification","flow_version":"1.0.0","tags":{"app_version":"1"}}`
	wrong  = `{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"00000000000000a2","name":"notification:openned","service_name":"Web","timestamp":1772442000000000,"duration":1,"flow":"notification","flow_version":"1.0.0","tags":{"app_version":"1"}}`
	other  = `{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7ab","span_id":"00000000000000a3","name":"GET /","service_name":"Web","timestamp":1772442000000000,"duration":1}`
	broken = `{"trace_id":"7f9c`
)

// console keeps what is written, and can be read meanwhile.
type console struct {
	mu  sync.Mutex
	out bytes.Buffer
}

func (c *console) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.out.Write(b)
}

func (c *console) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.out.String()
}

// listened runs listen with the program sender.
func listened(t *testing.T, flags []string, command ...string) (code int, stdout, stderr string) {
	t.Helper()
	t.Setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://elsewhere.example")
	t.Setenv("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "authorization=secret")
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://elsewhere.example")
	var out, errs console
	args := append([]string{"listen", "--spec", "../../spec/notification.yaml"}, flags...)
	code = Run(append(append(args, "--"), command...), strings.NewReader(""), &out, &errs)
	return code, out.text(), errs.text()
}

func TestListenToACommand(t *testing.T) {
	for _, c := range []struct {
		name    string
		flags   []string
		command []string
		code    int
		says    string // on standard error
	}{
		{"fine", nil, []string{"sender", "0", fine}, 0, "no findings: 1 record"},
		{"fine, and it fails", nil, []string{"sender", "7", fine}, 7, "no findings: 1 record"},
		{"wrong", nil, []string{"sender", "0", fine, wrong}, 3, "error unknown-span"},
		{"wrong, and it fails", nil, []string{"sender", "7", wrong}, 3, "error unknown-span"},
		{"wrong, and that is fine", []string{"--fail-on", "never"}, []string{"sender", "7", wrong}, 7, "error unknown-span"},
		{"complete", []string{"--complete"}, []string{"sender", "0", fine}, 3, "missing-parent"},
		{"unreadable", nil, []string{"sender", "0", fine, broken}, 1, "broken-input"},
		{"of no flow", nil, []string{"sender", "0", other, other}, 1, "no record of the flow came, but 2 other spans did"},
		{"of no flow, allowed", []string{"--allow-empty"}, []string{"sender", "0", other}, 0, "0 of them of the flow"},
		{"nothing", nil, []string{"sender", "5"}, 1, "the command ended with 5, and no record of the flow came"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, stdout, stderr := listened(t, c.flags, c.command...)
			if code != c.code || !strings.Contains(strings.Join(strings.Fields(stderr), " "), c.says) {
				t.Errorf("it exits with %d, want %d, and says\n%s", code, c.code, stderr)
			}
			if stdout != "http/protobuf otlp 200\n" {
				t.Errorf("the command got another environment: %q", stdout)
			}
		})
	}
}

// TestListenPrintsJSON: what a program reads stands alone on standard error.
func TestListenPrintsJSON(t *testing.T) {
	code, _, stderr := listened(t, []string{"--format", "json"}, "sender", "0", wrong)
	var document struct {
		Findings []struct{ Rule string }
	}
	if err := json.Unmarshal([]byte(stderr), &document); err != nil || code != 3 || len(document.Findings) == 0 || document.Findings[0].Rule != "unknown-span" {
		t.Errorf("exit code %d, %v:\n%s", code, err, stderr)
	}
}

// TestListenVerbosely: with -v each record has its line as it comes.
func TestListenVerbosely(t *testing.T) {
	_, _, stderr := listened(t, []string{"-v"}, "sender", "0", fine, wrong)
	for _, want := range []string{"specgen: listening on http://127.0.0.1:", "✗ openned      Web 1", "received     Web 1"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("%q is not in\n%s", want, stderr)
		}
	}
}

func TestExporterEnv(t *testing.T) {
	got := exporterEnv([]string{"PATH=x", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=y", "OTEL_EXPORTER_OTLP_ENDPOINT=y", "OTEL_TRACES_EXPORTER=console", "OTEL_EXPORTER_OTLP_HEADERS=a=b", "OTEL_TRACES_SAMPLER=always_on"}, "http://h")
	want := "PATH=x OTEL_EXPORTER_OTLP_HEADERS=a=b OTEL_TRACES_SAMPLER=always_on OTEL_EXPORTER_OTLP_ENDPOINT=http://h OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf " +
		"OTEL_TRACES_EXPORTER=otlp OTEL_BSP_SCHEDULE_DELAY=200"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
}
