package lint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/lint"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/test/cputime"
)

// hostileHead is what the specs below begin with.
const hostileHead = "specgen: v1\nflow: hostile\nversion: 1.0.0\nbrief: It takes long to check.\ntraces:\n  main: { brief: One trace. }\n"

// repeat joins what line gives for 0 to n-1.
func repeat(n int, line func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(line(i))
	}
	return b.String()
}

// hostile are specs whose parts multiply: each of many lines names all of many others.
var hostile = map[string]func() string{
	"each group holds the one before": func() string {
		return hostileHead + "services:\n" + repeat(500, func(i int) string { return fmt.Sprintf("  s%d: { brief: S. }\n", i) }) +
			"groups:\n  g0: [s0]\n" + repeat(499, func(i int) string { return fmt.Sprintf("  g%d: [g%d, s%d]\n", i+1, i, i+1) }) +
			"tags:\n  t: { brief: T., type: int }\n" +
			"spans:\n" + repeat(500, func(i int) string {
			return fmt.Sprintf("  p%d: { brief: P., trace: main, services: [g499], tags: { t: required } }\n", i)
		})
	},
	"each service and each span has each tag": func() string {
		tags := strings.TrimSuffix(repeat(12, func(i int) string { return fmt.Sprintf("t%d: optional, ", i) }), ", ")
		return hostileHead + "services:\n" + repeat(500, func(i int) string { return fmt.Sprintf("  s%d: { brief: S., tags: { %s } }\n", i, tags) }) +
			"groups:\n  all: [" + repeat(499, func(i int) string { return fmt.Sprintf("s%d,\n    ", i) }) + "s499]\n" +
			"tags:\n" + repeat(12, func(i int) string { return fmt.Sprintf("  t%d: { brief: T., type: string, sensitivity: pii }\n", i) }) +
			"spans:\n" + repeat(500, func(i int) string {
			return fmt.Sprintf("  p%d: { brief: P., trace: main, services: [all], tags: { %s } }\n", i, tags)
		})
	},
	"each stage is far from the one before": func() string {
		links := repeat(12, func(i int) string { return fmt.Sprintf("{ to: p%d }, ", i) })
		return hostileHead + "services:\n  s: { brief: S. }\n" +
			"spans:\n" + repeat(300, func(i int) string {
			return fmt.Sprintf("  p%d: { brief: P., trace: main, services: [s], links: [%s{ to: p%d }] }\n  q%d: { brief: Q., trace: main, services: [s] }\n",
				i, links, 12+i%280, i)
		}) + "funnel: [" + repeat(300, func(i int) string { return fmt.Sprintf("p%d, q%d,\n  ", i, i) }) + "]\n"
	},
	"each name is unknown": func() string {
		return hostileHead + "services:\n  s: { brief: S. }\n" +
			"tags:\n" + repeat(630, func(i int) string { return fmt.Sprintf("  name_of_tag_%d: { brief: T., type: int }\n", i) }) +
			"spans:\n" + repeat(630, func(i int) string {
			return fmt.Sprintf("  p%d: { brief: P., trace: main, services: [s], tags: { nam_of_tag_%dx: required, nme_of_tag_%dy: required } }\n", i, i, i)
		})
	},
	"each pattern is as long as it may be": func() string {
		return hostileHead + "services:\n  s: { brief: S. }\n" +
			"tags:\n" + repeat(50, func(i int) string {
			return fmt.Sprintf("  t%d: { brief: T., type: string, pattern: '^%s%d$', examples: [a] }\n", i, strings.Repeat(`(\pL|[a-f0-9]{1,3})*x?`, 40), i)
		}) + "spans:\n  p: { brief: P., trace: main, services: [s], tags: { t0: required } }\n"
	},
	"each span may be below many others and asks for them": func() string {
		names := func(i int) string {
			return strings.TrimSuffix(repeat(16, func(k int) string { return fmt.Sprintf("p%d, ", (i+1+k*31)%500) }), ", ")
		}
		return hostileHead + "services:\n  s: { brief: S. }\n" + "spans:\n" + repeat(500, func(i int) string {
			parents := names(i) + ", none"
			return fmt.Sprintf("  p%d: { brief: P., trace: main, services: [s], parent: [%s],\n    followed_by: { any_of: [%s], within: 1h } }\n", i, parents, names(i))
		}) + "funnel: [" + repeat(500, func(i int) string { return fmt.Sprintf("p%d,\n  ", 499-i) }) + "]\n"
	},
	"all spans stand in one circle": func() string {
		return hostileHead + "services:\n  s: { brief: S. }\n" + "spans:\n" + repeat(630, func(i int) string {
			return fmt.Sprintf("  p%d: { brief: P., trace: main, services: [s], parent: p%d }\n", i, (i+1)%630)
		})
	},
}

// TestHostileSpecsCostLittle loads and checks specs whose cost is a product of what they declare. They have a third of the entries
// that the limits of internal/yamlsource allow, and so a ninth of the highest cost. Each may take a few times the processor time
// of a plain flow of 1,000 spans, measured before.
func TestHostileSpecsCostLittle(t *testing.T) {
	plain := large(1000)
	reference := cputime.Of(func() { lint.Run(resolve.Load(opener(plain), "large.yaml").Flow, lint.Env{Today: today}) })
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			data := []byte(text())
			var result resolve.Result
			var found []diag.Diagnostic
			loading := cputime.Of(func() { result = resolve.Load(opener(data), "hostile.yaml") })
			checking := cputime.Of(func() { found = lint.Run(result.Flow, lint.Env{Today: today}) })
			t.Logf("%d KiB: loaded in %v with %d diagnostics, checked in %v with %d; a plain flow takes %v", len(data)>>10, loading,
				len(result.Diagnostics), checking, len(found), reference)
			if result.Flow == nil {
				t.Fatalf("not a flow, so nothing was tried: %+v", result.Diagnostics[0])
			}
			if spent := loading + checking; spent > 4*reference {
				t.Errorf("took %v of processor time, a plain flow %v", spent, reference)
			}
		})
	}
}
