package golang

import (
	"math/big"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/model"
)

// TestBounds: a bound is a constant that Go takes for the type, and one of an int is whole.
func TestBounds(t *testing.T) {
	for _, c := range []struct {
		kind     model.Kind
		low, top string
		want     string
	}{
		{model.KindInt, "0.5", "2.5", `HasMin: true, Min: 1, HasMax: true, Max: 2}`},
		{model.KindInt, "-2.5", "-0.5", `HasMin: true, Min: -2, HasMax: true, Max: -1}`},
		{model.KindInt, "-1e30", "1e30", `gen.IntTag{Key: "size"}`},
		{model.KindInt, "-9223372036854775808", "9223372036854775807",
			`HasMin: true, Min: -9223372036854775808, HasMax: true, Max: 9223372036854775807}`},
		{model.KindDouble, "-1e400", "1e400", `gen.DoubleTag{Key: "size"}`},
		{model.KindDouble, "-0.1", "1e20", `HasMin: true, Min: -0.1, HasMax: true, Max: 100000000000000000000}`},
	} {
		s := newSmall()
		s.tag.Kind = c.kind
		s.tag.Min, _ = new(big.Rat).SetString(c.low)
		s.tag.Max, _ = new(big.Rat).SetString(c.top)
		in := input(s.flow)
		files := generate(t, in)
		newWorld(t).mustCheck(t, in, files)
		var all strings.Builder
		for _, file := range files {
			all.Write(file.Content)
		}
		declared := strings.Join(strings.Fields(all.String()), " ")
		if !strings.Contains(declared, c.want) && !strings.Contains(declared, strings.TrimSuffix(c.want, "}")+", }") {
			t.Errorf("%s to %s: no %s in\n%s", c.low, c.top, c.want, all.String())
		}
	}
}

// TestRefusedByClient: what package client refuses gives an error and no files.
func TestRefusedByClient(t *testing.T) {
	s := newSmall()
	s.tag.Min, _ = new(big.Rat).SetString("1e30")
	if files, err := (Backend{}).Generate(input(s.flow)); err == nil || files != nil {
		t.Errorf("%d files, %v", len(files), err)
	}
}
