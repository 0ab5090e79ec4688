package jaeger

import (
	"fmt"

	"github.com/specgen/specgen/validator/internal/readers/jsonrecord"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// maxProcesses is how many bytes the processes of one trace may take.
const maxProcesses = 16 << 20

// processes are those of the trace that is being read, by their ids. Entries of traces before are used again: most traces have a p1.
type processes struct {
	byID  map[string]*process
	trace int  // the number of the trace
	held  int  // bytes of all entries, about
	seen  bool // the trace has processes
	full  bool // of the trace, some were left out
}

type process struct {
	resource *trace.Resource
	trace    int // that it was last seen in
}

// begin begins another trace.
func (p *processes) begin() {
	p.trace++
	p.seen, p.full = false, false
	if p.held > maxProcesses/4 {
		p.byID, p.held = nil, 0
	}
}

// find returns the process with the id, or nil.
func (p *processes) find(id []byte) *trace.Resource {
	if one := p.byID[string(id)]; one != nil && one.trace == p.trace {
		return one.resource
	}
	return nil
}

// add adds a process. It reports false where there is no room for it.
func (p *processes) add(id []byte, resource *trace.Resource) bool {
	one := p.byID[string(id)]
	if one == nil || one.resource != resource {
		size := sizeOf(resource) + 2*len(id)
		if p.held+size > maxProcesses {
			p.full = true
			return false
		}
		p.held += size
	}
	if one == nil {
		if p.byID == nil {
			p.byID = map[string]*process{}
		}
		one = &process{}
		p.byID[string(id)] = one
	}
	one.resource, one.trace = resource, p.trace
	return true
}

// sizeOf returns about how many bytes a process takes.
func sizeOf(resource *trace.Resource) int {
	const entry, tag = 256, 88
	n := entry + len(resource.Service)
	for i := range resource.Tags {
		t := &resource.Tags[i]
		n += tag + len(t.Key) + sizeOfValue(&t.Value)
	}
	return n
}

func sizeOfValue(v *trace.Value) int {
	const value = 64
	n := len(v.Text)
	for i := range v.Items {
		n += value + sizeOfValue(&v.Items[i])
	}
	return n
}

// nextProcess reads one process of a trace.
func (r *reader) nextProcess(key []byte) error {
	r.processKey = append(r.processKey[:0], key...)
	offset, line := r.docs.Offset(), r.docs.LineAt(r.docs.P)
	if read, err := r.docs.Unit(r.processStep); err != nil || !read {
		return err
	}
	if full := r.processes.full; r.processes.add(r.processKey, r.read) || full {
		return nil
	}
	return r.sink.Broken(&trace.Problem{Offset: offset, Line: line, Message: fmt.Sprintf(
		"the processes of one trace take more than %d MB: this one and those behind it are left out, with their spans", maxProcesses>>20)})
}

// readProcess reads a process, or finds the one that was read from the same bytes.
func (r *reader) readProcess(c *scan.Cursor) (err error) {
	r.read, err = jsonrecord.ReadResource(c, &r.resources, parseProcess)
	return err
}

// parseProcess reads a process. It returns how many bytes its tags take.
func parseProcess(c *scan.Cursor) (resource *trace.Resource, size int, err error) {
	one := reader{}
	resource = &trace.Resource{}
	err = c.Object(func(key []byte) error {
		null, err := c.Null()
		if null || err != nil {
			return err
		}
		switch string(key) {
		case "serviceName":
			resource.Service, err = c.Text()
		case "tags":
			resource.Tags, err = one.b.ReadTags(c, resource.Tags, one.keyValue)
		case "tag":
			resource.Tags, err = one.tagMap(c, resource.Tags)
		default:
			err = c.Skip()
		}
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	if resource.Service != nil {
		resource.Tags = append(resource.Tags, trace.Tag{Key: []byte("service.name"), Value: trace.StringValue(resource.Service)})
	}
	return resource, one.b.Size(cap(resource.Tags)) + cap(one.keys), nil
}
