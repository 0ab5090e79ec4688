package docs

import (
	"strconv"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// indexTable lists flows. Its first column is the flow's name, which each format makes a link to its page.
func indexTable(pages []*Page) table {
	t := table{caption: "All flows", head: []string{"Flow", "Version", "What it is", "Spans", "Services", "Personal data", "Who to ask"}}
	for _, p := range pages {
		f := p.Flow
		services := codegen.Map(f.Services, func(s *model.Service) line { return say(codeOf(s.Name)) })
		personal := "none"
		if n := len(p.Personal.rows); n > 0 {
			personal = plural(n, "tag")
		}
		t.add("", say(codeOf(f.Name)), say(codeOf(f.Version.String())), stacked(say(sentence(f.Brief)), quietLine(life(&f.Entry, ""))),
			say(strconv.Itoa(len(f.Spans))), separated(services, ", "), say(personal), owners(&f.Entry))
	}
	return t
}
