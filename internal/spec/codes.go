package spec

import (
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/yamlsource"
)

// Codes returns the codes of the diagnostics that this package gives, those of internal/yamlsource included, in order, with
// what each means. They never change their meaning; file is about a file as a whole, yaml about its text, spec about the
// language's JSON Schema.
func Codes() []diag.CodeDoc {
	all := append(yamlsource.Codes(), codes...)
	slices.SortFunc(all, func(a, b diag.CodeDoc) int { return strings.Compare(a.Code, b.Code) })
	return all
}

var codes = []diag.CodeDoc{
	{Code: "file/directory", Doc: "A folder is named where a spec is expected."},
	{Code: "file/missing", Doc: "The file does not exist."},
	{Code: "file/not-regular", Doc: "A named pipe, a socket or a device is named where a spec is expected."},
	{Code: "file/unreadable", Doc: "The file may not be read, or reading it failed."},
	{Code: "spec/duplicate-item", Doc: "A list has the same item twice."},
	{Code: "spec/empty", Doc: "A text, list or mapping is empty where something is expected."},
	{Code: "spec/form", Doc: "A text does not have the form that its key asks for."},
	{Code: "spec/internal", Doc: "specgen cannot hold the file against its own JSON Schema: a bug in specgen."},
	{Code: "spec/misplaced-key", Doc: "A key goes with another kind of entry than the one it stands in."},
	{Code: "spec/missing-key", Doc: "An entry lacks a key that it must have."},
	{Code: "spec/name", Doc: "An entry has a name that entries of its kind cannot have."},
	{Code: "spec/no-value", Doc: "A key or an item of a list has no value."},
	{Code: "spec/range", Doc: "A number is too small or too large, or a text too long."},
	{Code: "spec/type", Doc: "A value is of another type than its key asks for: a number, text, a list, a mapping."},
	{Code: "spec/unknown-key", Doc: "An entry has a key that the language does not know there."},
	{Code: "spec/value", Doc: "A value is none of those that its key may have."},
}
