package validator_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/internal/readers"
)

// TestFormatsAreThoseOfTheTable compares the constants and the schema of --format json with the table of readers.
func TestFormatsAreThoseOfTheTable(t *testing.T) {
	if got, want := validator.Formats(), []validator.Format{validator.OTLPJSON, validator.OTLPProtobuf, validator.SpanEvent, validator.SpanEventProtobuf, validator.Jaeger, validator.Zipkin, validator.Recorded}; !slices.Equal(got, want) {
		t.Errorf("the formats are %q, the constants %q", got, want)
	}
	for _, f := range validator.Formats() {
		if f.Summary() == "" {
			t.Errorf("%s has no summary", f)
		}
	}
	if got := validator.Format("unknown").Summary(); got != "" {
		t.Errorf("what is not read has the summary %q", got)
	}
	text, err := os.ReadFile("../docs/validate.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Defs struct {
			Input struct {
				Properties struct {
					Format struct {
						Description string
						Enum        []string
					}
				}
			}
		} `json:"$defs"`
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	format := schema.Defs.Input.Properties.Format
	if !slices.Equal(format.Enum, readers.Names()) {
		t.Errorf("docs/validate.schema.json has the formats %q, the table %q", format.Enum, readers.Names())
	}
	if want := "Only " + strings.Replace(readers.OneOf(), " or ", " and ", 1) + " are read."; !strings.HasSuffix(format.Description, want) {
		t.Errorf("docs/validate.schema.json says %q, want %q in the end", format.Description, want)
	}
}
