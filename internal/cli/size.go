package cli

import (
	"fmt"
	"strconv"
	"strings"
)

// parseSize reads a number of bytes with a unit: 256MiB, 1GiB, 500MB.
func parseSize(text string) (int64, error) {
	units := []struct {
		name  string
		bytes int64
	}{
		{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"B", 1},
	}
	for _, unit := range units {
		digits, ok := strings.CutSuffix(text, unit.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 64)
		if err != nil || n <= 0 || n > 1<<50/unit.bytes {
			break
		}
		return n * unit.bytes, nil
	}
	return 0, fmt.Errorf("cannot read the size %q: want a number and a unit, such as 256MiB or 1GiB", text)
}
