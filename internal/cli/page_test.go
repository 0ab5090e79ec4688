package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPagesOfTheSamples compares the pages of the samples with files, and holds them to what every page promises.
func TestPagesOfTheSamples(t *testing.T) {
	for _, name := range []string{"broken", "conforming"} {
		t.Run(name, func(t *testing.T) {
			expected, err := filepath.Abs("testdata/pages/" + name + ".html")
			if err != nil {
				t.Fatal(err)
			}
			got, _ := specgen(t, "validate", "--format", "html", "testdata/traces/"+name+".otlp.json")
			if *update {
				if err := os.WriteFile(expected, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(expected)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("the page differs from %s: go test ./internal/cli -run TestPagesOfTheSamples -update, and read the difference", expected)
			}
			holdPage(t, got)
		})
	}
}

// requests are what a page without requests and scripts does not have.
var requests = regexp.MustCompile(`(?i)<script|<link|<img|<iframe|<object|<embed|<form|@import|url\(|https?:|javascript:|\son\w+=`)

// holdPage fails where a page asks for something, runs something, is too large, or refers to what it does not have.
func holdPage(t *testing.T, html string) {
	t.Helper()
	if len(html) >= 300_000 {
		t.Errorf("the page has %d bytes", len(html))
	}
	if found := requests.FindString(html); found != "" {
		t.Errorf("the page holds %q", found)
	}
	if !strings.Contains(html, `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"`) {
		t.Error("the page has no Content-Security-Policy")
	}
	if strings.Contains(html, "ZgotmplZ") {
		t.Error("a value was refused by html/template")
	}
	ids := map[string]bool{}
	for _, id := range regexp.MustCompile(`\sid="?([^\s">]+)`).FindAllStringSubmatch(html, -1) {
		if ids[id[1]] {
			t.Errorf("two elements have the id %s", id[1])
		}
		ids[id[1]] = true
	}
	for _, to := range regexp.MustCompile(`(?:href="#|aria-labelledby="?)([^\s">]+)`).FindAllStringSubmatch(html, -1) {
		if !ids[to[1]] {
			t.Errorf("nothing has the id %s", to[1])
		}
	}
}

// TestPageIsTheSameBytes prints the page of the broken sample with its lines in another order, from standard input, and with little memory.
func TestPageIsTheSameBytes(t *testing.T) {
	data, err := os.ReadFile("../../testdata/traces/conforming.spanevent.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	data = bytes.Replace(data, []byte(`"notification:opened"`), []byte(`"notification:openned"`), 2)
	lines := bytes.SplitAfter(data, []byte("\n"))
	var back []byte
	for i := range lines {
		back = append(back, lines[len(lines)-1-i]...)
	}
	page := func(data []byte, args ...string) string {
		t.Helper()
		var stdout, stderr bytes.Buffer
		args = append([]string{"validate", "--format", "html", "--spec", "../../spec/notification.yaml"}, args...)
		if code := Run(append(args, "-"), bytes.NewReader(data), &stdout, &stderr); code != exitFindings {
			t.Fatalf("exit code %d: %s", code, stderr.String())
		}
		return stdout.String()
	}
	first := page(data)
	holdPage(t, first)
	if !strings.Contains(first, "<figure class=trace>") || !strings.Contains(first, "notification:openned") {
		t.Error("the page shows no trace of what is wrong")
	}
	for _, args := range [][]string{{}, {"--memory", "1MiB"}} {
		if page(back, args...) != first {
			t.Errorf("the lines in another order, %v: another page", args)
		}
	}
}
