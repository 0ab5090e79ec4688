package constraint

import (
	"math"
	"testing"

	"github.com/specgen/specgen/internal/model"
)

func TestDecimal(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "-3": "-3", "0.10": "0.1", "1e-7": "0.0000001", "2.5e2": "250", "1234567.5": "1234567.5", "123456789012345678901": "123456789012345678901",
	} {
		if got := Decimal(rat(text)); got != want {
			t.Errorf("Decimal(%s) is %s, want %s", text, got, want)
		}
	}
}

func TestDoubleReadsAsOnTheWire(t *testing.T) {
	for _, c := range []struct {
		value float64
		want  string
	}{
		{3, "3.0"}, {0.1, "0.1"}, {1234567.5, "1234567.5"}, {1e20, "100000000000000000000.0"}, {1e21, "1e+21"}, {1e-7, "1e-7"}, {0, "0.0"},
		{math.Copysign(0, -1), "-0.0"}, {math.NaN(), "NaN"}, {math.Inf(1), "Infinity"}, {math.Inf(-1), "-Infinity"},
	} {
		if got := Double(c.value); got != c.want {
			t.Errorf("%v reads %s, want %s", c.value, got, c.want)
		}
	}
}

func TestExpectedType(t *testing.T) {
	for want, tag := range map[string]model.Tag{
		"a string": {Kind: model.KindID}, "an int": {Kind: model.KindInt}, "a double": {Kind: model.KindDouble}, "a bool": {Kind: model.KindBool},
		"a list of string": {Kind: model.KindEnum, List: true}, "a list of int": {Kind: model.KindInt, List: true},
	} {
		if got := ExpectedType(&tag); got != want {
			t.Errorf("%s reads %s, want %s", tag.Kind, got, want)
		}
	}
}
