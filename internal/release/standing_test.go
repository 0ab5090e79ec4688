package release_test

import (
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/release"
	"github.com/specgen/specgen/internal/resolve"
)

// small is a flow of a version, whose tag size has a limit.
func small(t *testing.T, version, limit, brief string) *model.Flow {
	t.Helper()
	text := strings.NewReplacer("VERSION", version, "LIMIT", limit, "BRIEF", brief).Replace(`specgen: v1
flow: upload
version: VERSION
brief: BRIEF
traces: { upload: { brief: One. } }
services: { app: { brief: The app. } }
tags: { size: { brief: The size., type: int, max: LIMIT } }
spans: { done: { brief: It is done., trace: upload, services: [app], tags: { size: required } } }
`)
	result := resolve.Load(files{"x.yaml": text}.open, "x.yaml")
	if !sound(result) {
		t.Fatal(result.Diagnostics)
	}
	return result.Flow
}

// TestStand has the statuses. A higher limit is risky to queries, and so a minor version; a lower one is a major version.
func TestStand(t *testing.T) {
	at := func(version, limit string) *model.Flow { return small(t, version, limit, "A brief.") }
	other := at("9.0.0", "1")
	other.Name = "download"
	released := []*model.Flow{at("1.2.0", "100"), other, at("1.0.0", "50"), at("1.1.0", "60")}
	all := diff.Languages()
	for name, test := range map[string]struct {
		flow     *model.Flow
		released []*model.Flow
		status   release.Status
		least    string
	}{
		"nothing is released":           {at("0.1.0", "1"), nil, release.First, "0.1.0"},
		"only another flow is":          {at("0.1.0", "1"), []*model.Flow{other}, release.First, "0.1.0"},
		"the same":                      {at("1.2.0", "100"), released, release.Unchanged, "1.2.0"},
		"other words":                   {small(t, "1.2.0", "100", "Another brief."), released, release.Unchanged, "1.2.0"},
		"changed in place":              {at("1.2.0", "101"), released, release.InPlace, "1.3.0"},
		"changed in place, breaking":    {at("1.2.0", "99"), released, release.InPlace, "2.0.0"},
		"too low":                       {at("1.2.1", "101"), released, release.TooLow, "1.3.0"},
		"too low for what breaks":       {at("1.9.0", "99"), released, release.TooLow, "2.0.0"},
		"raised enough":                 {at("1.3.0", "101"), released, release.Raised, "1.3.0"},
		"raised more":                   {at("3.0.0", "101"), released, release.Raised, "1.3.0"},
		"raised without a change":       {at("1.2.1", "100"), released, release.Raised, "1.2.1"},
		"raised for words":              {small(t, "1.2.1", "100", "Another brief."), released, release.Raised, "1.2.1"},
		"an older version again":        {at("1.1.0", "60"), released, release.Behind, "2.0.0"},
		"below, and the same otherwise": {at("1.1.9", "100"), released, release.Behind, "1.2.1"},
		"below 1.0, breaking":           {at("0.2.0", "1"), []*model.Flow{at("0.1.9", "2")}, release.Raised, "0.2.0"},
		"below 1.0, too low":            {at("0.1.10", "1"), []*model.Flow{at("0.1.9", "2")}, release.TooLow, "0.2.0"},
	} {
		got := release.Stand(test.flow, test.released, all, nil)
		if got.Status != test.status || got.Least.String() != test.least || got.Status.CanBeReleased() != (test.status == release.First || test.status == release.Raised) {
			t.Errorf("%s: status %d, %s at least", name, got.Status, got.Least)
		}
	}
	accepted := release.Stand(at("1.2.1", "99"), released, all, func(*diff.Change) bool { return true })
	if accepted.Status != release.Raised || accepted.Least.String() != "1.2.1" {
		t.Errorf("accepted: status %d, %s at least", accepted.Status, accepted.Least)
	}
}
