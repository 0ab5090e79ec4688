package model

import (
	"testing"

	"github.com/specgen/specgen/internal/diag"
)

func TestAt(t *testing.T) {
	key := diag.Range{File: "a.yaml", Start: diag.Position{Line: 1, Column: 1}}
	value := diag.Range{File: "a.yaml", Start: diag.Position{Line: 2, Column: 5}}
	e := Entry{Pos: key, Places: Places{"type": value}}
	if got := e.At("type"); got != value {
		t.Errorf("the type stands at %v", got)
	}
	if got := e.At("pattern"); got != key {
		t.Errorf("what has no place of its own stands at %v, want the key's", got)
	}
}

func TestSure(t *testing.T) {
	tests := []struct {
		unsure Unsure
		keys   []string
		want   bool
	}{
		{nil, nil, true},
		{nil, []string{"tags"}, true},
		{Unsure{"tags": true}, nil, true},
		{Unsure{"tags": true}, []string{"trace", "tags"}, false},
		{Unsure{"tags": true}, []string{"trace"}, true},
		{Unsure{"*": true}, nil, false},
		{Unsure{"*": true}, []string{"trace"}, false},
	}
	for _, test := range tests {
		e := Entry{Unsure: test.unsure}
		if got := e.Sure(test.keys...); got != test.want {
			t.Errorf("%v: Sure(%v) = %v", test.unsure, test.keys, got)
		}
	}
}
