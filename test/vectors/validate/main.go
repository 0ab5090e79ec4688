// Command validate runs the validator on the spans that the drivers of the languages printed:
//
//	validate spec/notification.yaml testdata/vectors/findings.json go=go.jsonl ts=ts.jsonl kotlin=kotlin.jsonl swift=swift.jsonl
//	validate testdata/flows/order.yaml testdata/vectors/order-findings.json go=go.order.jsonl …
//
// What the validator finds must be what the client reported, and what the findings foresee. It prints what differs and
// exits with 1 where anything does.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/specgen/specgen/test/vectors"
	"github.com/specgen/specgen/validator"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 3 {
		return errors.New("cannot validate nothing: give the spec, findings.json, then language=file for each driver")
	}
	v, err := validator.Compile(validator.Spec{Path: args[0]})
	if err != nil {
		return err
	}
	list, err := vectors.Read[foreseen](args[1])
	if err != nil {
		return err
	}
	var failed []error
	for _, arg := range args[2:] {
		language, path, _ := strings.Cut(arg, "=")
		if err := validate(v, list, language, path); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// validate reads what one driver printed.
func validate(v *validator.Validator, list []foreseen, language, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("cannot validate %s: %w; run its driver first", language, err)
	}
	known := make(map[string]foreseen, len(list))
	for _, f := range list {
		known[f.Name] = f
	}
	spans, seen := 0, map[string]bool{}
	var differences []string
	for text := range bytes.Lines(data) {
		var line vectors.Line
		if err := json.Unmarshal(text, &line); err != nil {
			return fmt.Errorf("cannot validate %s: a line is no result: %w; mend its driver", language, err)
		}
		seen[line.Name] = true
		if line.LeftOut != "" {
			continue
		}
		spans += len(line.Spans)
		found, err := compare(v, &line, known[line.Name])
		if err != nil {
			return fmt.Errorf("%s: %w", language, err)
		}
		differences = append(differences, found...)
	}
	for _, f := range list {
		if !seen[f.Name] {
			return fmt.Errorf("cannot validate %s: it has no case %q, of which the findings tell; run its driver again, or correct the name", language, f.Name)
		}
	}
	if len(differences) > 0 {
		return fmt.Errorf("%s: %d differences\n%s", language, len(differences), strings.Join(differences, "\n"))
	}
	fmt.Printf("%s: the validator finds in %d spans what the client reports\n", language, spans)
	return nil
}
