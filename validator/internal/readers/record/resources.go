package record

import "github.com/specgen/specgen/validator/trace"

// Resources remembers resources by the bytes that they were read from: an exporter repeats the same one in each request. It forgets
// them all when they take too much memory. The zero Resources has none.
type Resources struct {
	known map[string]*trace.Resource
	held  int // bytes, about
}

const (
	// maxHeld is how many bytes of resources are remembered: their bytes in the input, twice, and what was read from them.
	maxHeld = 8 << 20
	// perResource is how many further bytes a resource takes: for itself, and for the facts that the engine keeps about it.
	perResource = 512
)

// Known returns the resource that was read from the same bytes, or nil.
func (r *Resources) Known(raw []byte) *trace.Resource { return r.known[string(raw)] }

// Keep remembers a resource, which takes size bytes.
func (r *Resources) Keep(raw []byte, resource *trace.Resource, size int) {
	if size += 2*len(raw) + perResource; r.held+size > maxHeld || r.known == nil {
		r.known, r.held = map[string]*trace.Resource{}, 0
	}
	r.held += size
	r.known[string(raw)] = resource
}

// Len returns how many resources are remembered.
func (r *Resources) Len() int { return len(r.known) }
