package sample

import (
	"strconv"
	"time"

	"github.com/specgen/specgen/internal/model"
)

// formatted returns what makes texts of the tag's format.
func (v *values) formatted() func([]byte, *random) []byte {
	least, most := v.tag.MinLength, v.tag.MaxLength
	switch v.tag.Format {
	case model.FormatUUID:
		return func(dst []byte, r *random) []byte { return appendUUID(dst, r.uuid()) }
	case model.FormatHex:
		n := max(16, least+least%2)
		if most > 0 {
			n = max(2, min(n, most-most%2))
		}
		return func(dst []byte, r *random) []byte {
			for range n {
				dst = append(dst, hexDigits[r.intn(16)])
			}
			return dst
		}
	case model.FormatDateTime:
		return func(dst []byte, r *random) []byte {
			return time.Unix(1_767_225_600+int64(r.below(30*86_400)), 0).UTC().AppendFormat(dst, time.RFC3339)
		}
	case model.FormatURI:
		return padded(least, func(dst []byte, r *random) []byte {
			return append(append(dst, "https://example.com/"...), plainID(6, 6).at(nil, r.below(1<<30))...)
		})
	case model.FormatEmail:
		return func(dst []byte, r *random) []byte {
			from := len(dst)
			dst = append(plainID(3, 6).at(dst, r.below(1<<30)), "@example.com"...)
			if most > 0 && len(dst)-from > most {
				dst = append(dst[:from], "a@b"...)
			}
			for len(dst)-from < least && len(dst) < 1<<12 {
				dst = append(dst[:from], append([]byte("a"), dst[from:]...)...)
			}
			return dst
		}
	case model.FormatIPv4:
		return func(dst []byte, r *random) []byte {
			dst = append(dst, [...]string{"192.0.2.", "198.51.100.", "203.0.113."}[r.intn(3)]...)
			return strconv.AppendInt(dst, int64(1+r.intn(254)), 10)
		}
	case model.FormatIPv6:
		return func(dst []byte, r *random) []byte {
			return strconv.AppendUint(append(dst, "2001:db8::"...), 1+r.below(0xFFFE), 16)
		}
	}
	return v.words(least)
}

// padded makes texts longer by characters at their end, until they are long enough.
func padded(least int, text func([]byte, *random) []byte) func([]byte, *random) []byte {
	return func(dst []byte, r *random) []byte {
		from := len(dst)
		for dst = text(dst, r); len(dst)-from < least && len(dst) < 1<<16; {
			dst = append(dst, 'a')
		}
		return dst
	}
}

// uuid returns the bytes of a UUID of version 4.
func (r *random) uuid() (id [16]byte) {
	high, low := r.next()&^(0xf<<12)|4<<12, r.next()&^(0b11<<62)|0b10<<62
	for i := range 8 {
		id[i], id[8+i] = byte(high>>(56-8*i)), byte(low>>(56-8*i))
	}
	return id
}

func appendUUID(dst []byte, id [16]byte) []byte {
	for i, b := range id {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			dst = append(dst, '-')
		}
		dst = append(dst, hexDigits[b>>4], hexDigits[b&0xf])
	}
	return dst
}
