package trace

// Problem is a place of an input that cannot be read, whatever its format. The zero Problem means that there is none.
type Problem struct {
	Offset  int64 // in bytes from the start of the input, after decompression
	Line    int64 // from 1; 0 where the format has no lines
	Message string
}

// Error returns the message.
func (p *Problem) Error() string { return p.Message }
