package lint

import (
	"fmt"
	"time"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var entryExpired = Doc{
	Title: "an entry that should be gone",
	Text: "expires is the last day on which an entry may be there. It is a warning and not an error, so that no build fails " +
		"because a day has passed.",
	Example: "expires: 2024-01-31",
	Fix:     "Delete the entry, or move the day.",
}

func checkEntryExpired(p *pass) {
	p.entries(func(kind kindOfEntry, e *model.Entry) {
		if p.expired(e) {
			p.report(diag.Diagnostic{
				Range:   e.At(model.FieldExpires),
				Message: fmt.Sprintf("%s %q expired on %s", kind, e.Name, e.Expires.Format(time.DateOnly)),
				Help:    "delete it, or move the day",
			})
		}
	})
}
