package lint

import (
	"fmt"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var entryExpiring = Doc{
	Title: "an entry that expires soon",
	Text: "expires is the last day on which an entry may be there; behind it, records of a span are findings. Who uses the entry is to " +
		"hear of it before, and clients in the field take weeks to change. How long before is check.expires_within of specgen.yaml, 30 days " +
		"without it.",
	Example: "expires: 2026-03-31 # on 2026-03-10",
	Fix:     "Move those who use it to something else and delete it by then, or move the day.",
}

func checkEntryExpiring(p *pass) {
	p.entries(func(kind kindOfEntry, e *model.Entry) {
		if e.Expires.IsZero() || p.expired(e) || e.Expires.After(p.today.Add(p.expiresWithin)) || p.expiresWithin <= 0 {
			return
		}
		help := "delete it by then, or move the day"
		if owners := p.ownersOf(e); len(owners) > 0 {
			help += "; ask " + strings.Join(owners, ", ")
		}
		p.report(diag.Diagnostic{
			Range:   e.At(model.FieldExpires),
			Message: fmt.Sprintf("%s %q expires on %s", kind, e.Name, e.Expires.Format(time.DateOnly)),
			Help:    help,
		})
	})
}

// ownersOf returns whom to ask about an entry: its own owners, else the flow's.
func (p *pass) ownersOf(e *model.Entry) []string {
	if len(e.Owners) > 0 {
		return e.Owners
	}
	return p.flow.Owners
}
