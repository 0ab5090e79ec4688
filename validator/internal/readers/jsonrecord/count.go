package jsonrecord

import (
	"math"

	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
)

// Count reads an integer of 32 bits without a sign: a number or a text of digits. Anything else counts as none.
func Count(c *scan.Cursor, into *uint32) error {
	digits, is, err := Number(c)
	if err != nil {
		return err
	}
	if *into = 0; !is {
		return c.Skip()
	}
	if n, ok := record.LaxInt(digits); ok && n > 0 {
		*into = uint32(min(n, math.MaxUint32))
	}
	return nil
}
