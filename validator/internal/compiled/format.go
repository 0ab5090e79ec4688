package compiled

import (
	"unsafe"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// hasFormat reports whether the text has the syntax that the format names. The clients' own implementation decides, so that
// a value which they emit without a violation is none here either.
func hasFormat(f model.Format, text []byte) bool {
	// A string of its own would be one allocation for each tag with a format. Nothing keeps this one, and text does not
	// change meanwhile.
	return flowtrace.Format(f).MatchString(unsafe.String(unsafe.SliceData(text), len(text)))
}
