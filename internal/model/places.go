package model

import "github.com/specgen/specgen/internal/diag"

// Places says where the values of an entry stand in the spec, by their keys in the spec language. What is nested has its
// keys joined by dots, an item of a list its index from 0: "pattern", "examples.0", "tags.user_id.at".
type Places map[string]diag.Range

// At returns where the value stands, or where the entry's key does when the value has no place of its own.
func (e *Entry) At(key string) diag.Range {
	if at, ok := e.Places[key]; ok {
		return at
	}
	return e.Pos
}

// Unsure names the keys of an entry whose values could not be read or resolved; "*" stands for all of them. There is a
// diagnostic for each already, so checks draw no conclusion from what they miss there.
type Unsure map[string]bool

// Sure reports whether all of the keys were read and resolved.
func (e *Entry) Sure(keys ...string) bool {
	if e.Unsure["*"] {
		return false
	}
	for _, key := range keys {
		if e.Unsure[key] {
			return false
		}
	}
	return true
}
