package main

import (
	"bytes"
	"fmt"
)

// wide is a flow whose one span has n tags of all kinds, a third of them required.
func wide(n int) []byte {
	var b bytes.Buffer
	b.WriteString(`specgen: v1
flow: wide
version: 1.0.0
brief: A span with very many tags.
traces:
  wide: { brief: One trace., id: wide_id, sampling: 100% }
services:
  wide-service: { brief: It., language: kotlin }
tags:
  wide_id: { brief: The id., type: id, format: uuid }
`)
	kinds := []string{"id", "string", "int", "double", "bool", `"string[]"`}
	for i := range n {
		fmt.Fprintf(&b, "  tag_%d: { brief: One of many., type: %s }\n", i, kinds[i%len(kinds)])
	}
	b.WriteString(`spans:
  "wide span":
    brief: It has them all.
    trace: wide
    services: [wide-service]
    parent: none
    occurs: { once_per: [tag_150] }
    tags:
`)
	for i := range n {
		requirement := "optional"
		if i%3 == 0 {
			requirement = "required"
		}
		fmt.Fprintf(&b, "      tag_%d: %s\n", i, requirement)
	}
	return b.Bytes()
}

// big is a flow of n spans, each the child of one before, with a few tags each.
func big(n int) []byte {
	var b bytes.Buffer
	b.WriteString(`specgen: v1
flow: big
version: 1.0.0
brief: A flow of very many spans.
traces:
  big: { brief: One trace., id: big_id, sampling: 100% }
services:
  big-service: { brief: It., language: kotlin, tags: { region: required } }
tags:
  big_id: { brief: The id., type: id, format: uuid }
  region: { brief: Where it runs., type: string }
  user_id: { brief: The user., type: id, pattern: "^[UW][A-Z0-9]{2,}$" }
  count: { brief: How many., type: int, min: 0 }
  share: { brief: How much., type: double }
  kind: { brief: Which., type: enum, values: { one: one, two: two } }
spans:
  "span 0": { brief: The first., trace: big, services: [big-service], parent: none, occurs: once, tags: { user_id: required } }
`)
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "  \"span %d\":\n    { brief: One of many., trace: big, services: [big-service], parent: \"span %d\", "+
			"occurs: { at_most_once_per: parent }, tags: { user_id: required, kind: required, count: optional, share: optional } }\n", i, (i-1)/2)
	}
	return b.Bytes()
}
