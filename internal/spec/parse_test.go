package spec

import (
	"testing"

	language "github.com/specgen/specgen/spec"
)

func TestNotificationIsRead(t *testing.T) {
	file, diags := Parse("spec/notification.yaml", language.Notification())
	for _, d := range diags {
		t.Errorf("%d:%d %s: %s", d.Range.Start.Line, d.Range.Start.Column, d.Code, d.Message)
	}
	if got := len(file.Spans); got != 6 {
		t.Errorf("got %d spans, want 6", got)
	}
	if len(file.Broken) != 0 || len(file.Incomplete) != 0 {
		t.Errorf("broken %v, incomplete %v, want neither", file.Broken, file.Incomplete)
	}
	last := file.Spans[5]
	if got := last.Key; got.Value != "notification:read in app" || got.Range.Start.Line != 210 || got.Range.Start.Column != 3 {
		t.Errorf("the last span is %+v", got)
	}
}
