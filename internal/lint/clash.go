package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

// CodeClash is the code of the diagnostics that ClashDiagnostics returns.
const CodeClash = "name/clash"

// ClashDiagnostics turns what a backend says about names into diagnostics. language is the backend's name.
func ClashDiagnostics(language string, clashes []codegen.Clash) []diag.Diagnostic {
	var list diag.List
	for _, c := range clashes {
		d := diag.Diagnostic{
			Code: CodeClash, Severity: diag.Error, Range: c.Entry.At(model.FieldCodeName),
			Help: "give it a code_name of its own",
		}
		switch {
		case c.Other != nil:
			d.Message = fmt.Sprintf("%q and %q are both %s in %s", c.Other.Name, c.Entry.Name, c.Name, language)
			if c.Reason != "" {
				d.Message += ", which " + c.Reason
			}
			d.Notes = note(c.Other.At(model.FieldCodeName), "the other stands here")
		case c.Reason != "":
			d.Message = fmt.Sprintf("%q becomes %s in %s, which %s", c.Entry.Name, c.Name, language, c.Reason)
		default:
			d.Message = fmt.Sprintf("%q becomes %s in %s, which is taken", c.Entry.Name, c.Name, language)
		}
		list.Add(d)
	}
	return list.Sorted()
}
