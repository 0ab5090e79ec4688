package spec

import (
	"testing"

	"github.com/specgen/specgen/internal/gap"
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
	if file.Gap != gap.None || len(file.Gaps) != 0 {
		t.Errorf("gaps %v %v, want none", file.Gap, file.Gaps)
	}
	last := file.Spans[5]
	if got := last.Key; got.Value != "notification:read in app" || got.Range.Start.Line != 210 || got.Range.Start.Column != 3 {
		t.Errorf("the last span is %+v", got)
	}
}
