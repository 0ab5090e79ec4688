package spec

import "github.com/specgen/specgen/internal/diag"

// Codes returns the codes of the diagnostics that this package gives, in order, with what each means. They never change
// their meaning; file is about a file as a whole, yaml about its text, spec about the language's JSON Schema.
func Codes() []diag.CodeDoc {
	return []diag.CodeDoc{
		{Code: "file/directory", Doc: "A folder is named where a spec is expected."},
		{Code: "file/empty", Doc: "The file is empty, or has nothing but comments."},
		{Code: "file/encoding", Doc: "The file is not text in UTF-8."},
		{Code: "file/line-break", Doc: "Lines end in a carriage return alone."},
		{Code: "file/missing", Doc: "The file does not exist."},
		{Code: "file/not-regular", Doc: "A named pipe, a socket or a device is named where a spec is expected."},
		{Code: "file/too-large", Doc: "The file is larger than 1 MiB."},
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
		{Code: "yaml/ambiguous", Doc: "YAML readers disagree on a plain value: a number, a bool, nothing or text."},
		{Code: "yaml/anchor", Doc: "Anchors, aliases and merge keys are not part of the language."},
		{Code: "yaml/bracket", Doc: "A bracket is not closed, or closes nothing."},
		{Code: "yaml/colon", Doc: "A plain text has a colon where YAML reads a key."},
		{Code: "yaml/comma", Doc: "Within brackets a comma is missing, or stands behind nothing."},
		{Code: "yaml/complex-key", Doc: "Keys with ? are not part of the language."},
		{Code: "yaml/control-character", Doc: "A character that cannot be seen, or that turns the direction of the text."},
		{Code: "yaml/directive", Doc: "Directives (%) are not part of the language."},
		{Code: "yaml/document", Doc: "The file has more than one YAML document."},
		{Code: "yaml/duplicate-key", Doc: "A mapping has the same key twice."},
		{Code: "yaml/empty-block", Doc: "A block text has no lines."},
		{Code: "yaml/empty-key", Doc: "A key is empty."},
		{Code: "yaml/escape", Doc: "A backslash in double quotes begins no escape."},
		{Code: "yaml/indentation", Doc: "A line is indented otherwise than the entries it stands beside."},
		{Code: "yaml/limit", Doc: "The file has more or deeper entries, or longer lines, than a spec needs and can be read in bounded time."},
		{Code: "yaml/no-colon", Doc: "A line is no entry, as no colon stands behind a key."},
		{Code: "yaml/quoted-lines", Doc: "A quoted text goes on in the next line."},
		{Code: "yaml/quotes", Doc: "Text stands behind the closing quote of a value."},
		{Code: "yaml/reserved", Doc: "A plain text begins with a character that has another meaning in YAML."},
		{Code: "yaml/space", Doc: "No space stands behind the colon of a key."},
		{Code: "yaml/syntax", Doc: "The text is not YAML, and no other rule knows why."},
		{Code: "yaml/tab", Doc: "A tab stands outside block texts and comments."},
		{Code: "yaml/type-tag", Doc: "YAML tags (!name) are not part of the language."},
		{Code: "yaml/unclosed", Doc: "A quote is not closed on its line."},
	}
}
