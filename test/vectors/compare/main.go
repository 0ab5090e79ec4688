// Command compare compares what the drivers of the languages printed with calls.json or order-calls.json:
//
//	compare testdata/vectors/calls.json go=go.jsonl ts=ts.jsonl kotlin=kotlin.jsonl swift=swift.jsonl
//
// It prints what differs and exits with 1 where anything does.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/specgen/specgen/test/vectors"
)

// cannotHold is what the strings and references of each language cannot be; cases that need it are left out, no others.
var cannotHold = map[string][]string{
	"go":     {"utf16"},
	"ts":     {"utf8"},
	"kotlin": {"utf8", "zero"},
	"swift":  {"utf8", "utf16", "zero"},
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 2 {
		return errors.New("cannot compare nothing: give calls.json, then language=file for each driver")
	}
	cases, err := vectors.Read[vectors.Case](args[0])
	if err != nil {
		return err
	}
	var failed []error
	for _, arg := range args[1:] {
		language, path, _ := strings.Cut(arg, "=")
		if err := compare(cases, language, path); err != nil {
			failed = append(failed, err)
			continue
		}
		fmt.Printf("%s: %d cases agree\n", language, len(cases)-leftOut(cases, language))
	}
	return errors.Join(failed...)
}

func leftOut(cases []vectors.Case, language string) int {
	n := 0
	for i := range cases {
		if mayLeaveOut(language, cases[i].Needs) {
			n++
		}
	}
	return n
}

func mayLeaveOut(language, needs string) bool {
	for _, cannot := range cannotHold[language] {
		if cannot == needs {
			return true
		}
	}
	return false
}

// compare reads the results of one language, a line for each case in their order.
func compare(cases []vectors.Case, language, path string) error {
	if _, ok := cannotHold[language]; !ok {
		return fmt.Errorf("cannot compare %q: there is no such language; give go, ts, kotlin or swift", language)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("cannot compare %s: %w; run its driver first", language, err)
	}
	lines := bytes.Split(bytes.TrimSpace(data), []byte("\n"))
	if len(lines) != len(cases) {
		return fmt.Errorf("cannot compare %s: its driver printed %d lines for %d cases; see what it says", language, len(lines), len(cases))
	}
	var differences []string
	for i := range cases {
		var got vectors.Result
		if err := json.Unmarshal(lines[i], &got); err != nil {
			return fmt.Errorf("cannot compare %s: line %d is no result: %w; mend its driver", language, i+1, err)
		}
		differences = append(differences, checkCase(&cases[i], &got, language)...)
	}
	if len(differences) == 0 {
		return nil
	}
	return fmt.Errorf("%s: %d differences\n%s", language, len(differences), strings.Join(differences, "\n"))
}

// checkCase returns what differs between the result of a driver and its case.
func checkCase(c *vectors.Case, got *vectors.Result, language string) []string {
	switch {
	case got.Name != c.Name:
		return []string{fmt.Sprintf("%s: the driver ran %q in its place", c.Name, got.Name)}
	case got.LeftOut == "":
		return c.Compare(got)
	case got.LeftOut != c.Needs || !mayLeaveOut(language, c.Needs):
		return []string{fmt.Sprintf("%s: left out for %q, which %s can hold", c.Name, got.LeftOut, language)}
	}
	return nil
}
