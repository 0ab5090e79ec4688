package pattern

// partition is a set of states in blocks, refined until all states of a block are equal (Hopcroft 1971).
type partition struct {
	elements []int32 // the states, block by block
	at       []int32 // where each state stands in elements
	block    []int32 // the block of each state
	first    []int32 // by block: where it begins in elements
	size     []int32 // by block
	marked   []int32 // by block: how many of its states, put first, are marked
}

// newPartition returns the states in two blocks, or one where accept is the same for all.
func newPartition(accept []bool) *partition {
	p := &partition{elements: make([]int32, 0, len(accept)), at: make([]int32, len(accept)), block: make([]int32, len(accept))}
	for _, want := range []bool{false, true} {
		begin := len(p.elements)
		for state, accepting := range accept {
			if accepting == want {
				p.at[state] = int32(len(p.elements))
				p.block[state] = int32(len(p.first))
				p.elements = append(p.elements, int32(state))
			}
		}
		if size := len(p.elements) - begin; size > 0 {
			p.first = append(p.first, int32(begin))
			p.size = append(p.size, int32(size))
			p.marked = append(p.marked, 0)
		}
	}
	return p
}

// mark moves a state to the marked ones of its block. It reports whether it is the block's first.
func (p *partition) mark(state int32) bool {
	b := p.block[state]
	border := p.first[b] + p.marked[b]
	if p.at[state] < border {
		return false
	}
	other := p.elements[border]
	p.elements[border], p.elements[p.at[state]] = state, other
	p.at[other], p.at[state] = p.at[state], border
	p.marked[b]++
	return p.marked[b] == 1
}

// split makes the smaller of the marked and the other states of b a block of its own. It returns that block, or -1 where
// all are marked.
func (p *partition) split(b int32) int32 {
	marked, size := p.marked[b], p.size[b]
	p.marked[b] = 0
	if marked == size {
		return -1
	}
	first, count := p.first[b], marked
	if marked > size-marked {
		first, count = p.first[b]+marked, size-marked
	} else {
		p.first[b] += marked
	}
	p.size[b] -= count
	added := int32(len(p.first))
	p.first = append(p.first, first)
	p.size = append(p.size, count)
	p.marked = append(p.marked, 0)
	for _, state := range p.elements[first : first+count] {
		p.block[state] = added
	}
	return added
}

// splitter is work to be done: split by who reaches the block with the class.
type splitter struct{ block, class int32 }

// equalStates returns the coarsest partition in which every class leads from states of a block into one block.
func (a *byteAutomaton) equalStates() *partition {
	p := newPartition(a.accept)
	offsets, sources := a.inverse()
	var todo []splitter
	for b := range p.first {
		for class := range a.width {
			todo = append(todo, splitter{int32(b), int32(class)})
		}
	}
	var reached, touched []int32
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		reached, touched = reached[:0], touched[:0]
		for _, state := range p.elements[p.first[s.block] : p.first[s.block]+p.size[s.block]] {
			slot := int(state)*a.width + int(s.class)
			reached = append(reached, sources[offsets[slot]:offsets[slot+1]]...)
		}
		for _, state := range reached {
			if p.mark(state) {
				touched = append(touched, p.block[state])
			}
		}
		for _, b := range touched {
			// The smaller half is new. Where (b, class) is still to do it now stands for the other half, so that both are;
			// where it was done, the smaller half is enough.
			if added := p.split(b); added >= 0 {
				for class := range a.width {
					todo = append(todo, splitter{added, int32(class)})
				}
			}
		}
	}
	return p
}

// inverse returns, for each state and class, the states that lead there: sources[offsets[i]:offsets[i+1]] with
// i = state*width+class.
func (a *byteAutomaton) inverse() (offsets, sources []int32) {
	offsets = make([]int32, len(a.next)+1)
	for i, to := range a.next {
		offsets[int(to)*a.width+i%a.width+1]++
	}
	for i := range len(a.next) {
		offsets[i+1] += offsets[i]
	}
	sources = make([]int32, len(a.next))
	fill := append([]int32(nil), offsets...)
	for i, to := range a.next {
		slot := int(to)*a.width + i%a.width
		sources[fill[slot]] = int32(i / a.width)
		fill[slot]++
	}
	return offsets, sources
}

// minimized returns the smallest table that is equal to the automaton, its states numbered in the order in which they are
// reached.
func (a *byteAutomaton) minimized() *Table {
	p := a.equalStates()
	m := merged{a: a, p: p, numbers: make([]int, len(p.first))}
	for b := range m.numbers {
		m.numbers[b] = -1
	}
	if dead := m.dead(); dead >= 0 {
		m.numbers[dead] = 0
	}
	m.reach(p.block[a.start])
	return m.table()
}

// merged numbers the blocks of a partition as a table's states.
type merged struct {
	a       *byteAutomaton
	p       *partition
	numbers []int   // by block: its state in the table, -1 for none yet
	order   []int32 // blocks by number, from 1
}

// dead returns the block that accepts nothing and leads only to itself, or -1.
func (m *merged) dead() int {
	for b := range m.p.first {
		state := int(m.p.elements[m.p.first[b]])
		if m.a.accept[state] {
			continue
		}
		stays := true
		for _, to := range m.a.next[state*m.a.width : (state+1)*m.a.width] {
			stays = stays && int(m.p.block[to]) == b
		}
		if stays {
			return b
		}
	}
	return -1
}

// reach numbers the blocks, breadth first. The start is 1 also where it is dead.
func (m *merged) reach(start int32) {
	m.order = append(m.order, start)
	if m.numbers[start] == 0 {
		return
	}
	m.numbers[start] = 1
	for i := 0; i < len(m.order); i++ {
		for _, to := range m.row(m.order[i]) {
			if b := m.p.block[to]; m.numbers[b] < 0 {
				m.order = append(m.order, b)
				m.numbers[b] = len(m.order)
			}
		}
	}
}

// row returns where the states of a block lead.
func (m *merged) row(block int32) []int32 {
	state := int(m.p.elements[m.p.first[block]])
	return m.a.next[state*m.a.width : (state+1)*m.a.width]
}

// table writes the blocks out, classes that lead everywhere alike merged.
func (m *merged) table() *Table {
	t := &Table{Accept: make([]bool, len(m.order)+1)}
	known := make(map[string]uint8)
	columns := make([]uint8, m.a.width) // of the automaton's classes, the table's
	var reps []int
	for class := range m.a.width {
		column := make([]byte, 0, 2*len(m.order))
		for _, block := range m.order {
			to := m.numbers[m.p.block[m.row(block)[class]]]
			column = append(column, byte(to), byte(to>>8))
		}
		merged, seen := known[string(column)]
		if !seen {
			merged = uint8(len(reps))
			known[string(column)] = merged
			reps = append(reps, class)
		}
		columns[class] = merged
	}
	for b, class := range m.a.classes {
		t.Classes[b] = columns[class]
	}
	t.Width = len(reps)
	t.Next = make([]uint16, t.Width, t.Width*(len(m.order)+1)) // state 0 stays where it is
	for i, block := range m.order {
		t.Accept[i+1] = m.a.accept[m.p.elements[m.p.first[block]]]
		for _, class := range reps {
			t.Next = append(t.Next, uint16(m.numbers[m.p.block[m.row(block)[class]]]))
		}
	}
	return t
}
