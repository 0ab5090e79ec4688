package validator_test

import (
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

func TestOptionsThatCannotBeMeant(t *testing.T) {
	v := compile(t, notificationSpec)
	severity := func(rule, span string) validator.Options {
		return validator.Options{Severity: []validator.Severity{{Rule: rule, Span: span, Is: trace.Info}}}
	}
	tests := []struct {
		name string
		opts validator.Options
		want string // what the error says; "" for none
	}{
		{"a format", validator.Options{Format: "csv"}, `cannot read the format "csv": want otlp-json`},
		{"what is found of an input in no format", validator.Options{Format: "unknown"}, `cannot read the format "unknown"`},
		{"a misspelt rule", severity("mising-tag", ""), `the rule "mising-tag": there is none; did you mean missing-tag?`},
		{"a rule unlike any", severity("x", ""), `the rule "x": there is none`},
		{"a misspelt span", severity("missing-tag", "notification:recieved"), `no flow has it; did you mean notification:received?`},
		{"a rule of the clients", severity("ended-twice", ""), ""},
		{"a rule and a span", severity("missing-tag", "notification:received"), ""},
		{"formats", validator.Options{Format: validator.Formats()[0]}, ""},
	}
	for _, test := range tests {
		run, err := v.NewRun(test.opts)
		if test.want == "" {
			if err != nil {
				t.Errorf("%s: %v", test.name, err)
			} else if err := run.Close(); err != nil {
				t.Error(err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.name, err, test.want)
		}
	}
}
