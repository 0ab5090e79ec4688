package scan

import "bytes"

// Skip takes any value of any length, and checks its grammar.
func (s *Source) Skip() error {
	var inList uint64 // a bit for each level: whether it is a list
	for depth := 0; ; {
		b, err := s.Peek()
		if err != nil {
			return err
		}
		first := b == '{' || b == '['
		if first {
			if depth++; depth > MaxDepth {
				return s.explain(s.fail("values nest deeper than 64"))
			}
			s.P++
			inList <<= 1
			if b == '[' {
				inList |= 1
			}
		} else if err := s.scalar(b); err != nil {
			return err
		}
		// Go to the next value, out of every level that ends here.
		for ; depth > 0; first = false {
			more := false
			if inList&1 == 1 {
				more, err = s.Element(first)
			} else {
				_, more, err = s.Member(first)
			}
			if err != nil {
				return err
			}
			if more {
				break
			}
			depth--
			inList >>= 1
		}
		if depth == 0 {
			return nil
		}
	}
}

func (s *Source) scalar(b byte) error {
	if b == '"' {
		return s.text()
	}
	for {
		start := s.P
		if err := s.skipScalar(b); err != ErrShort {
			return s.explain(err)
		}
		s.P = start
		if s.eof && s.err == nil {
			// A number at the very end of the input has nothing after it that could end it.
			tail := Cursor{B: append(bytes.Clone(s.B[start:]), ' ')}
			if tail.skipScalar(b) == nil && tail.P == len(tail.B)-1 {
				s.P = s.full
				return nil
			}
		}
		if err := s.more(); err != nil {
			return err
		}
	}
}

// text skips a text of any length. It keeps only the escape that the block ends in.
func (s *Source) text() error {
	s.P++
	for {
		err := s.skipRest()
		if err != ErrShort {
			return s.explain(err)
		}
		if err := s.more(); err != nil {
			return s.explain(err)
		}
	}
}
