package lint

var tagDefaultInvalid = Doc{
	Title:   "a default that breaks the tag's own rules",
	Text:    "A default is what a reader takes where the tag is absent, so it must be a value that the tag could have.",
	Example: "retries: { type: int, min: 1, default: 0, brief: … }",
	Fix:     "Change whichever of the two is wrong.",
}

func checkTagDefaultInvalid(p *pass) {
	for _, t := range p.facts.allTags {
		if t.Default != nil {
			p.checkValue(t, *t.Default, "default")
		}
	}
}
