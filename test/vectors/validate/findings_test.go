package main

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/test/vectors"
	"github.com/specgen/specgen/validator"
)

// set is a file of cases with what belongs to it.
type set struct{ spec, calls, findings string }

var (
	notification = set{spec, vector("calls.json"), vector("findings.json")}
	order        = set{orderSpec, vector("order-calls.json"), vector("order-findings.json")}
)

func (s set) compile(t *testing.T) *validator.Validator {
	t.Helper()
	v, err := validator.Compile(validator.Spec{Path: s.spec})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// expected returns the lines that a language prints that can hold everything and does all right.
func (s set) expected(t *testing.T) []vectors.Line {
	t.Helper()
	cases, err := vectors.Read[struct {
		Name   string
		Expect vectors.Line
	}](s.calls)
	if err != nil {
		t.Fatal(err)
	}
	lines := make([]vectors.Line, len(cases))
	for i := range cases {
		lines[i] = cases[i].Expect
		lines[i].Name = cases[i].Name
		for k, span := range lines[i].Spans {
			var line bytes.Buffer // SpanEvents are a line each
			if err := json.Compact(&line, span); err != nil {
				t.Fatal(err)
			}
			lines[i].Spans[k] = line.Bytes()
		}
	}
	return lines
}

// named returns the line of a case.
func (s set) named(t *testing.T, name string) vectors.Line {
	t.Helper()
	lines := s.expected(t)
	i := slices.IndexFunc(lines, func(l vectors.Line) bool { return l.Name == name })
	if i < 0 {
		t.Fatalf("there is no case %q", name)
	}
	return lines[i]
}

func (s set) foreseen(t *testing.T) map[string]foreseen {
	t.Helper()
	list, err := vectors.Read[foreseen](s.findings)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]foreseen{}
	for _, f := range list {
		out[f.Name] = f
	}
	return out
}

// The validator finds in the vectors what a client has to report, and what is foreseen: two rules, worked out apart.
func TestTheValidatorAgreesWithTheVectors(t *testing.T) {
	for least, s := range map[int]set{30: notification, 15: order} {
		v, known := s.compile(t), s.foreseen(t)
		reported := 0
		for _, line := range s.expected(t) {
			differences, err := compare(v, &line, known[line.Name])
			if err != nil {
				t.Error(err)
			}
			for _, difference := range differences {
				t.Error(difference)
			}
			reported += len(line.Violations)
			delete(known, line.Name)
		}
		for name := range known {
			t.Errorf("%s foresees %q, which is no case", s.findings, name)
		}
		if reported < least {
			t.Errorf("%s: only %d violations are reported", s.calls, reported)
		}
	}
}

func TestDifferencesToTheValidator(t *testing.T) {
	v, known := notification.compile(t), notification.foreseen(t)
	replace := func(old, text string) func(*vectors.Line) {
		return func(l *vectors.Line) {
			for i, span := range l.Spans {
				l.Spans[i] = json.RawMessage(strings.ReplaceAll(string(span), old, text))
			}
			l.OTLP = json.RawMessage(strings.ReplaceAll(string(l.OTLP), old, text))
		}
	}
	for want, change := range map[string]func(*vectors.Line){
		"spanevent: the validator finds tag-value notification:notify user_id, which was not reported": replace("U024BE7LH", "u"),
		"otlp-json: the validator finds tag-value notification:notify user_id, which was not reported": replace("U024BE7LH", "u"),
		"the validator does not find tag-value notification:sent device_id": func(l *vectors.Line) {
			l.Violations = []vectors.Violation{{Rule: "tag-value", Span: "notification:sent", Tag: "device_id"}}
		},
		"the validator does not find trace-id-mismatch notification:notify notification_id": func(l *vectors.Line) {
			l.Violations = []vectors.Violation{{Rule: "trace-id-mismatch", Span: "notification:notify", Tag: "notification_id"}}
		},
		`spanevent: tag-value notification:notify user_id: the client expects ["format uuid, not \"v\"" "pattern ^[UW][A-Z0-9]{2,}$, not \"v\""], the validator ["pattern ^[UW][A-Z0-9]{2,}$, not \"u\""]`: func(l *vectors.Line) {
			replace("U024BE7LH", "u")(l)
			for _, expected := range []string{"pattern ^[UW][A-Z0-9]{2,}$", "format uuid"} {
				l.Violations = append(l.Violations, vectors.Violation{Rule: "tag-value", Span: "notification:notify", Tag: "user_id",
					Value: "v", Expected: expected})
			}
		},
	} {
		line := notification.expected(t)[0]
		change(&line)
		differences, err := compare(v, &line, known[line.Name])
		if err != nil || !strings.Contains(strings.Join(differences, "\n"), want) {
			t.Errorf("got %q, %v\nwant %s", differences, err, want)
		}
	}
}

