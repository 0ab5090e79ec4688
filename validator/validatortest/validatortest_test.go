package validatortest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// recorded is a testing.TB that records failures instead of failing.
type recorded struct {
	testing.TB
	errors, logs []string
}

func (r *recorded) Helper()                   {}
func (r *recorded) Errorf(f string, a ...any) { r.errors = append(r.errors, fmt.Sprintf(f, a...)) }
func (r *recorded) Logf(f string, a ...any)   { r.logs = append(r.logs, fmt.Sprintf(f, a...)) }
func (r *recorded) Fatal(a ...any)            { r.errors = append(r.errors, fmt.Sprint(a...)) }

var spec = validator.Spec{Path: "../../spec/notification.yaml"}

// received is one record of a client, whose parent nobody in the test emitted.
const received = `{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"d2fb36c6122d6086","parent_id":"e04e8e8dc8b1aa24",` +
	`"name":"notification:received","service_name":"iOS","timestamp":1772442000000000,"duration":1,"flow":"notification",` +
	`"flow_version":"1.0.0","tags":{"app_version":"24.11.0","os_version":"18.1","badge_count":3}}` + "\n"

func TestConforms(t *testing.T) {
	tests := []struct {
		name, records string
		options       []Option
		errors, logs  string
	}{
		{"right", received, nil, "", ""},
		{"a wrong type", strings.Replace(received, `"badge_count":3`, `"badge_count":"3"`, 1), nil, "error tag-type: badge_count of", ""},
		{"a warning", strings.Replace(received, `"badge_count"`, `"badge_counts"`, 1), nil, "", "warning undeclared-tag"},
		{"a warning made an error", strings.Replace(received, `"badge_count"`, `"badge_counts"`, 1),
			[]Option{Severity("undeclared-tag", "", trace.Error)}, "error undeclared-tag", ""},
		{"complete", received, []Option{Complete()}, "error too-few: a trace has no", ""},
		{"cut off", received[:100], nil, "error broken-input", ""},
		{"nothing", "", nil, "none of the 0 is of its flow", ""},
		{"another flow", strings.NewReplacer("notification:", "other:", `"notification"`, `"other"`).Replace(received), nil, "none of the 1 is of its flow", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := &recorded{}
			Conforms(r, spec, []byte(test.records), test.options...)
			check(t, "errors", r.errors, test.errors)
			check(t, "logs", r.logs, test.logs)
		})
	}
}

func check(t *testing.T, what string, got []string, want string) {
	t.Helper()
	text := strings.Join(got, "\n")
	if (want == "") != (text == "") || !strings.Contains(text, want) {
		t.Errorf("%s are %q, want %q", what, text, want)
	}
}

func TestConformsWithoutASpec(t *testing.T) {
	r := &recorded{}
	if Conforms(r, validator.Spec{Path: "broken.yaml", Data: []byte("specgen: v1\nflow: [")}, []byte(received)) != nil {
		t.Error("a result without a spec")
	}
	check(t, "errors", r.errors, "cannot use the spec broken.yaml")
}
