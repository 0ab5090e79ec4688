package pattern

import (
	"errors"
	"fmt"
	"regexp/syntax"
)

// Limits of Compile. They bound its time (well below a second) and memory (a few MB) whatever the pattern is.
const (
	// MaxLength is how long a pattern may be, in bytes. A longer one is not even parsed: RE2 repeats what it reads up to
	// 1,000 times.
	MaxLength = 1000
	// maxStates is how many states a table may have.
	maxStates = 1000
	// clientLimit is how long Table.Next may be for clients to carry the table: 8 KiB of them in the binary, and less when
	// packed. What is longer is left to the validator.
	clientLimit = 4096

	maxInstructions = 20_000    // of the parsed program
	maxIntervals    = 4_096     // of characters that some class of the pattern begins or ends with
	maxSets         = 256       // distinct classes of characters in the pattern
	maxWork         = 4_000_000 // instructions looked at in all while states are built
	maxRawStates    = 2_000     // before equal states are merged
)

// ErrTooBig is wrapped by the error of a pattern whose automaton is above the limits. RE2 itself still matches it.
var ErrTooBig = errors.New("the pattern's automaton is too big")

// Compile returns the automaton of an RE2 pattern in the syntax of package regexp. For every text, ill-formed UTF-8
// included, its MatchString gives what regexp's does; an ill-formed byte counts as one U+FFFD there and here.
//
// The error wraps ErrTooBig where the limits are passed; any other error is the pattern's own, as regexp.Compile words it.
func Compile(pattern string) (*Table, error) {
	if len(pattern) > MaxLength {
		return nil, fmt.Errorf("cannot compile a pattern of %d bytes: %w: %d bytes are allowed", len(pattern), ErrTooBig, MaxLength)
	}
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, fmt.Errorf("cannot compile the pattern: %w", err)
	}
	prog, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return nil, fmt.Errorf("cannot compile the pattern: %w", err)
	}
	table, err := build(prog)
	if err != nil {
		return nil, fmt.Errorf("cannot compile the pattern: %w", err)
	}
	return table, nil
}

// build goes from the program over characters to the smallest automaton over bytes: classes of characters, then states
// over those classes as they are asked for, then the same states with UTF-8 decoding in between, then equal states merged.
func build(prog *syntax.Prog) (*Table, error) {
	if len(prog.Inst) > maxInstructions {
		return nil, fmt.Errorf("%w: %d instructions", ErrTooBig, len(prog.Inst))
	}
	alphabet, err := newAlphabet(prog)
	if err != nil {
		return nil, err
	}
	raw, err := newByteAutomaton(newRuneAutomaton(prog, alphabet), newDecoder(alphabet))
	if err != nil {
		return nil, err
	}
	table := raw.minimized()
	if table.States() > maxStates {
		return nil, fmt.Errorf("%w: %d states", ErrTooBig, table.States())
	}
	return table, nil
}

// FitsClient reports whether generated clients carry the table. They leave a bigger one to the validator.
func (t *Table) FitsClient() bool { return len(t.Next) <= clientLimit }
