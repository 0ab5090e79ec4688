package yamlsource

import "github.com/specgen/specgen/internal/diag"

// Codes returns the codes of the diagnostics that this package gives, in order, with what each means.
func Codes() []diag.CodeDoc {
	return []diag.CodeDoc{
		{Code: "file/empty", Doc: "The file is empty, or has nothing but comments."},
		{Code: "file/encoding", Doc: "The file is not text in UTF-8."},
		{Code: "file/line-break", Doc: "Lines end in a carriage return alone."},
		{Code: "file/too-large", Doc: "The file is larger than 1 MiB."},
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
		{Code: "yaml/list-type", Doc: "Within braces a type such as string[] is not in quotes."},
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
