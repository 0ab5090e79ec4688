package main

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const scenarios = "../../testdata/delivery/scenarios.json"

func TestGo(t *testing.T) {
	driver := filepath.Join(t.TempDir(), "driver.exe")
	if out, err := exec.Command("go", "build", "-o", driver, "../vectors/drivers/go").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := run(t.Context(), []string{scenarios, "go", driver}); err != nil {
		t.Error(err)
	}
}

// TestWhatIsFound checks that a driver that loses spans, tells of none or goes on after its shutdown is found out.
func TestWhatIsFound(t *testing.T) {
	const good = `{"stats":{"emitted":10,"exported":7,"rejected":3},"errors":[{"spans":3,"reason":"refused"}]}`
	says := func(text string) string { return strings.Replace(good, `"refused"`, `"refused","text":"`+text+`"`, 1) }
	for _, c := range []struct{ name, expect, first, second, want string }{
		{"nothing", `{"exported":7,"rejected":3,"reasons":["refused"]}`, good, good, ""},
		{"a lost span", `{}`, `{"stats":{"emitted":10,"exported":9}}`, good, "step 1: 10 emitted, but"},
		{"a loss that nobody hears of", `{}`, `{"stats":{"emitted":10,"exported":9,"dropped":1}}`, good, "onExportError heard of 0 dropped"},
		{"a wrong kind of loss", `{}`, `{"stats":{"emitted":10,"exported":9,"dropped":1},"errors":[{"spans":1,"reason":"failed"}]}`, good, "heard of 0 dropped and 1 rejected"},
		{"an unknown reason", `{}`, good, `{"stats":{"emitted":1,"exported":1},"errors":[{"spans":1,"reason":"bad luck"}]}`, `there is no reason "bad luck"`},
		{"another reason", `{"reasons":["failed"]}`, good, good, `the reason "refused" was told`},
		{"a text", `{"texts":["^no$","^wh."]}`, says("why"), says("no"), ""},
		{"another text", `{"texts":["^why$"]}`, says("why"), says("why not"), `the text "why not" was told`},
		{"no text", `{"texts":["^why$"]}`, good, good, `the text "" was told`},
		{"another count", `{"exported":10}`, good, good, "exported: 7, want 10"},
		{"spans that wait", `{}`, `{"stats":{"emitted":10,"exported":9,"waiting":1}}`, good, "1 spans wait after the shutdown"},
		{"counts that change", `{}`, good, `{"stats":{"emitted":10,"exported":10}}`, "later"},
		{"too few lines", `{}`, good, "", "1 lines for 2 steps"},
		{"a slow shutdown", `{"shutdown_ms":[0,100]}`, strings.Replace(good, "{", `{"ms":500,`, 1), good, "step 1 took 500 ms, want 0 to 100"},
		{"nothing received", `{"received":7,"requests":1}`, good, good, "received: 0, want 7"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := scenario{Do: []json.RawMessage{json.RawMessage(`{"shutdown":100}`), json.RawMessage(`{"wait":100}`)}}
			if err := json.Unmarshal([]byte(c.expect), &s.Expect); err != nil {
				t.Fatal(err)
			}
			var lines []line
			for _, text := range []string{c.first, c.second} {
				var l line
				if text == "" {
					continue
				}
				if err := json.Unmarshal([]byte(text), &l); err != nil {
					t.Fatal(err)
				}
				lines = append(lines, l)
			}
			got := strings.Join(s.check(lines, &receiver{}), "\n")
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