// What the vectors expect of declared tags, and so the clients, are words of internal/constraint for that very tag.
func TestTheWordsAreThoseOfTheConstraints(t *testing.T) {
	for least, s := range map[int]set{20: notification, 10: order} {
		spec, err := os.ReadFile(s.spec)
		if err != nil {
			t.Fatal(err)
		}
		flow := resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return spec, nil }, s.spec).Flow
		allowed := map[string]map[string]bool{}
		for _, tag := range flow.Tags {
			checks, err := constraint.ForClient(tag)
			if err != nil {
				t.Fatal(err)
			}
			allowed[tag.Name] = map[string]bool{constraint.NoNUL: true}
			for _, c := range slices.Concat(checks.Items, checks.Values) {
				allowed[tag.Name][c.Expected] = true
			}
		}
		compared := 0
		for _, line := range s.expected(t) {
			for _, v := range line.Violations {
				if words, declared := allowed[v.Tag]; declared && v.Rule == "tag-value" {
					compared++
					if !words[v.Expected] {
						t.Errorf("%s: %q is expected of %s, which is none of %v", line.Name, v.Expected, v.Tag, words)
					}
				}
			}
		}
		if compared < least {
			t.Errorf("%s: only %d violations were compared", s.calls, compared)
		}
	}
}

// The kinds and the status of the vectors are what the validator requires of stamped spans; it takes any message.
func TestOtherKindsAndStatus(t *testing.T) {
	v := order.compile(t)
	for _, change := range []struct{ old, text, want string }{
		{`"kind": 3`, `"kind": 1`, "otlp-json: the validator finds kind-mismatch order:payment attempt, which was not reported"},
		{`"code": 2`, `"code": 0`, "otlp-json: the validator finds status-mismatch order:payment attempt result, which was not reported"},
		{`"error":true,`, "", "spanevent: the validator finds status-mismatch order:payment attempt result, which was not reported"},
	} {
		line := order.named(t, "an order from the visit to the door, with a payment that is tried again")
		for i, span := range line.Spans {
			line.Spans[i] = json.RawMessage(strings.ReplaceAll(string(span), change.old, change.text))
		}
		line.OTLP = json.RawMessage(strings.ReplaceAll(string(line.OTLP), change.old, change.text))
		differences, err := compare(v, &line, foreseen{})
		if err != nil || len(differences) != 1 || !strings.HasSuffix(differences[0], change.want) {
			t.Errorf("%s: got %q, %v", change.text, differences, err)
		}
	}
}

// Of a span that is not sampled, OTLP shows nothing: what is about such spans need not be found there, and what is about others must.
func TestSpansThatAreNotSampled(t *testing.T) {
	v := notification.compile(t)
	line := notification.named(t, "a request that is not sampled: its trigger is not exported, and what is below it is")
	for span, want := range map[string][]string{
		"notification:trigger": {"spanevent: the validator does not find tag-value notification:trigger user_id"},
		"notification:notify": {"spanevent: the validator does not find tag-value notification:notify user_id",
			"otlp-json: the validator does not find tag-value notification:notify user_id"},
	} {
		line.Violations = []vectors.Violation{{Rule: "tag-value", Span: span, Tag: "user_id"}}
		differences, err := compare(v, &line, foreseen{})
		if err != nil || len(differences) != len(want) {
			t.Fatalf("%s: got %q, %v", span, differences, err)
		}
		for i, difference := range differences {
			if !strings.HasSuffix(difference, want[i]) {
				t.Errorf("got %s\nwant %s", difference, want[i])
			}
		}
	}
}

// A cut-out is no whole flow: what it lacks is found where it is said to be one.
func TestWhatAWholeFlowLacks(t *testing.T) {
	line := notification.named(t, "a measured span lasts as long as it took")
	differences, err := compare(notification.compile(t), &line, foreseen{Whole: true})
	if all := strings.Join(differences, "\n"); err != nil || !strings.Contains(all, "the whole flow breaks missing-parent") {
		t.Errorf("got %s, %v", all, err)
	}
}

func TestLinesThatCannotBeValidated(t *testing.T) {
	v := notification.compile(t)
	for want, change := range map[string]func(*vectors.Line){
		"6 spans in otlp-json were read as": func(l *vectors.Line) { l.OTLP = json.RawMessage(`{"resourceSpans":[]}`) },
		`the client reports "bad-value"`:    func(l *vectors.Line) { l.Violations = []vectors.Violation{{Rule: "bad-value"}} },
		"there is no span 6":                func(l *vectors.Line) { l.Unsampled = []int{6} },
		"there is no span -1":               func(l *vectors.Line) { l.Unsampled = []int{-1} },
		"span 0 is no SpanEvent":            func(l *vectors.Line) { l.Unsampled, l.Spans[0] = []int{0}, []byte("1") },
		"5 spans in otlp-json were read as": func(l *vectors.Line) { l.Unsampled = []int{1} },
	} {
		line := notification.expected(t)[0]
		change(&line)
		if _, err := compare(v, &line, foreseen{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
}
