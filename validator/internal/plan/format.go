package plan

import (
	"bytes"
	"net/netip"
	"net/url"
	"time"

	"github.com/specgen/specgen/internal/model"
)

// hasFormat reports whether the text has the syntax that the format names.
func hasFormat(f model.Format, text []byte) bool {
	switch f {
	case model.FormatUUID:
		return isUUID(text)
	case model.FormatHex:
		return len(text) > 0 && len(text)%2 == 0 && allHex(text)
	case model.FormatDateTime:
		_, err := time.Parse(time.RFC3339Nano, string(bytes.ToUpper(text)))
		return err == nil
	case model.FormatURI:
		u, err := url.Parse(string(text))
		return err == nil && u.Scheme != "" && !bytes.ContainsAny(text, " \"<>\\^`{|}")
	case model.FormatEmail:
		return isEmail(text)
	case model.FormatIPv4:
		a, err := netip.ParseAddr(string(text))
		return err == nil && a.Is4()
	case model.FormatIPv6:
		a, err := netip.ParseAddr(string(text))
		return err == nil && a.Is6() && a.Zone() == ""
	}
	return true
}

func isUUID(text []byte) bool {
	if len(text) != 36 {
		return false
	}
	for i, b := range text {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if b != '-' {
				return false
			}
		} else if !isHex(b) {
			return false
		}
	}
	return true
}

func allHex(text []byte) bool {
	for _, b := range text {
		if !isHex(b) {
			return false
		}
	}
	return true
}

func isHex(b byte) bool { return b-'0' <= 9 || b|0x20-'a' <= 5 }

// isEmail checks an addr-spec of RFC 5322 section 3.4.1 in its dot-atom forms.
func isEmail(text []byte) bool {
	local, domain, ok := bytes.Cut(text, []byte("@"))
	return ok && isDotAtom(local) && isDotAtom(domain)
}

func isDotAtom(text []byte) bool {
	for _, atom := range bytes.Split(text, []byte(".")) {
		if len(atom) == 0 {
			return false
		}
		for _, b := range atom {
			if b <= ' ' || b == 0x7F || bytes.IndexByte([]byte("()<>[]:;@\\,\""), b) >= 0 {
				return false
			}
		}
	}
	return true
}
