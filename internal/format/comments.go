package format

import (
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/yamlsource"
)

// comments returns all comments of a file, sorted: each # of a line behind which no value of the tree stands.
func comments(text string, root *yamlsource.Node) string {
	lines := strings.Split(text, "\n")
	taken := make([]int, len(lines)+1) // by line: the column behind the last value
	isText := make([]bool, len(lines)+1)
	mark(root, taken, isText)
	var out []string
	for i, line := range lines {
		if isText[i+1] {
			continue
		}
		rest := cut(line, max(1, taken[i+1]), 1<<30)
		if at := strings.IndexByte(rest, '#'); at >= 0 {
			out = append(out, strings.TrimSpace(rest[at:]))
		}
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// mark notes where values and keys end, and which lines are within block texts or plain texts over several lines.
func mark(n *yamlsource.Node, taken []int, isText []bool) {
	isScalar := n.Kind != yamlsource.Map && n.Kind != yamlsource.List
	if n.At.Start.Line > 0 && n.At.End.Line < len(taken) && isScalar {
		if n.At.End.Line > n.At.Start.Line {
			for line := n.At.Start.Line + 1; line < n.At.End.Line; line++ {
				isText[line] = true
			}
			if n.Quoted {
				isText[n.At.End.Line] = true // the last line of a block text
			}
		}
		taken[n.At.End.Line] = max(taken[n.At.End.Line], n.At.End.Column)
	}
	for _, f := range n.Fields {
		taken[f.KeyAt.End.Line] = max(taken[f.KeyAt.End.Line], f.KeyAt.End.Column)
		mark(f.Value, taken, isText)
	}
	for _, item := range n.Items {
		mark(item, taken, isText)
	}
}
