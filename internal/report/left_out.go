package report

import (
	"strings"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
)

type jsonLeftOut struct {
	Names    int64 `json:"names,omitempty"`
	Services int64 `json:"services,omitempty"`
	Versions int64 `json:"versions,omitempty"`
	Findings int64 `json:"findings,omitempty"`
	Examples int   `json:"examples,omitempty"`
}

func leftOut(l validator.LeftOut) *jsonLeftOut {
	if l == (validator.LeftOut{}) {
		return nil
	}
	out := jsonLeftOut(l)
	return &out
}

// leftOut says what is not shown by itself.
func (p *findingsText) leftOut() {
	l := p.result.Summary.LeftOut
	var together []string
	for _, one := range []struct {
		n    int64
		what string
	}{{l.Names, "undeclared name"}, {l.Services, "service"}, {l.Versions, "version"}, {l.Findings, "finding"}} {
		if one.n > 0 {
			together = append(together, "about "+output.Count(one.n, one.what))
		}
	}
	if len(together) > 0 {
		p.Hang("", 0, 0, "Too many to show each: "+strings.Join(together, ", ")+" are counted under (others).")
	}
	if l.Examples > 0 {
		p.Hang("", 0, 0, "With so many findings each has at most "+output.Count(l.Examples, "example")+".")
	}
}
