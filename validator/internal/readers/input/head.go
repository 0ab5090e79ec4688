package input

// HeadSize is how many bytes of an input are looked at to find its format.
const HeadSize = 64 << 10

// Head is what the beginning of an input shows. Each format looks at it and says how likely it is the input's.
type Head struct {
	Bytes []byte // at most HeadSize; never empty, and not only white space
	// Binary says that there are bytes that text never has, or the magic number of a binary file.
	Binary bool
	JSON   *JSON // of text that may be JSON; else nil
}

// JSON is how JSON begins.
type JSON struct {
	Lists   int      // how many lists are open around the first object
	Members []Member // of the first object, as far as it is there
}

// Member is a member of an object.
type Member struct {
	Key   string
	Value byte // the first byte of the value; 0 where that is not there
}

// Match is how well the beginning of an input fits a format. Where two formats match as well, the first of the table is
// taken.
type Match uint8

// The matches, the worst first.
const (
	None     Match = iota // another format, or none
	Fallback              // nothing speaks for it, but it explains best what is wrong
	Possible              // it has what is in this format, and in others too
	Likely                // it has what hardly any other format has
	Certain
)
