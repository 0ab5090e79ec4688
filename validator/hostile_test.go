package validator_test

import (
	"fmt"
	"testing"

	"github.com/specgen/specgen/validator"
)

// allocations counts what judging the input allocates.
func allocations(t *testing.T, v *validator.Validator, data []byte) float64 {
	t.Helper()
	return testing.AllocsPerRun(1, func() { validate(t, v, data, validator.Options{}) })
}

// TestManyTagsOfOneRecord has undeclared tags by the thousand beside missing ones: each costs as much as the one before.
func TestManyTagsOfOneRecord(t *testing.T) {
	v := compile(t, notificationSpec)
	record := func(n int) []byte {
		s := newStory(0)
		delete(s.notify.tags(), "team_id")
		for i := range n {
			s.notify.tags()[fmt.Sprintf("tag_%d", i)] = i
		}
		return lines([]event{s.notify})
	}
	few, many := allocations(t, v, record(500)), allocations(t, v, record(2000))
	if many > 6*few {
		t.Errorf("%.0f allocations for 500 tags, %.0f for 2000", few, many)
	}
}
