package lint

var tagExampleInvalid = Doc{
	Title: "an example that breaks the tag's own rules",
	Text: "Examples are what people copy. One that the clients would report and the validator would find is worse than none; " +
		"often it shows that the rule is wrong.",
	Example: `user_id: { type: id, pattern: "^U[A-Z0-9]+$", examples: [u024be7lh], brief: … }`,
	Fix:     "Change whichever of the two is wrong.",
}

func checkTagExampleInvalid(p *pass) {
	for _, t := range p.facts.allTags {
		for _, v := range t.Examples {
			p.checkValue(t, v, "example")
		}
	}
}
