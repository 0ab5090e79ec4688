package infer

import (
	"cmp"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
)

// serviceGuess is a service of the draft.
type serviceGuess struct {
	service  *service
	language string
	role     string
	why      string // of language and role
	tags     []*useGuess
	codeName string
}

// guessServices takes the services of the spans, in the order of their names.
func (d *Draft) guessServices() {
	d.foldServices()
	for _, s := range d.spans {
		for from := range s.span.services {
			if d.byService[from] == nil {
				g := &serviceGuess{service: from}
				g.guessLanguage()
				d.byService[from] = g
				d.services = append(d.services, g)
			}
		}
	}
	slices.SortFunc(d.services, func(a, b *serviceGuess) int { return cmp.Compare(a.service.name, b.service.name) })
	for _, s := range d.spans {
		for from := range s.span.services {
			s.services = append(s.services, d.byService[from])
		}
		slices.SortFunc(s.services, func(a, b *serviceGuess) int { return cmp.Compare(a.service.name, b.service.name) })
	}
}

// foldServices takes a service that only Zipkin's records name, which may have lost its capitals, for the one that others write with them.
func (d *Draft) foldServices() {
	byLower := make(map[string]*service)
	for _, from := range d.o.services.list {
		if lower := strings.ToLower(from.name); from.capitals && lower != from.name {
			byLower[lower] = from
		}
	}
	for _, s := range d.spans {
		for from, n := range s.span.services {
			if twin := byLower[from.name]; twin != nil && !from.capitals {
				delete(s.span.services, from)
				s.span.services[twin] += n
			}
		}
	}
}

// guessLanguage says what a service is made with, by its SDK, its system or its name.
func (g *serviceGuess) guessLanguage() {
	hints := g.service.hints
	sdk, system := strings.ToLower(hints["telemetry.sdk.language"]), strings.ToLower(hints["os.name"])
	switch sdk {
	case "go":
		g.language, g.why = "go", "telemetry.sdk.language is go"
		return
	case "swift":
		g.language, g.why = "swift", "telemetry.sdk.language is swift"
		return
	case "webjs":
		g.language, g.role, g.why = "typescript", "client", "telemetry.sdk.language is webjs"
		return
	case "nodejs":
		g.language, g.role, g.why = "typescript", "backend", "telemetry.sdk.language is nodejs"
		return
	case "java":
		if system != "android" && hints["os.type"] != "android" {
			g.role, g.why = "backend", "telemetry.sdk.language is java, which no client is generated for: language: kotlin, if it may call one"
			return
		}
		g.language, g.why = "kotlin", "telemetry.sdk.language is java, on Android"
		return
	case "":
	default:
		g.role, g.why = "backend", "telemetry.sdk.language is "+quote(hints["telemetry.sdk.language"])+", which no client is generated for"
		return
	}
	switch {
	case system == "ios" || system == "ipados":
		g.language, g.why = "swift", "os.name is iOS"
		return
	case system == "android":
		g.language, g.why = "kotlin", "os.name is Android"
		return
	}
	g.guessByName()
}

// guessByName is the last resort.
func (g *serviceGuess) guessByName() {
	words := codegen.Words(strings.ReplaceAll(g.service.name, "iOS", "ios"))
	for _, word := range words {
		switch word {
		case "ios", "iphone", "ipad":
			g.language, g.why = "swift", "by its name"
		case "android":
			g.language, g.why = "kotlin", "by its name"
		case "browser", "desktop", "frontend", "mobile":
			g.role, g.why = "client", "by its name"
		}
	}
	if len(words) == 1 && words[0] == "web" {
		g.role, g.why = "client", "by its name"
	}
}
