package yamlsource

import "fmt"

// checkLimits reports whether the tokens can be parsed in bounded time and stack: it reports what is too many or too deep.
func (s *source) checkLimits(tokens []token) bool {
	if len(tokens) > maxTokens {
		s.add("yaml/limit", s.at(tokens[maxTokens].line, tokens[maxTokens].column, 1), "the file has too many values", "split what flows share into files of their own and import them")
		return false
	}
	var levels nesting
	for i, t := range tokens {
		if !levels.take(tokens, i) {
			continue
		}
		at := s.at(t.line, max(1, t.column), 1)
		if levels.depth() > maxDepth {
			s.add("yaml/limit", at, fmt.Sprintf("mappings and lists stand more than %d deep within each other", maxDepth), "a spec needs no more than 8 levels")
			return false
		}
		s.add("yaml/limit", at, fmt.Sprintf("a mapping or list has more than %d entries", maxSiblings), "split what flows share into files of their own and import them")
		return false
	}
	return true
}

// nesting counts how deep the tokens stand and how many siblings they have.
type nesting struct {
	flow   []int // entries of the brackets that are open
	blocks []level
}

// level is a block mapping or list: its column and how many entries it has.
type level struct {
	column  int
	isList  bool
	entries int
}

func (n *nesting) depth() int { return len(n.flow) + len(n.blocks) }

// take counts a token and reports whether a limit is passed with it.
func (n *nesting) take(tokens []token, i int) bool {
	t := tokens[i]
	switch t.kind {
	case openMark:
		n.flow = append(n.flow, 1)
		return n.depth() > maxDepth
	case closeMark:
		if len(n.flow) > 0 {
			n.flow = n.flow[:len(n.flow)-1]
		}
	case commaMark:
		if len(n.flow) > 0 {
			n.flow[len(n.flow)-1]++
			return n.flow[len(n.flow)-1] > maxSiblings
		}
	case dashMark:
		if len(n.flow) == 0 {
			return n.entry(t.column, true)
		}
	case colonMark:
		if len(n.flow) == 0 && i > 0 {
			return n.entry(tokens[i-1].column, false)
		}
	}
	return false
}

// entry counts an entry of the block mapping or list at a column. A list may stand at the column of the key above it.
func (n *nesting) entry(column int, isList bool) bool {
	for len(n.blocks) > 0 {
		top := n.blocks[len(n.blocks)-1]
		if top.column < column || top.column == column && (top.isList == isList || isList) {
			break
		}
		n.blocks = n.blocks[:len(n.blocks)-1]
	}
	last := len(n.blocks) - 1
	if last < 0 || n.blocks[last].column != column || n.blocks[last].isList != isList {
		n.blocks = append(n.blocks, level{column, isList, 0})
		last++
	}
	n.blocks[last].entries++
	return n.depth() > maxDepth || n.blocks[last].entries > maxSiblings
}
