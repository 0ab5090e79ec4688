package findings

// namesSeen says whether all reports of a finding name the same record, or none. It is the same whatever their order, which
// examples are not.
type namesSeen struct {
	any, several bool
	hash         uint64 // of the first; 0 where that names none
}

func (n *namesSeen) add(hash uint64) {
	if n.any && n.hash != hash {
		n.several = true
	}
	if !n.any {
		n.any, n.hash = true, hash
	}
}

func (n *namesSeen) merge(m namesSeen) {
	if m.any {
		n.add(m.hash)
		n.several = n.several || m.several
	}
}

// maxNamed is how much of a name is compared: no more is kept of a record that belongs to no span.
const maxNamed = 64

func hashOf(name []byte) uint64 { return Hash(name[:min(len(name), maxNamed)]) }

// AllName reports whether every report of the finding names a record with the name.
func (c *collection) AllName(f *Finding, name string) bool {
	return f.names.any && !f.names.several && f.names.hash == hashOf([]byte(name))
}
