package validator

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
)

// ParseFunnelTerm reads a term: tag=value, service=NAME, version=VERSION, input=GLOB or time=FROM..TO, of which either end may be left out.
func ParseFunnelTerm(text string) (FunnelTerm, error) {
	key, value, ok := strings.Cut(text, "=")
	term := FunnelTerm{Key: key, Value: value}
	if !ok || key == "" || value == "" {
		return term, fmt.Errorf("cannot read the term %q: want one such as version=24.11.0, platform=ios, input=new/*.jsonl or time=2026-03-01..2026-03-08", text)
	}
	switch key {
	case FunnelInput:
		if _, err := path.Match(value, ""); err != nil {
			return term, fmt.Errorf("cannot read the glob of %q: its brackets do not match", text)
		}
	case FunnelTime:
		from, to, ok := strings.Cut(value, "..")
		var errFrom, errTo error
		term.From, errFrom = funnelTime(from)
		term.To, errTo = funnelTime(to)
		switch {
		case !ok || errors.Join(errFrom, errTo) != nil || from == "" && to == "":
			return term, fmt.Errorf("cannot read the times of %q: want two of RFC 3339, such as time=2026-03-01T00:00:00Z..2026-03-08T00:00:00Z, or days", text)
		case from != "" && to != "" && !term.From.Before(term.To):
			return term, fmt.Errorf("cannot take the times of %q: they end before they begin", text)
		}
	}
	return term, nil
}

// funnelTime reads one end of a time, which may be left out.
func funnelTime(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04", time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil && at.Year() > 1970 && at.Year() < 2262 {
			return at, nil
		}
	}
	return time.Time{}, errors.New("no time")
}

// maxFunnelTerms is how many terms a side may have.
const maxFunnelTerms = 64

// check returns an error for a question that cannot be meant.
func (o *FunnelOptions) check(v *Validator) error {
	switch {
	case o == nil:
		return nil
	case len(o.By) > MaxFunnelBy:
		return fmt.Errorf("cannot split a funnel by %d tags: %d at most, or there are too many groups to look at", len(o.By), MaxFunnelBy)
	case len(o.By) == 2 && o.By[0] == o.By[1]:
		return fmt.Errorf("cannot split a funnel by %s twice: name another tag", o.By[0])
	case o.Window < 0:
		return fmt.Errorf("cannot use a window of %s: want one that is not negative", o.Window)
	case max(len(o.Where), len(o.Base)) > maxFunnelTerms:
		return fmt.Errorf("cannot take more than %d terms for a side", maxFunnelTerms)
	case len(v.stageNames()) == 0:
		return errors.New("cannot count a funnel: no spec lists the stages of one; add `funnel:` with the names of its spans, in order")
	}
	for _, name := range o.By {
		if err := v.checkFunnelKey(name, false); err != nil {
			return err
		}
	}
	for _, term := range slices.Concat(o.Where, o.Base) {
		if err := v.checkFunnelKey(term.Key, true); err != nil {
			return err
		}
	}
	if o.Lost != "" && !slices.Contains(v.stageNames(), o.Lost) {
		return fmt.Errorf("cannot tell who is lost at %q: it is no stage of a funnel%s", o.Lost, near(o.Lost, append(v.stageNames(), v.shortStageNames()...)))
	}
	return nil
}

// CheckFunnel returns an error for a question that cannot be meant, as NewRun does.
func (v *Validator) CheckFunnel(o *FunnelOptions) error { return o.check(v) }

// stageNames returns the names of the spans that are stages of a funnel.
func (v *Validator) stageNames() (names []string) {
	for _, flow := range v.flows.All {
		for _, s := range flow.Current.Model.Funnel {
			names = append(names, s.Name)
		}
	}
	return names
}

// shortStageNames returns those names without the namespaces of the flows.
func (v *Validator) shortStageNames() (names []string) {
	for _, flow := range v.flows.All {
		for _, s := range flow.Current.Model.Funnel {
			names = append(names, strings.TrimPrefix(s.Name, flow.Current.Model.Namespace))
		}
	}
	return names
}

// Stage returns the span of the stage with a name, which may lack the flow's namespace; or the name, where there is none.
func (v *Validator) Stage(name string) string {
	for _, flow := range v.flows.All {
		for _, s := range flow.Current.Model.Funnel {
			if s.Name == name || s.Name == flow.Current.Model.Namespace+name {
				return s.Name
			}
		}
	}
	return name
}

// checkFunnelKey checks that a key is a tag of a flow, or one of the words for what is no tag.
func (v *Validator) checkFunnelKey(key string, term bool) error {
	known := []string{FunnelService, FunnelVersion}
	if term {
		known = append(known, FunnelInput, FunnelTime)
	}
	for _, flow := range v.flows.All {
		for _, version := range flow.Versions {
			for _, tag := range version.Model.Tags {
				known = append(known, tag.Name)
			}
		}
	}
	if slices.Contains(known, key) {
		return nil
	}
	return fmt.Errorf("cannot tell steps apart by %q: no flow has the tag%s", key, near(key, known))
}
