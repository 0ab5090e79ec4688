package typescript

import "testing"

// TestAPatternIsCompiledOnce holds that a tag's rule is worked out at its first use alone: compiling its pattern again for
// each span that has it was a fifth of the time that a large flow takes.
func TestAPatternIsCompiledOnce(t *testing.T) {
	v := newFlowView(load(t, "spec/notification.yaml"))
	seen := 0
	for _, tag := range v.flow.Tags {
		if tag.Pattern == "" {
			continue
		}
		seen++
		first := v.rules.tag(tag)
		if v.rules.tag(tag) != first {
			t.Errorf("the rule of %s is worked out again", tag.Name)
		}
		if made := testing.AllocsPerRun(10, func() { v.rules.use(tag); v.rules.limits(tag) }); made > 50 {
			t.Errorf("to use the rule of %s once more makes %v allocations", tag.Name, made)
		}
	}
	if seen == 0 {
		t.Error("no tag has a pattern")
	}
}
