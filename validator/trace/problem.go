package trace

// Problem is a place of an input that cannot be read. It knows nothing of the format. Its zero value is none.
type Problem struct {
	Offset  int64 // in bytes from the input's first, after decompression
	Line    int64 // from 1; 0 where the format has no lines
	Message string
}

// Error returns the message.
func (p *Problem) Error() string { return p.Message }
