package pattern

import "encoding/binary"

// decoder turns bytes into classes of characters as utf8.DecodeRuneInString does: what is not well formed becomes one
// U+FFFD a byte. Nodes are the places within a character; places from which all continuations lead to the same classes are one node.
type decoder struct {
	alphabet *alphabet
	nodes    []decoderNode // node 0 is the place between characters
	uniform  map[nodeKey]int
	mixed    map[string]int
}

// nodeKey is a node behind which all characters are of one class.
type nodeKey struct {
	pending, left int
	first, last   byte
	class         int
}

type decoderNode struct {
	pending int    // how many bytes of the character were read: each becomes U+FFFD if it does not go on
	first   byte   // the byte that edges begins with
	edges   []edge // by byte; the bytes without one are ill-formed here
}

// edge returns what a byte does at the node.
func (n *decoderNode) edge(b byte) edge {
	if i := int(b) - int(n.first); i >= 0 && i < len(n.edges) {
		return n.edges[i]
	}
	return edge{}
}

// edge says what a byte does at a node.
type edge struct {
	kind   edgeKind
	target int32 // a class or a node
}

type edgeKind uint8

const (
	illFormed edgeKind = iota // the byte does not go on here
	completes                 // the byte completes a character of the class
	goesOn                    // the byte leads to the node
)

// lead is a first byte of a well-formed sequence with what may follow it (Unicode 16, table 3-7).
type lead struct {
	first, last             byte // the lead bytes
	length                  int
	secondFirst, secondLast byte
}

var leads = []lead{
	{0xc2, 0xdf, 2, 0x80, 0xbf},
	{0xe0, 0xe0, 3, 0xa0, 0xbf},
	{0xe1, 0xec, 3, 0x80, 0xbf},
	{0xed, 0xed, 3, 0x80, 0x9f}, // no surrogates
	{0xee, 0xef, 3, 0x80, 0xbf},
	{0xf0, 0xf0, 4, 0x90, 0xbf},
	{0xf1, 0xf3, 4, 0x80, 0xbf},
	{0xf4, 0xf4, 4, 0x80, 0x8f}, // nothing above U+10FFFF
}

func newDecoder(a *alphabet) *decoder {
	d := &decoder{alphabet: a, nodes: make([]decoderNode, 1), uniform: make(map[nodeKey]int), mixed: make(map[string]int)}
	root := decoderNode{edges: make([]edge, 256)}
	for b := range 0x80 {
		root.edges[b] = edge{completes, int32(a.classOf(rune(b)))}
	}
	for _, l := range leads {
		for b := int(l.first); b <= int(l.last); b++ {
			value := rune(b) & (1<<(7-l.length) - 1)
			root.edges[b] = edge{goesOn, int32(d.node(value, 1, l.length-1, l.secondFirst, l.secondLast))}
		}
	}
	d.nodes[0] = root
	return d
}

// node returns the node after pending bytes that gave value, when left more bytes are due, the next from first to last.
func (d *decoder) node(value rune, pending, left int, first, last byte) int {
	low := value<<6 | rune(first&0x3f)
	high := value<<6 | rune(last&0x3f)
	shift := 6 * (left - 1)
	class, uniform := d.alphabet.uniform(low<<shift, (high+1)<<shift-1)
	key := nodeKey{pending, left, first, last, class}
	if known, ok := d.uniform[key]; ok && uniform {
		return known
	}
	n := decoderNode{pending: pending, first: first, edges: make([]edge, 0, 64)}
	signature := make([]byte, 0, 4+4*64)
	signature = append(signature, byte(pending), byte(left), first, last)
	for b := int(first); b <= int(last); b++ {
		r := value<<6 | rune(b&0x3f)
		e := edge{completes, int32(class)}
		switch {
		case left > 1:
			e = edge{goesOn, int32(d.node(r, pending+1, left-1, 0x80, 0xbf))}
		case !uniform:
			e.target = int32(d.alphabet.classOf(r))
		}
		n.edges = append(n.edges, e)
		signature = binary.LittleEndian.AppendUint32(signature, uint32(e.target))
	}
	number, known := d.mixed[string(signature)]
	if !known {
		number = len(d.nodes)
		d.nodes = append(d.nodes, n)
		d.mixed[string(signature)] = number
	}
	if uniform {
		d.uniform[key] = number
	}
	return number
}

// byteClasses sorts the bytes by what they do at every node. It returns the class of each byte and one byte of each class.
func (d *decoder) byteClasses() (classes [256]uint8, reps []byte) {
	known := make(map[string]uint8)
	signature := make([]byte, 0, 4*len(d.nodes))
	for b := range 256 {
		signature = signature[:0]
		for i := range d.nodes {
			e := d.nodes[i].edge(byte(b))
			signature = append(signature, byte(e.kind), byte(e.target), byte(e.target>>8), byte(e.target>>16))
		}
		class, seen := known[string(signature)]
		if !seen {
			class = uint8(len(reps))
			known[string(signature)] = class
			reps = append(reps, byte(b))
		}
		classes[b] = class
	}
	return classes, reps
}
