package model

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Version is MAJOR.MINOR.PATCH of a flow (semver.org 2.0.0 without pre-release and build).
type Version struct{ Major, Minor, Patch int }

// ParseVersion reads MAJOR.MINOR.PATCH, each a decimal number without leading zeros.
func ParseVersion(text string) (Version, error) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return Version{}, fmt.Errorf("cannot read version %q: want MAJOR.MINOR.PATCH, such as 1.0.0", text)
	}
	var numbers [3]int
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 || strconv.Itoa(n) != part {
			return Version{}, fmt.Errorf("cannot read version %q: %q is not a number without leading zeros", text, part)
		}
		numbers[i] = n
	}
	return Version{numbers[0], numbers[1], numbers[2]}, nil
}

// String returns MAJOR.MINOR.PATCH.
func (v Version) String() string { return fmt.Sprintf("%d.%d.%d", v.Major, v.Minor, v.Patch) }

// Compare returns -1, 0 or 1.
func (v Version) Compare(w Version) int {
	for _, pair := range [3][2]int{{v.Major, w.Major}, {v.Minor, w.Minor}, {v.Patch, w.Patch}} {
		switch {
		case pair[0] < pair[1]:
			return -1
		case pair[0] > pair[1]:
			return 1
		}
	}
	return 0
}

// CompareAppVersions returns -1, 0 or 1. It orders the versions of apps, which may be any text, as people do: the numbers in them by their value, so
// that 24.9 comes before 24.10. 0 is returned for equal texts only.
func CompareAppVersions(a, b string) int {
	whole := strings.Compare(a, b)
	for a != "" && b != "" {
		n, m := leadingDigits(a), leadingDigits(b)
		if n > 0 && m > 0 {
			x, y := strings.TrimLeft(a[:n], "0"), strings.TrimLeft(b[:m], "0")
			if order := cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)); order != 0 {
				return order
			}
			a, b = a[n:], b[m:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), whole)
}

// leadingDigits returns how many digits a text begins with.
func leadingDigits(text string) int { return len(text) - len(strings.TrimLeft(text, "0123456789")) }
