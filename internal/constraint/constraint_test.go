package constraint

import (
	"math/big"
	"slices"
	"testing"

	"github.com/specgen/specgen/internal/model"
)

func rat(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic(text)
	}
	return r
}

func values(wires ...string) (out []*model.EnumValue) {
	for _, wire := range wires {
		out = append(out, &model.EnumValue{Wire: wire})
	}
	return out
}

func compile(t testing.TB, tag model.Tag) *Set {
	t.Helper()
	s, err := Compile(&tag)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// tooBig is a pattern that no automaton is made of, large one that clients do not carry.
const (
	tooBig = `^(\p{L}{3}|[a-z]{2}x?){90}$`
	large  = `^\pL$`
)

func TestWhatClientsAreTold(t *testing.T) {
	enum := values("DM", "@here")
	for _, c := range []struct {
		name string
		tag  model.Tag
		want []string
		left string
	}{
		{"an id has a character", model.Tag{Kind: model.KindID}, []string{"at least 1 character"}, ""},
		{"a string need not", model.Tag{Kind: model.KindString}, nil, ""},
		{"the order", model.Tag{Kind: model.KindID, MinLength: 2, MaxLength: 3, Pattern: "^a+$", Format: model.FormatHex},
			[]string{"at least 2 characters", "at most 3 characters", "pattern ^a+$", "format hex"}, ""},
		{"one character", model.Tag{Kind: model.KindString, MaxLength: 1}, []string{"at most 1 character"}, ""},
		{"a double", model.Tag{Kind: model.KindDouble, Min: rat("-0.25"), Max: rat("1e3")}, []string{"at least -0.25", "at most 1000"}, ""},
		{"no exponent", model.Tag{Kind: model.KindDouble, Min: rat("1e-7"), Max: rat("1234567.5")}, []string{"at least 0.0000001", "at most 1234567.5"}, ""},
		{"many digits", model.Tag{Kind: model.KindDouble, Max: rat("1e23")}, []string{"at most 100000000000000000000000"}, ""},
		{"more digits than a double has", model.Tag{Kind: model.KindDouble, Max: rat("0.1000000000000000055")}, []string{"at most 0.1"}, ""},
		{"an int", model.Tag{Kind: model.KindInt, Min: rat("0.5"), Max: rat("2.5")}, []string{"at least 1", "at most 2"}, ""},
		{"an int below 0", model.Tag{Kind: model.KindInt, Min: rat("-2.5"), Max: rat("-0.5")}, []string{"at least -2", "at most -1"}, ""},
		{"64 bits", model.Tag{Kind: model.KindInt, Min: rat("-9223372036854775808"), Max: rat("9223372036854775807")},
			[]string{"at least -9223372036854775808", "at most 9223372036854775807"}, ""},
		{"a bool", model.Tag{Kind: model.KindBool}, nil, ""},
		{"a closed enum", model.Tag{Kind: model.KindEnum, Values: enum}, []string{"one of DM, @here"}, ""},
		{"an open enum", model.Tag{Kind: model.KindEnum, Values: enum, Open: true}, nil, ""},
		{"a pattern that is too big", model.Tag{Kind: model.KindString, MaxLength: 9, Pattern: tooBig}, []string{"at most 9 characters"}, tooBig},
		{"a pattern that is too big for clients", model.Tag{Kind: model.KindString, Pattern: large}, nil, large},
		{"a list", model.Tag{Kind: model.KindDouble, List: true, MinItems: 2, MaxItems: 3, Min: rat("0")},
			[]string{"at least 2 items", "at most 3 items", "at least 0"}, ""},
	} {
		client, err := ForClient(&c.tag)
		checks, left := append(client.Items, client.Values...), client.Left
		var got []string
		for _, check := range checks {
			got = append(got, check.Expected)
		}
		if err != nil || left != c.left || !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, left %q, %v; want %q, left %q", c.name, got, left, err, c.want, c.left)
		}
		if !slices.IsSortedFunc(checks, func(a, b Constraint) int { return int(a.Kind) - int(b.Kind) }) {
			t.Errorf("%s: %q is not in the order of kinds", c.name, got)
		}
	}
}

func TestPatternsThatCannotBeUsed(t *testing.T) {
	long := make([]byte, 1001)
	for i := range long {
		long[i] = 'a'
	}
	for _, pattern := range []string{"(", string(long)} {
		tag := model.Tag{Kind: model.KindString, Pattern: pattern}
		if _, err := Compile(&tag); err == nil {
			t.Errorf("a pattern of %d bytes is taken", len(pattern))
		}
		if _, err := ForClient(&tag); err == nil {
			t.Errorf("a pattern of %d bytes is taken for clients", len(pattern))
		}
	}
}

func TestAny(t *testing.T) {
	for want, tags := range map[bool][]model.Tag{
		true: {{Kind: model.KindString}, {Kind: model.KindBool}, {Kind: model.KindInt}, {Kind: model.KindInt, List: true},
			{Kind: model.KindEnum, Values: values("a"), Open: true}},
		false: {{Kind: model.KindID}, {Kind: model.KindDouble}, {Kind: model.KindBool, List: true, MaxItems: 1},
			{Kind: model.KindInt, Max: rat("3")}, {Kind: model.KindEnum, Values: values("a")}, {Kind: model.KindString, Pattern: tooBig}},
	} {
		for _, tag := range tags {
			if got := compile(t, tag).Any(); got != want {
				t.Errorf("%+v takes any value: %v", tag, got)
			}
		}
	}
}

func TestPattern(t *testing.T) {
	for pattern, want := range map[string]bool{"": false, "^a$": true, large: true, tooBig: false} {
		if got := compile(t, model.Tag{Kind: model.KindString, Pattern: pattern}).Pattern(); (got != nil) != want {
			t.Errorf("%q has an automaton: %v", pattern, got != nil)
		}
	}
}
