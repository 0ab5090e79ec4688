package cli

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator"
)

// emptySide is the error where no step is of what --where or --base says. A comparison with nothing sees no difference, so a gate with
// a typo would pass for ever.
func emptySide(counted *validator.FunnelResult, asked *validator.FunnelOptions, v *validator.Validator) error {
	sides := []struct {
		flag  string
		terms []validator.FunnelTerm
		side  validator.FunnelSide
	}{{"--where", asked.Where, validator.FunnelWhere}, {"--base", asked.Base, validator.FunnelBase}}
	for _, s := range sides {
		if len(s.terms) > 0 && !hasSteps(counted, s.side) {
			return fmt.Errorf("cannot find a step with %s", termsText(s.flag, s.terms, v))
		}
	}
	return nil
}

// hasSteps reports whether a side has a step, or a record that was asked for one.
func hasSteps(counted *validator.FunnelResult, side validator.FunnelSide) bool {
	return slices.ContainsFunc(counted.Flows, func(flow validator.FlowFunnel) bool {
		return slices.ContainsFunc(flow.Groups, func(g validator.FunnelGroup) bool {
			return g.Side == side && len(g.By) == 0 && slices.ContainsFunc(g.Stages, func(s validator.FunnelStage) bool {
				return s.Steps+s.Asked+s.Waiting > 0
			})
		})
	})
}

// termsText writes the terms of a side, and how to see what there is.
func termsText(flag string, terms []validator.FunnelTerm, v *validator.Validator) string {
	text, hint := "", ""
	for _, t := range terms {
		text += fmt.Sprintf(" %s %s=%s", flag, t.Key, t.Value)
		switch meant := diag.Nearest(t.Value, valuesOf(t.Key, v)); {
		case t.Key == validator.FunnelInput || t.Key == validator.FunnelTime:
		case meant != "" && meant != t.Value:
			hint = fmt.Sprintf("; did you mean %s=%s?", t.Key, meant)
		case hint == "":
			hint = fmt.Sprintf("; specgen funnel --by %s counts each there is", t.Key)
		}
	}
	return text[1:] + hint
}

// valuesOf returns the values that the specs list for a tag, or the services.
func valuesOf(key string, v *validator.Validator) (values []string) {
	for _, flow := range v.Flows() {
		if key == validator.FunnelService {
			for _, s := range flow.Services {
				values = append(values, s.Name)
			}
		}
		for _, tag := range flow.Tags {
			if tag.Name == key {
				for _, value := range tag.Values {
					values = append(values, value.Wire)
				}
			}
		}
	}
	return values
}
