package validator_test

import (
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
)

const oldSpec = `specgen: v1
flow: notification
version: 0.9.0
brief: As it was.
owners: [notifications]
namespace: "notification:"
traces:
  notification: { brief: One notification., sampling: 100% }
services:
  webapp: { brief: It decides., tags: { zone: optional } }
tags:
  zone: { brief: Where it runs., type: string }
  reason: { brief: What caused it., type: string }
spans:
  "notification:trigger":
    brief: Decide.
    trace: notification
    services: [webapp]
    parent: any
    tags: { reason: required }
`

func TestVersions(t *testing.T) {
	newer := strings.NewReplacer("0.9.0", "0.10.0", "reason: required", "reason: optional").Replace(oldSpec)
	v, err := validator.Compile(validator.Spec{Path: notificationSpec}, validator.Spec{Path: "newer.yaml", Data: []byte(newer)},
		validator.Spec{Path: "old.yaml", Data: []byte(oldSpec)})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ stamp, want string }{
		{"0.9.0", `missing-tag span="notification:trigger" tag="reason"`},
		{"0.10.0", ""},
		{"0.9.5", `missing-tag span="notification:trigger" tag="reason"` + "|unknown-version"},
		{"0.99.0", "unknown-version"},
		{"0.1.0", "missing-tag|missing-tag|missing-tag|missing-tag|missing-tag|missing-tag|unknown-version"},
		{"7.0.0", "missing-tag|missing-tag|missing-tag|missing-tag|missing-tag|missing-tag|unknown-version"},
		{"", "missing-tag|missing-tag|missing-tag|missing-tag|missing-tag|missing-tag"},
	}
	for _, test := range tests {
		e := newNotification(0).trigger
		e["tags"] = map[string]any{}
		e["flow_version"] = test.stamp
		delete(e, "links")
		got := say(validate(t, v, lines([]event{e}), validator.Options{Incomplete: true}))
		want := strings.Split(test.want, "|")
		if test.want == "" {
			want = nil
		}
		if len(got) != len(want) {
			t.Errorf("%q: %q, want %q", test.stamp, got, want)
			continue
		}
		for i := range want {
			if !strings.Contains(got[i], " "+want[i]) {
				t.Errorf("%q: %q, want %q", test.stamp, got, want)
			}
		}
	}
	two := newNotification(4)
	two.sent["flow_version"], two.opened["flow_version"] = "1.4.0", "1.7.0"
	var messages []string
	for _, f := range validate(t, v, lines(two.all()), validator.Options{Severity: []validator.Severity{seenOnly}}).Findings {
		messages = append(messages, f.Message)
	}
	if got := strings.Join(messages, "|"); got != "records are stamped 1.4.0, a version of flow notification that was not given, and judged by 1.0.0|"+
		"records are stamped 1.7.0, a version of flow notification that was not given, and judged by 1.0.0" {
		t.Errorf("two versions: %s", got)
	}
	// A spec and its release have one version: the first counts.
	twice, err := validator.Compile(validator.Spec{Path: notificationSpec},
		validator.Spec{Path: "released.yaml", Data: []byte(strings.Replace(oldSpec, "0.9.0", "1.0.0", 1))})
	if err != nil {
		t.Fatal(err)
	}
	if got := say(validate(t, twice, lines(newNotification(0).all()), validator.Options{Severity: []validator.Severity{seenOnly}})); len(got) > 0 {
		t.Errorf("judged by the release: %q", got)
	}
}
