package cli

import (
	"fmt"
	"slices"
)

// flowPair is a flow in both states; the model of one is nil where a state does not have it.
type flowPair struct{ was, is loadedFlow }

// pairFlows matches flows by their names. What is left of two files is one flow with another name, as is what stands in the same file of
// two projects.
func pairFlows(was, is *state) ([]flowPair, error) {
	var out []flowPair
	find := func(flows []loadedFlow, fits func(loadedFlow) bool) loadedFlow {
		if at := slices.IndexFunc(flows, fits); at >= 0 {
			return flows[at]
		}
		return loadedFlow{}
	}
	named := func(flow loadedFlow) func(loadedFlow) bool {
		return func(other loadedFlow) bool { return other.model.Name == flow.model.Name }
	}
	for _, flow := range is.flows {
		old := find(was.flows, named(flow))
		if old.model == nil {
			old = find(was.flows, func(other loadedFlow) bool {
				gone := find(is.flows, named(other)).model == nil
				return gone && (!was.all && !is.all || was.all && is.all && other.path == flow.path)
			})
		}
		if old.model != nil || was.all && is.all {
			out = append(out, flowPair{old, flow})
		}
	}
	if was.all && is.all {
		for _, flow := range was.flows {
			if !slices.ContainsFunc(out, func(p flowPair) bool { return p.was.model == flow.model }) {
				out = append(out, flowPair{was: flow})
			}
		}
	}
	if one := single(was, is); len(out) == 0 && one != nil {
		return nil, failed(fmt.Errorf("cannot compare the flow %q of %s: no spec of the other side describes it", one.model.Name, one.path))
	}
	return out, nil
}

// single returns the flow of the side that is one file.
func single(was, is *state) *loadedFlow {
	for _, side := range []*state{was, is} {
		if !side.all && len(side.flows) > 0 {
			return &side.flows[0]
		}
	}
	return nil
}
