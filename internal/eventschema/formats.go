package eventschema

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/model"
)

// formatPattern returns a pattern for exactly the texts that have a format. The keyword format is not used: to many validators it is a
// comment, and those that check it do not agree with each other, nor with the clients, on a leap second or a bracket in a URI.
func formatPattern(f model.Format) string {
	switch f {
	case model.FormatUUID:
		return `^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`
	case model.FormatHex:
		return `^(?:[0-9A-Fa-f]{2})+$`
	case model.FormatDateTime:
		return dateTimePattern()
	case model.FormatURI:
		return `^[A-Za-z][A-Za-z0-9+.\-]*:(?:[A-Za-z0-9\-._~:\/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$`
	case model.FormatEmail:
		const atom = `[A-Za-z0-9!#$%&'*+\-\/=?\^_` + "`" + `{|}~]+`
		const atoms = atom + `(?:\.` + atom + `)*`
		return `^` + atoms + `@` + atoms + `$`
	case model.FormatIPv4:
		return `^` + ipv4Pattern + `$`
	case model.FormatIPv6:
		return ipv6Pattern()
	}
	return ""
}

// dateTimePattern has the days of each month, and the 29th of February in leap years alone.
func dateTimePattern() string {
	const (
		long  = `(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])`
		short = `(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)`
		feb   = `02-(?:0[1-9]|1[0-9]|2[0-8])`
		leap  = `(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29`
		hour  = `(?:[01][0-9]|2[0-3]):[0-5][0-9]`
	)
	return `^(?:[0-9]{4}-(?:` + long + `|` + short + `|` + feb + `)|` + leap + `)[Tt]` +
		hour + `:(?:[0-5][0-9]|60)(?:\.[0-9]+)?(?:[Zz]|[+\-]` + hour + `)$`
}

const ipv4Pattern = `(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])`

// ipv6Pattern is RFC 4291, section 2.2: eight groups, of which :: stands for one or more, and the last two may be written as IPv4.
func ipv6Pattern() string {
	const group = `[0-9A-Fa-f]{1,4}`
	last := `(?:` + group + `:` + group + `|` + ipv4Pattern + `)`
	ways := []string{fmt.Sprintf(`(?:%s:){6}%s`, group, last)}
	for before := range 8 { // groups before the ::
		head := ""
		if before > 0 {
			head = fmt.Sprintf(`%s(?::%s){%d}`, group, group, before-1)
		}
		after := 7 - before // groups behind it, at most
		tails := []string{""}
		if after >= 1 {
			tails = append(tails, fmt.Sprintf(`%s(?::%s){0,%d}`, group, group, after-1))
		}
		if after >= 2 {
			tails = append(tails, fmt.Sprintf(`(?:%s:){0,%d}%s`, group, after-2, ipv4Pattern))
		}
		ways = append(ways, head+`::(?:`+strings.Join(tails, `|`)+`)`)
	}
	return `^(?:` + strings.Join(ways, `|`) + `)$`
}
