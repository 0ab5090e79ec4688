package report

import (
	"math"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
)

// Funnel is how far the flows come, for text, JSON and CSV.
type Funnel struct {
	*validator.Result // whose Funnel is not nil
}

// thousands writes a number with commas.
func thousands(n int64) string {
	text := strconv.FormatInt(n, 10)
	for at := len(text) - 3; at > 0 && text[at-1] != '-'; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}

// percentOf writes a share with one decimal, so that only all is 100 % and only nothing is 0 %.
func percentOf(share float64) string {
	tenths := math.Round(share * 1000)
	switch {
	case share < 1:
		tenths = min(tenths, 999)
	}
	if share > 0 {
		tenths = max(tenths, 1)
	}
	return strconv.FormatFloat(tenths/10, 'f', 1, 64) + " %"
}

// points writes a difference of shares: "+1.8", "−0.3" or "0.0".
func points(difference float64) string { return signed(difference*100, 1) }

// signed writes a number with its sign and so many decimals.
func signed(n float64, decimals int) string {
	text := strconv.FormatFloat(math.Abs(n), 'f', decimals, 64)
	switch {
	case strings.Trim(text, "0.") == "":
		return text
	case n < 0:
		return "−" + text
	}
	return "+" + text
}

// stageNames returns the names of a flow's stages, without what all of them begin with.
func stageNames(flow *validator.FlowFunnel) map[string]string {
	names := map[string]string{}
	if len(flow.Groups) == 0 {
		return names
	}
	stages := flow.Groups[0].Stages
	common := ""
	for i, s := range stages {
		prefix := s.Span[:strings.LastIndexAny(s.Span, ":./")+1]
		if i == 0 {
			common = prefix
		} else if prefix != common {
			common = ""
		}
	}
	for _, s := range stages {
		names[s.Span] = strings.TrimPrefix(s.Span, common)
	}
	return names
}

// valuesText writes the values of a group: "android, 24.11.0".
func valuesText(by []validator.FunnelValue) string {
	words := make([]string, len(by))
	for i, v := range by {
		words[i] = v.Value
	}
	return strings.Join(words, ", ")
}

// Items returns nothing: a funnel counts, and finds nothing wrong.
func (f Funnel) Items() []output.Item { return nil }

// Suites returns one suite, of nothing that could fail.
func (f Funnel) Suites() []output.Suite { return []output.Suite{{}} }
