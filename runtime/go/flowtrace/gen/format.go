package gen

import (
	"net/netip"
	"strings"
)

// Format is a named syntax of a text. docs/runtime-contract.md says what each holds.
type Format string

// The formats.
const (
	FormatUUID     Format = "uuid"
	FormatHex      Format = "hex"
	FormatDateTime Format = "date-time"
	FormatURI      Format = "uri"
	FormatEmail    Format = "email"
	FormatIPv4     Format = "ipv4"
	FormatIPv6     Format = "ipv6"
)

// MatchString reports whether the text has the format. An unknown format matches every text.
func (f Format) MatchString(text string) bool {
	switch f {
	case FormatUUID:
		return isUUID(text)
	case FormatHex:
		return len(text) > 0 && len(text)%2 == 0 && all(text, isHexDigit)
	case FormatDateTime:
		return isDateTime(text)
	case FormatURI:
		return isURI(text)
	case FormatEmail:
		local, domain, found := strings.Cut(text, "@")
		return found && isDotAtom(local) && isDotAtom(domain)
	case FormatIPv4:
		addr, err := netip.ParseAddr(text)
		return err == nil && addr.Is4()
	case FormatIPv6:
		addr, err := netip.ParseAddr(text)
		return err == nil && addr.Is6() && addr.Zone() == ""
	}
	return true
}

// isUUID matches 8-4-4-4-12 hex digits of any case (RFC 9562 section 4).
func isUUID(text string) bool {
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return false
	}
	return hexDigits(eightBytes(text[:8]))&
		hexDigits(uint64(fourBytes(text[9:13]))|uint64(fourBytes(text[14:18]))<<32)&
		hexDigits(uint64(fourBytes(text[19:23]))|uint64(fourBytes(text[24:28]))<<32)&
		hexDigits(eightBytes(text[28:36])) == highs
}

// The lowest and the highest bit of each byte of a word.
const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
)

// hexDigits returns the highest bit of each byte of w that is a hex digit, where w is ASCII. A byte that is not never has it, but it may change
// that of others.
func hexDigits(w uint64) uint64 {
	letter := w | 0x20*ones // in lower case; no other byte becomes one by it, but 0x41 to 0x46
	// For bytes below 0x80, adding 0x80-c sets the highest bit of those from c on, and carries nothing into the next.
	digits := (w + (0x80-'0')*ones) &^ (w + (0x80-'9'-1)*ones)
	letters := (letter + (0x80-'a')*ones) &^ (letter + (0x80-'f'-1)*ones)
	return (digits | letters) &^ w & highs
}

func eightBytes(s string) uint64 { return uint64(fourBytes(s)) | uint64(fourBytes(s[4:]))<<32 }

func fourBytes(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// isURI matches a scheme, a colon, and characters of RFC 3986 with every % followed by two hex digits. How they are
// arranged is not checked.
func isURI(text string) bool {
	scheme, rest, found := strings.Cut(text, ":")
	if !found || scheme == "" || !isLetter(scheme[0]) {
		return false
	}
	if !all(scheme, func(c byte) bool { return isLetter(c) || isDigit(c) || c == '+' || c == '-' || c == '.' }) {
		return false
	}
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == '%':
			if len(rest)-i < 3 || !isHexDigit(rest[i+1]) || !isHexDigit(rest[i+2]) {
				return false
			}
		case !isLetter(c) && !isDigit(c) && strings.IndexByte("-._~:/?#[]@!$&'()*+,;=", c) < 0:
			return false
		}
	}
	return true
}

// isDotAtom matches dot-atom-text (RFC 5322 section 3.2.3).
func isDotAtom(text string) bool {
	last := byte('.')
	for i := range len(text) {
		c := text[i]
		if c == '.' && last == '.' {
			return false
		}
		if c != '.' && !isLetter(c) && !isDigit(c) && strings.IndexByte("!#$%&'*+-/=?^_`{|}~", c) < 0 {
			return false
		}
		last = c
	}
	return last != '.'
}

// isDateTime matches date-time of RFC 3339, section 5.6: T and Z of any case, days by the calendar, a second of 60 at any time.
func isDateTime(text string) bool {
	if len(text) < len("2006-01-02T15:04:05Z") || text[4] != '-' || text[7] != '-' || text[10]|0x20 != 't' ||
		text[13] != ':' || text[16] != ':' {
		return false
	}
	century, ok1 := pair(text[0:2], 99)
	year, ok2 := pair(text[2:4], 99)
	month, ok3 := pair(text[5:7], 12)
	day, ok4 := pair(text[8:10], 31)
	_, ok5 := pair(text[11:13], 23)
	_, ok6 := pair(text[14:16], 59)
	_, ok7 := pair(text[17:19], 60)
	if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 || !ok6 || !ok7 || month < 1 || day < 1 {
		return false
	}
	return day <= days(century*100+year, month) && isOffset(fraction(text[19:]))
}

// fraction takes a point and its digits off the front, where they stand there.
func fraction(text string) string {
	if text[0] != '.' {
		return text
	}
	n := 1
	for n < len(text) && isDigit(text[n]) {
		n++
	}
	if n == 1 {
		return ""
	}
	return text[n:]
}

func isOffset(text string) bool {
	if len(text) == 1 {
		return text[0]|0x20 == 'z'
	}
	if len(text) != 6 || text[0] != '+' && text[0] != '-' || text[3] != ':' {
		return false
	}
	_, ok1 := pair(text[1:3], 23)
	_, ok2 := pair(text[4:6], 59)
	return ok1 && ok2
}

// pair reads two digits that are at most high.
func pair(text string, high int) (int, bool) {
	if !isDigit(text[0]) || !isDigit(text[1]) {
		return 0, false
	}
	n := int(text[0]-'0')*10 + int(text[1]-'0')
	return n, n <= high
}

func days(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

func all(text string, is func(byte) bool) bool {
	for i := range len(text) {
		if !is(text[i]) {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool    { return c >= '0' && c <= '9' }
func isLetter(c byte) bool   { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isHexDigit(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }
