package yamlsource

// The limits of a spec file. Each bounds a cost that the YAML reader has without it: time that grows with the square of
// the input, or memory, or stack. A flow of 1,000 spans needs a third of the bytes and half of the entries.
const (
	MaxBytes    = 1 << 20 // of a file; a caller that reads one may stop after one byte more
	maxLines    = 50_000
	maxLine     = 4096    // bytes of a line
	maxBlank    = 50      // blank lines in a row
	maxLess     = 64      // < signs in a row
	maxTokens   = 400_000 // of a file
	maxDepth    = 32      // mappings and lists within each other
	maxSiblings = 2000    // entries of one mapping or list
	maxReparsed = 1 << 20 // bytes that are read again to find further mistakes after the first
	maxRepeated = 20      // diagnostics of one kind that the bytes give rise to
)
