package markup

// The attributes that may have texts in them, besides the href of a link. No browser runs, loads or opens anything for one of plain, whatever its value is; styles have words and
// numbers of CSS.
var (
	plain = []string{
		"alt", "class", "colspan", "cx", "cy", "d", "datetime", "height", "id", "lang", "points", "preserveAspectRatio", "r", "rowspan", "scope",
		"title", "transform", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2",
	}
	styles = []string{"fill", "stroke", "stroke-width", "style"}
)
