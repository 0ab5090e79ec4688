package readers

import "bytes"

// magics are the first bytes of files that people hand over by mistake.
var magics = []struct{ magic, looks string }{
	{"\xFF\xD8\xFF", "a JPEG image"},
	{"\x89PNG", "a PNG image"},
	{"GIF8", "a GIF image"},
	{"%PDF", "a PDF document"},
	{"PK\x03\x04", "a ZIP archive: unpack it first"},
	{"PAR1", "a Parquet file"},
	{"\x7FELF", "a program"},
	{"SQLite format 3\x00", "an SQLite database"},
	{"\xFF\xFE", "UTF-16 text: save it as UTF-8"},
	{"\xFE\xFF", "UTF-16 text: save it as UTF-8"},
	{"BZh", "bzip2 data: unpack it first"},
	{"\xFD7zXZ", "xz data: unpack it first"},
	{"\x04\x22\x4D\x18", "lz4 data: unpack it first"},
}

// magic returns what a file with the head is, or "" where its first bytes do not tell.
func magic(head []byte) string {
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return m.looks
		}
	}
	if isBinary(head) && len(head) > 262 && string(head[257:262]) == "ustar" {
		return "a tar archive: unpack it first"
	}
	return ""
}
