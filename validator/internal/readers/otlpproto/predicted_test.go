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

// bothWays reads an input twice over, as predicted and in the general way. The second one is written as the first.
func bothWays(t *testing.T, in []byte) {
	t.Helper()
	in = join(in, in)
	predicted, general := &kept{}, &kept{}
	r := newReader(bytes.NewReader(in), general, "", nil)
	if err := errors.Join(Read(bytes.NewReader(in), predicted, ""), r.read(protowire.NoFraming)); err != nil || fmt.Sprint(predicted) != fmt.Sprint(general) {
		t.Fatalf("%x: another result in the general way: %v\n%v\n%v", in, err, predicted, general)
	}
}

// TestSizes reads values of all sizes around those that are read as predicted.
func TestSizes(t *testing.T) {
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

// alike is spans that are written alike: number i has its own values.
type alike struct {
	name   string
	kind   uint64
	status []byte
	rest   func(i int, pair func(key, value []byte) []byte) [][]byte
}

func nothing(int, func(key, value []byte) []byte) [][]byte { return nil }

var manyAlike = []alike{
	{"n", 2, nil, nothing},
	{"another name", 2, nil, nothing},
	{"n", 3, nil, nothing},
	{"n", 2, varint(3, 2), nothing},
	{"n", 2, nil, func(i int, pair func(key, value []byte) []byte) [][]byte {
		return [][]byte{pair(text(1, "key"), text(1, strings.Repeat("x", i))), pair(text(1, "k"), text(1, strings.Repeat("ä", i)))}
	}},
	{"n", 2, nil, func(i int, pair func(key, value []byte) []byte) [][]byte {
		return [][]byte{pair(text(1, "kex"), text(1, strings.Repeat("x", i))), pair(text(1, "k"), text(1, strings.Repeat("ä", i)))}
	}},
	{"n", 2, nil, func(i int, pair func(key, value []byte) []byte) [][]byte {
		return [][]byte{pair(text(1, "key"), varint(3, 1<<i-1)), pair(text(1, "k"), text(1, ""))}
	}},
	{"n", 2, nil, func(i int, pair func(key, value []byte) []byte) [][]byte {
		return [][]byte{pair(text(1, "key"), fixed64(4, uint64(i)<<50)), pair(text(1, "k"), varint(2, uint64(i)%2))}
	}},
	{"n", 2, nil, func(i int, pair func(key, value []byte) []byte) [][]byte {
		return [][]byte{pair(text(1, "a.key.of.more.than.16.bytes"), text(1, letter(i))), pair(text(1, "a.key.of.16.b"), text(1, letter(i)))}
	}},
	{"n", 2, nil, func(i int, pair func(key, value []byte) []byte) [][]byte {
		return [][]byte{pair(text(1, "a.key.of.nore.than.16.bytes"), text(1, letter(i))), pair(text(1, "a.key.of.16.b"), text(1, letter(i)))}
	}},
	{"linked", 2, nil, func(i int, _ func(key, value []byte) []byte) [][]byte {
		id := strings.Repeat(letter(i), 16)
		return [][]byte{bytesField(13, join(text(1, id), text(2, id[8:]), fixed32(6, uint32(i))))}
	}},
	{"linked to its parent", 2, nil, func(i int, _ func(key, value []byte) []byte) [][]byte {
		id := strings.Repeat(letter(i), 16)
		return [][]byte{bytesField(13, join(text(1, id), text(2, id[8:]), bytesField(4, attributeOf("specgen.link.type", "parent")))), text(4, "")}
	}},
}

func letter(i int) string { return string(rune('A' + i)) }

// spans returns spans in one of the two directions in which programs write fields.
func (a *alike) spans(downward bool) (out [][]byte) {
	order := func(fields ...[]byte) []byte {
		if downward {
			slices.Reverse(fields)
		}
		return join(fields...)
	}
	pair := func(key, value []byte) []byte { return bytesField(9, order(key, bytesField(2, value))) }
	for i := range 20 {
		id := strings.Repeat(letter(i), 16)
		fields := [][]byte{text(1, id), text(2, id[8:]), text(4, id[:8]), text(5, a.name), varint(6, a.kind), fixed64(7, uint64(i)+5), fixed64(8, uint64(i)+6)}
		fields = append(append(fields, a.rest(i, pair)...), bytesField(15, a.status), fixed32(16, uint32(i)))
		out = append(out, order(fields...))
	}
	return out
}

func requestOf(spans ...[]byte) []byte {
	fields := [][]byte{scope}
	for _, span := range spans {
		fields = append(fields, bytesField(2, span))
	}
	return bytesField(1, join(resource, bytesField(2, join(fields...))))
}

// TestPredicted reads spans that are written alike: all but the first are read as predicted to the end. They have one Layout, which no others have,
// and the same bytes as names and keys.
func TestPredicted(t *testing.T) {
	of := map[uint64]string{}
	for _, downward := range []bool{false, true} {
		b := builder{written: newWritten()}
		for k := range manyAlike {
			spans := manyAlike[k].spans(downward)
			which := fmt.Sprint(k, downward)
			bothWays(t, requestOf(spans...))
			var name *byte
			for i, raw := range spans {
				if err := b.span(raw); err != nil {
					t.Fatal(err)
				}
				switch layout := b.Layout; {
				case i == 0: // learned from
					continue
				case layout == 0 || of[layout] != "" && of[layout] != which:
					t.Fatalf("span %d of %s has the Layout of %q", i, which, of[layout])
				case i > 1 && (of[layout] == "" || name != &b.Name[0]):
					t.Fatalf("span %d of %s has another Layout or name than the one before", i, which)
				default:
					of[layout], name = which, &b.Name[0]
				}
				b.Reset()
				b.at = b.written.start()
				if p := b.predicted(slices.Grow(raw, len(window{})), 0); p < len(raw) {
					t.Fatalf("span %d of %s is not predicted from byte %d on: %x", i, which, p, raw)
				}
			}
		}
	}
}

// TestBounds reads spans that have nothing in common.
func TestBounds(t *testing.T) {
	b := builder{written: newWritten()}
	most, forgotten := 0, false
	for i := range 120_000 {
		before := b.written.held
		if err := b.span(join(text(5, fmt.Sprint("name", i%3000)), attribute(9, fmt.Sprint("key", i), varint(3, 1)), text(15, ""))); err != nil {
			t.Fatal(err)
		}
		most, forgotten = max(most, b.written.held), forgotten || b.written.held < before
		for _, s := range []*step{&b.written.begin.step, b.at} {
			if len(s.tags) > mostNext || len(s.runs) > mostNext {
				t.Fatalf("%d and %d steps", len(s.tags), len(s.runs))
			}
		}
	}
	if !forgotten || most > mostHeld+10*perStep {
		t.Errorf("%d bytes, all forgotten: %v", most, forgotten)
	}
}
