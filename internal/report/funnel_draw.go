package report

import (
	"math"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
)

// The ends of the axis of times, on which each column is as many times as long as the one before.
const (
	axisFrom = time.Millisecond
	axisTo   = 24 * time.Hour
)

// histogram draws times on the axis, in so many columns; what lies beyond an end stands at it.
func histogram(buckets []validator.FunnelBucket, columns int) string {
	counts := make([]int64, columns)
	most := int64(0)
	for _, b := range buckets {
		at := 0
		if b.Lower > axisFrom {
			at = int(math.Log(float64(b.Lower)/float64(axisFrom)) / math.Log(float64(axisTo)/float64(axisFrom)) * float64(columns))
		}
		at = min(at, columns-1)
		counts[at] += b.Count
		most = max(most, counts[at])
	}
	const blocks = " ▁▂▃▄▅▆▇█"
	heights := []rune(blocks)
	var out strings.Builder
	for _, n := range counts {
		height := 0
		if n > 0 {
			height = int(math.Ceil(8 * float64(n) / float64(most)))
		}
		out.WriteRune(heights[height])
	}
	return strings.TrimRight(out.String(), " ")
}

// pad fills a text up with spaces to so many columns.
func pad(text string, columns int) string {
	return text + strings.Repeat(" ", max(columns-output.Columns(text), 0))
}

// padLeft is pad with the spaces in front.
func padLeft(text string, columns int) string {
	return strings.Repeat(" ", max(columns-output.Columns(text), 0)) + text
}

// cutTo cuts a text to so many columns; what is cut off ends in "…".
func cutTo(text string, columns int) string {
	if output.Columns(text) <= columns {
		return text
	}
	return output.Fit(text, columns)
}
