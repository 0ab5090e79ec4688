package diag_test

import (
	"testing"

	"github.com/specgen/specgen/internal/diag"
)

func TestExcerpt(t *testing.T) {
	sources := diag.Sources{"a": []byte("\ufeffone\r\nzwei ü 文\n"), "empty": {}}
	at := func(file string, line, column, endLine, endColumn int) diag.Range {
		return diag.Range{File: file, Start: diag.Position{Line: line, Column: column}, End: diag.Position{Line: endLine, Column: endColumn}}
	}
	for at, want := range map[diag.Range]diag.Excerpt{
		at("a", 1, 1, 1, 4):     {Line: 1, Text: "one", From: 0, To: 3},
		at("a", 2, 6, 2, 7):     {Line: 2, Text: "zwei ü 文", From: 5, To: 6},
		at("a", 2, 6, 3, 1):     {Line: 2, Text: "zwei ü 文", From: 5, To: 8},
		at("a", 2, 90, 2, 99):   {Line: 2, Text: "zwei ü 文", From: 8, To: 8},
		at("a", 2, 3, 2, 1):     {Line: 2, Text: "zwei ü 文", From: 2, To: 2},
		at("a", 3, 1, 3, 1):     {Line: 3},
		at("empty", 1, 1, 1, 1): {Line: 1},
	} {
		if got, ok := sources.Excerpt(at); !ok || got != want {
			t.Errorf("%+v: got %+v, %v; want %+v", at, got, ok, want)
		}
	}
	for _, unknown := range []diag.Range{{}, {File: "a"}, at("a", 4, 1, 4, 1), at("b", 1, 1, 1, 1), at("empty", 2, 1, 2, 1)} {
		if got, ok := sources.Excerpt(unknown); ok {
			t.Errorf("%+v: got %+v", unknown, got)
		}
	}
}
