package validator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// convert returns the records of an input in another format, and what the input was.
func convert(t testing.TB, data []byte, opts validator.ConvertOptions) ([]byte, validator.Input) {
	t.Helper()
	var out bytes.Buffer
	c, err := validator.NewConverter(&out, opts)
	if err != nil {
		t.Fatal(err)
	}
	in, err := c.Read(t.Context(), "input", bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), in
}

// TestFindingsOfWhatWasConverted converts all samples: the findings are those of the original, with their values and examples.
func TestFindingsOfWhatWasConverted(t *testing.T) {
	for _, s := range samples(t) {
		t.Run(s.name, func(t *testing.T) {
			opts := validator.Options{Examples: 100}
			before := validate(t, s.v, s.data, opts)
			if before.Summary.Records == 0 {
				return // no traces: what never-seen makes of nothing is not said of an input that cannot be read
			}
			if f := before.Inputs[0].Format; f == validator.Jaeger || f == validator.Zipkin {
				return // they leave open what the spec decides: docs/convert.md
			}
			for _, to := range validator.OutputFormats() {
				out, in := convert(t, s.data, validator.ConvertOptions{To: to})
				if in.Complete != before.Complete() || in.Records != before.Summary.Records {
					t.Errorf("%s: %+v, of %+v", to, in, before.Inputs)
				}
				after := validate(t, s.v, out, opts)
				exact := to == in.Format || to == validator.OTLPJSON && in.Format == validator.OTLPProtobuf || to == validator.OTLPProtobuf && in.Format == validator.OTLPJSON
				asBytes := to == validator.OTLPProtobuf && in.Format != to
				dropped := !exact && slices.ContainsFunc(before.Findings, func(f trace.Finding) bool { return f.Rule == "dropped-data" })
				got, want := sameFindings(t, withoutDropped(after, dropped), exact, asBytes), sameFindings(t, withoutDropped(before, dropped), exact, asBytes)
				if len(got) != len(want) {
					t.Errorf("%s: %d findings, want %d", to, len(got), len(want))
				}
				for i := range min(len(got), len(want)) {
					if got[i] != want[i] {
						t.Fatalf("%s:\n%s\nwant\n%s", to, got[i], want[i])
					}
				}
				if got, want := counts(after.Summary), counts(before.Summary); got != want {
					t.Errorf("%s: %s, want %s", to, got, want)
				}
			}
		})
	}
}

// withoutDropped leaves out, where the data has dropped tags or links, what a SpanEvent cannot tell: it has no counts of them.
func withoutDropped(r *validator.Result, dropped bool) *validator.Result {
	if !dropped {
		return r
	}
	because := []string{"dropped-data", "missing-tag", "missing-service-tag", "missing-link", "unexpected-root", "never-seen"}
	out := *r
	out.Findings = slices.DeleteFunc(slices.Clone(r.Findings), func(f trace.Finding) bool { return slices.Contains(because, f.Rule) })
	return &out
}

// counts writes what a summary counts.
func counts(s validator.Summary) string {
	return fmt.Sprint(s.Records, s.FlowRecords, s.Unknown, s.Traces, s.Spans, s.Services, s.Funnels)
}

// sameFindings returns findings as JSON without the places of the input, and without those about its broken places. Where they are not
// to be exact those about the kind are left out, and how the status
// is written: a SpanEvent has no kind, and of the status only whether it is an error. Where ids, times and codes are bytes, what is not valid
// is shown as other bytes.
func sameFindings(t *testing.T, r *validator.Result, exact, asBytes bool) []string {
	t.Helper()
	var out []string
	for _, f := range r.Findings {
		if f.Rule == "broken-input" || !exact && f.Rule == "kind-mismatch" {
			continue
		}
		f.Examples = slices.Clone(f.Examples)
		for i := range f.Examples {
			e := &f.Examples[i]
			if e.Input, e.Offset, e.Line = "", 0, 0; !exact && f.Rule == "status-mismatch" {
				e.Actual, e.Expected = "", ""
			}
			if asBytes && slices.Contains([]string{"invalid-time", "invalid-id", "status-mismatch", "kind-mismatch"}, f.Rule) {
				e.Actual = ""
			}
		}
		text, err := json.MarshalIndent(f, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(text))
	}
	return out
}

func TestConverterOptions(t *testing.T) {
	for _, c := range []struct {
		opts validator.ConvertOptions
		want string
	}{
		{validator.ConvertOptions{To: "csv"}, `cannot write the format "csv": want spanevent, otlp-json or otlp-protobuf`},
		{validator.ConvertOptions{Format: "csv"}, `cannot read the format "csv": want otlp-json, `},
	} {
		if _, err := validator.NewConverter(nil, c.opts); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

// TestConvertBrokenInput sees that what is broken is told and the rest converted, and that nothing follows Close.
func TestConvertBrokenInput(t *testing.T) {
	good := string(lines(newNotification(1).all()[:1]))
	var places []trace.Problem
	out, in := convert(t, []byte(good+"{]\n"+good+"{"), validator.ConvertOptions{Broken: func(name string, p trace.Problem) {
		if name != "input" {
			t.Errorf("%q is broken", name)
		}
		places = append(places, p)
	}})
	if len(places) != 2 || places[0].Line != 2 || in.Broken != 2 || in.Records != 2 || in.Complete || bytes.Count(out, []byte("\n")) != 2 {
		t.Errorf("%+v, %+v, %s", places, in, out)
	}
	c, err := validator.NewConverter(&bytes.Buffer{}, validator.ConvertOptions{})
	if err != nil || c.Close() != nil {
		t.Fatal(err)
	}
	if _, err := c.Read(t.Context(), "late", strings.NewReader(good)); err == nil {
		t.Error("an input was read after Close")
	}
}
