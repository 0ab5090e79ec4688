package validator_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

func TestAbsenceIsAskedOnlyOfWhatIsComplete(t *testing.T) {
	v := compile(t, notificationSpec)
	alone := newNotification(1).received // no parent, no notify
	later := newNotification(200).trigger
	data := lines([]event{alone, later})
	off := []validator.Severity{seenOnly}
	got := say(validate(t, v, data, validator.Options{Severity: off}))
	if len(got) != 2 || !strings.Contains(got[1], "too-few") || !strings.Contains(got[1], "0/2") { // one by a record, one by a link
		t.Errorf("complete: %q", got)
	}
	if got := say(validate(t, v, data, validator.Options{Incomplete: true})); len(got) != 0 {
		t.Errorf("incomplete: %q", got)
	}
	settled := say(validate(t, v, data, validator.Options{Severity: off, Settle: time.Minute}))
	if len(settled) != 2 || strings.Contains(strings.Join(settled, ""), "/2") {
		t.Errorf("settled by a minute: %q", settled)
	}
	if got := say(validate(t, v, data, validator.Options{Severity: off, Settle: 24 * time.Hour})); len(got) != 0 {
		t.Errorf("settled by a day: %q", got)
	}
	s := newNotification(3) // the trigger's trace is sampled: its absence is none
	s.trigger = nil
	if got := say(validate(t, v, lines(s.all()), validator.Options{Severity: off})); len(got) != 0 {
		t.Errorf("a sampled parent: %q", got)
	}
}

// TestBrokenInputsAreIncomplete cuts conforming data off: what is not there any longer may be in the rest, and is no error, in any format.
func TestBrokenInputsAreIncomplete(t *testing.T) {
	v := compile(t, notificationSpec)
	var events []event
	for n := range 9 {
		events = append(events, newNotification(n).all()...)
	}
	for form, data := range forms(events) {
		for _, n := range []int{len(data) / 3, len(data) / 2, len(data) - 2} {
			result := validate(t, v, data[:n], validator.Options{})
			if got := onlyDoubts(result); got != "" || result.Complete() {
				t.Errorf("%s, %d bytes: %s", form, n, got)
			}
		}
	}
	run := newRun(t, v, validator.Options{})
	for _, data := range [][]byte{lines([]event{newNotification(1).received}), []byte("{")} {
		if err := run.Read(t.Context(), "input", bytes.NewReader(data)); err != nil {
			t.Fatal(err)
		}
	}
	result, err := run.Finish(t.Context())
	if err != nil || onlyDoubts(result) != "" || len(result.Findings) < 3 {
		t.Errorf("%v, %q", err, say(result))
	}
}

// onlyDoubts returns the first finding that is neither broken-input nor a warning that something may be in what could not be read.
func onlyDoubts(result *validator.Result) string {
	broken := false
	for _, f := range result.Findings {
		if f.Rule == "broken-input" {
			broken = true
		} else if f.Severity > trace.Warning || !strings.HasSuffix(f.Message, "; it may be in what could not be read") {
			return fmt.Sprintf("%+v", f)
		}
	}
	if !broken {
		return "no broken-input"
	}
	return ""
}

// TestOneBrokenLine: what cannot be read silences nothing. What is missing is counted as without the line, in whatever order the inputs come, and
// is a warning at most.
func TestOneBrokenLine(t *testing.T) {
	v := compile(t, notificationSpec)
	var events []event
	for n := range 40 {
		one := newNotification(n)
		if n%2 == 0 {
			one.sent = nil
		}
		if n%5 == 0 {
			one.received["duration"] = -1
		}
		events = append(events, one.all()...)
	}
	data := lines(events)
	half := bytes.IndexByte(data[len(data)/2:], '\n') + len(data)/2 + 1
	first, second := data[:half:half], data[half:]
	off := validator.Options{Severity: []validator.Severity{seenOnly}}
	want := validate(t, v, data, off)
	broken := []byte(`{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_` + "\n")
	var texts []string
	for _, inputs := range [][][]byte{{first, broken, second}, {second, broken, first}, {append(bytes.Clone(first), append(bytes.Clone(broken), second...)...)}} {
		run := newRun(t, v, off)
		for _, in := range inputs {
			if err := run.Read(t.Context(), "input", bytes.NewReader(in)); err != nil {
				t.Fatal(err)
			}
		}
		result, err := run.Finish(t.Context())
		if err != nil || len(result.Findings) != len(want.Findings)+1 {
			t.Fatalf("%v: %q, without the line %q", err, say(result), say(want))
		}
		texts = append(texts, strings.Join(say(result), "\n"))
		for _, d := range result.Defects {
			worst := trace.Info
			for _, n := range d.Findings {
				worst = max(worst, result.Findings[n].Severity)
			}
			if d.Severity != worst {
				t.Errorf("%s is told as %v, its findings are at most %v", d.Fingerprint, d.Severity, worst)
			}
		}
		for _, w := range want.Findings {
			i := slices.IndexFunc(result.Findings, func(f trace.Finding) bool { return f.Fingerprint == w.Fingerprint && f.Service == w.Service })
			if i < 0 {
				t.Fatalf("%s is silent", w.Rule)
			}
			f := result.Findings[i]
			absent := w.Rule == "too-few" || w.Rule == "missing-parent"
			if f.Records != w.Records || f.Traces != w.Traces || (f.Severity == w.Severity) == absent || absent && f.Severity != trace.Warning {
				t.Errorf("%+v, without the line %+v", f, w)
			}
		}
	}
	if texts[0] != texts[1] || texts[0] != texts[2] {
		t.Errorf("other findings in another order: %q", texts)
	}
}
