package input

import "errors"

// ErrCut is the end of a piece of an input, where another one begins.
var ErrCut = errors.New("cannot read on: the input was cut here")

// Cutter finds where an input can be cut, so that each piece is read by itself as it is read behind the others. It is given the input
// as it comes, and is not safe for concurrent use.
type Cutter interface {
	// Last returns the last place in b at which a piece can end, 0 where there is none. b begins as a piece does.
	Last(b []byte) int
	// First returns the first place in b at which the piece can end that Last was given the beginning of and found no end. b goes on where
	// what was given before ended.
	First(b []byte) (at int, found bool)
}
