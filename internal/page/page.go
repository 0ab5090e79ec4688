// Package page writes specgen's pages: HTML without scripts or requests, in which all text of specs and traces is cleaned and escaped by package
// markup. The report (Report, write.go) is one file. Style and Waterfall are for the live page as well.
//
// The same values give the same bytes on every machine: positions are integers (Percent).
package page

import (
	"embed"

	"github.com/specgen/specgen/internal/markup"
)

//go:embed style.css
var files embed.FS

// Style is the style of all pages.
var Style = markup.Embed(files, "style.css")
