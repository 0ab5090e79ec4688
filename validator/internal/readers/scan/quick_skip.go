package scan

// The functions below take JSON as machines write it, without white space. Each takes what is at b[p] and returns where it ends, or -1
// where that is written otherwise, is wrong, or goes on behind b.

// quickSkip takes any value that nests at most so deep.
func quickSkip(b []byte, p, most int) int {
	var inList uint64 // a bit for each level: whether it is a list
	depth := 0
	for p >= 0 && p+1 < len(b) {
		open := false
		switch b[p] {
		case '"':
			p = quickText(b, p+1)
		case '{', '[':
			bit := uint64(b[p]>>5&1 ^ 1) // of [
			if p++; b[p] == b[p-1]+2 {   // the bracket that closes it
				p++
				break
			}
			if depth++; depth > most {
				return -1
			}
			inList = inList<<1 | bit
			if open = true; bit == 0 {
				_, p = quickKey(b, p, true)
				p = behindKey(p)
			}
		default:
			p = quickScalar(b, p)
		}
		for !open {
			switch {
			case p < 0 || depth == 0:
				return p
			case p+1 >= len(b):
				return -1
			case b[p] == ',' && inList&1 == 1:
				p++
				open = true
			case b[p] == ',':
				_, p = quickKey(b, p, false)
				p = behindKey(p)
				open = true
			case b[p] == ']' && inList&1 == 1, b[p] == '}' && inList&1 == 0:
				p++
				depth--
				inList >>= 1
			default:
				return -1
			}
		}
	}
	return -1
}

// quickKey takes a key, which is ASCII without escapes, up to its closing quote, behind which is a colon. A comma stands before it where
// it is not the first.
func quickKey(b []byte, p int, first bool) (from, to int) {
	if !first {
		if p >= len(b) || b[p] != ',' {
			return 0, -1
		}
		p++
	}
	if p >= len(b) || b[p] != '"' {
		return 0, -1
	}
	end, ascii := TextEnd(b, p+1)
	if !ascii || end+1 >= len(b) || b[end] != '"' || b[end+1] != ':' {
		return 0, -1
	}
	return p + 1, end
}

// behindKey returns where the value is of a key that ends at p.
func behindKey(p int) int {
	if p < 0 {
		return -1
	}
	return p + 2
}

// quickText takes the rest of a text, with its closing quote.
func quickText(b []byte, p int) int {
	for {
		p, _ = TextEnd(b, p)
		switch {
		case p+1 >= len(b):
			return -1
		case b[p] == '"':
			return p + 1
		case b[p] != '\\' || unescape[b[p+1]] == 0: // \u too: its digits are to be looked at
			return -1
		}
		p += 2
	}
}

// quickScalar takes true, false, null, or a number without an exponent.
func quickScalar(b []byte, p int) int {
	switch b[p] {
	case 't':
		return behind(b, p, "true")
	case 'f':
		return behind(b, p, "false")
	case 'n':
		return behind(b, p, "null")
	case '-':
		p++
	}
	from := p
	for p < len(b) && isDigit(b[p]) {
		p++
	}
	if p == from || p > from+1 && b[from] == '0' {
		return -1
	}
	if p < len(b) && b[p] == '.' {
		from = p + 1
		for p = from; p < len(b) && isDigit(b[p]); p++ {
		}
		if p == from {
			return -1
		}
	}
	if p == len(b) || b[p]|0x20 == 'e' {
		return -1
	}
	return p
}

func behind(b []byte, p int, word string) int {
	if !Begins(b[p:], word) {
		return -1
	}
	return p + len(word)
}
