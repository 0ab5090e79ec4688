package otlpproto

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator/internal/readers/protowire"
)

// bothWays reads an input twice over, with the quick ways and without them. The second one may have the keys of the first.
func bothWays(t *testing.T, in []byte) {
	t.Helper()
	in = join(in, in)
	quick, general := &kept{}, &kept{}
	r := newReader(bytes.NewReader(in), general, "")
	r.b.keys = nil
	if err := errors.Join(Read(bytes.NewReader(in), quick, ""), r.read(protowire.NoFraming)); err != nil || fmt.Sprint(quick) != fmt.Sprint(general) {
		t.Fatalf("%x: another result in the general way: %v\n%v\n%v", in, err, quick, general)
	}
}

// TestQuick reads values of all sizes around those that the quick ways take.
func TestQuick(t *testing.T) {
	long := strings.Repeat("x", 130)
	for _, n := range []int{0, 1, 100, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129} {
		for _, one := range []string{long[:n], long[:n] + "\xff", long[:n] + "ä"} {
			value, link := text(1, one), join(text(1, traceID), text(2, "87654321"))
			both := join(bytesField(2, value), text(1, "k"))
			bothWays(t, request(spanFields()[0], text(5, one), attribute(9, "k", value), attribute(9, one, value), bytesField(9, both), bytesField(9, both)))
			bothWays(t, request(bytesField(13, join(link, bytesField(4, attributeOf("specgen.link.type", "parent")))), bytesField(13, join(link, text(3, one)))))
			bothWays(t, request(text(1, one), text(2, one), text(4, one), text(15, ""), text(16, one)))
		}
	}
	for _, bits := range []uint64{0, 1, 2, 5, 6, 127, 128, 1 << 31, 1<<63 - 1, 1 << 63, 1<<64 - 1} {
		var fields [][]byte
		for number := range uint64(17) {
			fields = append(fields, varint(number+1, bits), fixed64(number+1, bits), fixed32(number+1, uint32(bits)))
		}
		for _, v := range slices.Clone(fields)[:21] {
			fields = append(fields, attribute(9, "k", v))
		}
		bothWays(t, request(fields...))
		bothWays(t, request(slices.Concat(spanFields(), fields)...))
	}
}

func attributeOf(key, value string) []byte { return join(text(1, key), bytesField(2, text(1, value))) }
