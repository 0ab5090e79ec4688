package main

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// TestSteps runs drivers that are shell scripts: each step comes after the line of the one before and after the requests that it waits for.
func TestSteps(t *testing.T) {
	for _, c := range []struct {
		name, driver string
		requests     bool // whether one comes
		want         string
		lines        int
	}{
		{"a driver", `read first && while read -r step; do echo '{"ms":'${#step}'}'; done`, true, "", 2},
		{"one that reads ahead", `read first && read one && read two && echo '{}' && echo '{}'`, true, "the driver did not end", 0},
		{"one that ends too early", `read first && read one && echo '{}'`, false, "before step 2: 0 requests came, want 1", 0},
		{"one that reads nothing", `echo why >&2; exit 3`, true, "the driver failed: exit status 3: why", 0},
		{"one that prints no JSON", `read first && read one && echo oh && read two && echo no`, true, `the driver printed "oh\n"`, 0},
		{"one that prints too much", `read first && echo '{}' && echo '{}' && echo '{}' && read one && read two && echo '{}'`, true, "", 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := scenario{Name: "x", Client: json.RawMessage(`{}`), Do: []json.RawMessage{json.RawMessage(`{"wait":1}`), json.RawMessage(`{"wait":1,` + "\n" + `"after_requests":1}`)}}
			r, err := startReceiver([]answer{{Status: 200}})
			if err != nil {
				t.Fatal(err)
			}
			defer r.close()
			if c.requests {
				time.AfterFunc(300*time.Millisecond, func() { r.note(request{}) }) // while it is waited for
			}
			ctx := t.Context()
			if c.want == "the driver did not end" {
				var stop context.CancelFunc
				ctx, stop = context.WithTimeout(ctx, 2*time.Second)
				defer stop()
			}
			lines, err := s.drive(ctx, []string{"sh", "-c", c.driver}, r)
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) || len(lines) != c.lines {
				t.Errorf("%d lines, %v; want %d, %q", len(lines), err, c.lines, c.want)
			}
			if c.name == "a driver" && (lines[0].MS != int64(len(`{"wait":1}`)) || lines[1].MS != int64(len(`{"wait":1,"after_requests":1}`))) {
				t.Errorf("it has read %+v", lines)
			}
		})
	}
}
