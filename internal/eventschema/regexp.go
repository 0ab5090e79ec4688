package eventschema

import (
	"errors"
	"fmt"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
)

// maxPattern is how long a translated pattern may be, in bytes. Classes of Unicode become long lists of ranges.
const maxPattern = 8192

var errUntranslatable = errors.New("cannot be said in ECMA 262")

// ecma returns a pattern that means in ECMA 262, with its flag u as JSON Schema asks for, and in RE2 what an RE2 pattern means. It
// uses only what both have: no class such as \d or \w and no dot, which differ or depend on flags, but ranges of characters.
func ecma(pattern string) (string, error) {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", fmt.Errorf("cannot read the pattern: %w", err)
	}
	var p ecmaPrinter
	p.print(parsed)
	switch {
	case p.failed != nil:
		return "", p.failed
	case p.b.Len() > maxPattern:
		return "", fmt.Errorf("%w in %d bytes", errUntranslatable, maxPattern)
	}
	return p.b.String(), nil
}

type ecmaPrinter struct {
	b      strings.Builder
	failed error
}

func (p *ecmaPrinter) print(re *syntax.Regexp) {
	if p.failed != nil || p.b.Len() > maxPattern {
		return
	}
	switch re.Op {
	case syntax.OpNoMatch:
		p.b.WriteString(`[^\s\S]`)
	case syntax.OpEmptyMatch:
		p.b.WriteString(`(?:)`)
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			p.literal(r, re.Flags&syntax.FoldCase != 0)
		}
	case syntax.OpCharClass:
		p.class(re.Rune)
	case syntax.OpAnyCharNotNL:
		p.b.WriteString(`[^\n]`)
	case syntax.OpAnyChar:
		p.b.WriteString(`[\s\S]`)
	case syntax.OpBeginText:
		p.b.WriteByte('^')
	case syntax.OpEndText:
		p.b.WriteByte('$')
	case syntax.OpWordBoundary:
		p.b.WriteString(`\b`)
	case syntax.OpNoWordBoundary:
		p.b.WriteString(`\B`)
	case syntax.OpCapture:
		p.group(re.Sub[0])
	case syntax.OpStar:
		p.repeat(re.Sub[0], "*")
	case syntax.OpPlus:
		p.repeat(re.Sub[0], "+")
	case syntax.OpQuest:
		p.repeat(re.Sub[0], "?")
	case syntax.OpRepeat:
		p.repeat(re.Sub[0], count(re.Min, re.Max))
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if sub.Op == syntax.OpAlternate {
				p.group(sub)
			} else {
				p.print(sub)
			}
		}
	case syntax.OpAlternate:
		for i, sub := range re.Sub {
			if i > 0 {
				p.b.WriteByte('|')
			}
			p.print(sub)
		}
	default: // the begin or end of a line: what ECMA 262 has for them depends on a flag
		p.failed = errUntranslatable
	}
}

func count(least, most int) string {
	switch most {
	case least:
		return fmt.Sprintf("{%d}", least)
	case -1:
		return fmt.Sprintf("{%d,}", least)
	}
	return fmt.Sprintf("{%d,%d}", least, most)
}

func (p *ecmaPrinter) group(re *syntax.Regexp) {
	p.b.WriteString("(?:")
	p.print(re)
	p.b.WriteByte(')')
}

// repeat prints what is repeated, in a group unless it is one character.
func (p *ecmaPrinter) repeat(re *syntax.Regexp, times string) {
	switch {
	case re.Op == syntax.OpCharClass, re.Op == syntax.OpAnyChar, re.Op == syntax.OpAnyCharNotNL, re.Op == syntax.OpLiteral && len(re.Rune) == 1,
		re.Op == syntax.OpCapture:
		p.print(re)
	default:
		p.group(re)
	}
	p.b.WriteString(times)
}

// literal prints one character; where case is ignored, all that are the same to RE2.
func (p *ecmaPrinter) literal(r rune, fold bool) {
	if !fold || unicode.SimpleFold(r) == r {
		p.char(r, `^$\.*+?()[]{}|/`)
		return
	}
	var ranges []rune
	for next := unicode.SimpleFold(r); ; next = unicode.SimpleFold(next) {
		ranges = append(ranges, next)
		if next == r {
			break
		}
	}
	slices.Sort(ranges)
	p.b.WriteByte('[')
	for _, one := range ranges {
		p.char(one, inClass)
	}
	p.b.WriteByte(']')
}

const inClass = `^$\.*+?()[]{}|/-`

// class prints pairs of first and last characters. Those that reach up to the last character of Unicode are printed as what they
// leave out.
func (p *ecmaPrinter) class(ranges []rune) {
	not := len(ranges) > 0 && ranges[len(ranges)-1] == unicode.MaxRune
	if not {
		ranges = complement(ranges)
	}
	switch {
	case len(ranges) == 0 && not:
		p.b.WriteString(`[\s\S]`)
		return
	case len(ranges) == 0:
		p.b.WriteString(`[^\s\S]`)
		return
	case not:
		p.b.WriteString("[^")
	default:
		p.b.WriteByte('[')
	}
	for i := 0; i < len(ranges); i += 2 {
		p.char(ranges[i], inClass)
		switch ranges[i+1] - ranges[i] {
		case 0:
			continue
		case 1:
		default:
			p.b.WriteByte('-')
		}
		p.char(ranges[i+1], inClass)
	}
	p.b.WriteByte(']')
}

// complement returns the ranges of all other characters.
func complement(ranges []rune) []rune {
	var out []rune
	next := rune(0)
	for i := 0; i < len(ranges); i += 2 {
		if ranges[i] > next {
			out = append(out, next, ranges[i]-1)
		}
		next = ranges[i+1] + 1
	}
	if next <= unicode.MaxRune {
		out = append(out, next, unicode.MaxRune)
	}
	return out
}

// char prints one character, with a backslash where it is one of those that mean something there.
func (p *ecmaPrinter) char(r rune, special string) {
	switch {
	case 0xD800 <= r && r <= 0xDFFF: // a border within the surrogates, which no text can hold
		p.failed = errUntranslatable
	case r < ' ' || r == 0x7F:
		fmt.Fprintf(&p.b, `\x%02x`, r)
	case r < 0x80 && strings.IndexByte(special, byte(r)) >= 0:
		p.b.WriteByte('\\')
		p.b.WriteRune(r)
	default:
		p.b.WriteRune(r)
	}
}
