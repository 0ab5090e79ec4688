package picture

import "github.com/specgen/specgen/validator/trace"

// State says what became of a step. A step has one state.
type State uint8

// The states. The order is that of Worse: of the first two nothing is wrong, and the last are the worst.
const (
	Came       State = iota // a record came, without an error or a warning
	NotDone                 // at most once, and without a time limit: whether it comes is somebody's choice
	NotReached              // below a step that did not come
	NotKept                 // its kind of trace is sampled
	NotAsked                // the input is incomplete
	Waiting                 // it may still come: its deadline is ahead, or the trace is not settled
	Warned                  // a record came; the worst that is wrong with it is a warning
	Wrong                   // a record came, with an error
	Lost                    // its parent came, its deadline has passed, and it did not come
	Missing                 // the spec demands it, or a later step hangs on it
)

// stateText is how a state is shown. Mark, word and class say the same, so that none is needed to understand the others.
type stateText struct{ mark, word, class string }

var stateTexts = [...]stateText{
	Came:       {"✓", "came", "ok"},
	NotDone:    {"–", "not done", "grey"},
	NotReached: {"·", "not reached", "grey"},
	NotKept:    {"?", "not kept", "grey"},
	NotAsked:   {"?", "not asked", "grey"},
	Waiting:    {"◌", "waiting", "wait"},
	Warned:     {"!", "warning", "warn"},
	Wrong:      {"✗", "wrong", "bad"},
	Lost:       {"○", "lost", "lost"},
	Missing:    {"○", "missing", "lost"},
}

// Mark returns the one character that stands for the state.
func (s State) Mark() string { return stateTexts[s].mark }

// Word returns the state in words.
func (s State) Word() string { return stateTexts[s].word }

// String is Word.
func (s State) String() string { return s.Word() }

// Class returns the class that decides about colours: ok, warn, bad, lost, wait or grey.
func (s State) Class() string { return stateTexts[s].class }

// HasRecord reports whether a record came.
func (s State) HasRecord() bool { return s == Came || s == Warned || s == Wrong }

// Worse returns the worse of two states.
func (s State) Worse(t State) State { return max(s, t) }

// stateOf is the state of a step that came, by what is wrong with its record.
func stateOf(breaks []trace.Breach) State {
	worst := trace.Off
	for i := range breaks {
		worst = max(worst, breaks[i].Severity)
	}
	switch worst {
	case trace.Error:
		return Wrong
	case trace.Warning:
		return Warned
	}
	return Came
}
