package page

import (
	"strconv"
	"strings"
	"time"
)

// Number writes a number with commas between thousands.
func Number(n int64) string {
	text := strconv.FormatInt(n, 10)
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	var out strings.Builder
	for i, digit := range text {
		if i > 0 && (len(text)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteRune(digit)
	}
	return sign + out.String()
}

// Numbered writes a number with what is counted: "1 trace", "1,204 traces".
func Numbered(n int64, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return Number(n) + " " + noun
}

// PartOf writes a share with one decimal. Only nothing is 0 %, and only all is 100 %.
func PartOf(part, all int64) string {
	if all <= 0 {
		return ""
	}
	if part > 0 && part*2000 < all {
		return "< 0.1 %"
	}
	if part < all && (all-part)*2000 < all {
		return "> 99.9 %"
	}
	tenths := (part*2000 + all) / (2 * all) // rounded: part × 1000 / all
	return strconv.FormatInt(tenths/10, 10) + "." + strconv.FormatInt(tenths%10, 10) + " %"
}

// WidthOf returns a share as a width. What is not nothing has at least the least width there is.
func WidthOf(part, all int64) Percent {
	switch {
	case part <= 0 || all <= 0:
		return 0
	case part >= all:
		return whole
	}
	return max(1, Percent(float64(part)/float64(all)*float64(whole)))
}

// Span writes when something began and ended, in UTC. The second time leaves out the year, or the day too, if it is that of the first.
func Span(from, to time.Time) string {
	from, to = from.UTC(), to.UTC()
	layout := "2 Jan 2006 15:04"
	switch {
	case from.Truncate(24*time.Hour) == to.Truncate(24*time.Hour):
		layout = "15:04"
	case from.Year() == to.Year():
		layout = "2 Jan 15:04"
	}
	return from.Format("2 Jan 2006 15:04") + " to " + to.Format(layout) + " UTC"
}

// Cut shortens a text to so many characters.
func Cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return text
}
