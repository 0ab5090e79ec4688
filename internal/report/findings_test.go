package report

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

func TestFindingsKeepTheirSchema(t *testing.T) {
	s := schema(t, "validate")
	for name, r := range results(t) {
		value := decoded(t, Findings{Result: r})
		if err := s.Validate(value); err != nil {
			t.Errorf("%s: %#v", name, err)
		}
		if left := undescribed(t, "validate", value); len(left) > 0 {
			t.Errorf("%s: the schema does not describe %v", name, left)
		}
	}
	for _, wrong := range []string{`{}`, `{"tool":"specgen","version":"1","inputs":[{}],"summary":{},"findings":[]}`} {
		var value any
		if err := json.Unmarshal([]byte(wrong), &value); err != nil {
			t.Fatal(err)
		}
		if s.Validate(value) == nil {
			t.Errorf("the schema takes %s", wrong)
		}
	}
}

func TestTextFitsItsWidth(t *testing.T) {
	for name, r := range results(t) {
		if name == "hostile" {
			continue // its words are longer than lines
		}
		for _, width := range []int{40, 60, 80, 120} {
			for _, line := range strings.Split(printed(t, "text", Findings{Result: r}, output.Options{Width: width}), "\n") {
				text := strings.TrimSpace(line)
				for _, label := range []string{"seen", "expected", "perhaps", "spec", "for one", "to do"} {
					if rest, ok := strings.CutPrefix(text, label+"  "); ok {
						text = strings.TrimSpace(rest)
					}
				}
				if n := len([]rune(line)); n > width && strings.Contains(text, " ") { // one long word stays whole
					t.Errorf("%s: %d columns of %d: %s", name, n, width, line)
				}
			}
		}
	}
}

func TestText(t *testing.T) {
	v, err := validator.Compile(validator.Spec{Path: "../../spec/notification.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	const records = `{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"d4352a99fcf6c2a3","parent_id":"00000000000000a1","parent_trace_id":"000000000000000000000000000000a1","name":"notification:notify","service_name":"job-queue","timestamp":1772442000000000,"duration":1,"tags":{"user_id":"bob","team_id":"T061EG9R6","channel_id":"C012AB3CD","messageTs":"1712345678.123456"}}
{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"00000000000000a2","parent_id":"d4352a99fcf6c2a3","name":"notification:sent","service_name":"push-service","timestamp":1772442000100000,"duration":1,"tags":{"channel_id":"C012AB3CD","device_id":"d1","platform":"web","socket_id":"ws-1","retries":2}}
`
	r, err := v.Validate(t.Context(), "export.jsonl", []byte(records), validator.Options{Severity: []validator.Severity{{Rule: "never-seen", Is: trace.Off}}})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "text.txt", printed(t, "text", Findings{Result: r}, output.Options{Width: 90}))
}
