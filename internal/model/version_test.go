package model

import (
	"slices"
	"testing"
)

func TestCompareAppVersions(t *testing.T) {
	want := []string{"", "4.41.98", "9", "10.0", "24.9.0", "24.10.0", "24.10.0-rc1", "v1", "v2", "v10"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, CompareAppVersions)
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
