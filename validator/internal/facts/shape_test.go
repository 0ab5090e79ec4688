package facts

import (
	"fmt"
	"testing"

	"github.com/specgen/specgen/validator/trace"
)

// opened returns a record that keeps the spec, but for ids and times that only clients know, with the given tags behind its own.
func opened(tags ...trace.Tag) *trace.Record {
	version := trace.Tag{Key: []byte("app_version"), Value: trace.StringValue([]byte("24.11.0"))}
	return &trace.Record{
		Name: []byte("notification:opened"), Flow: []byte("notification"), FlowVersion: []byte("1.0.0"), Start: 1_772_442_000_000_000_000,
		End: 1_772_442_000_000_001_000, Resource: &trace.Resource{Service: []byte("Web"), Tags: []trace.Tag{version}}, Tags: tags,
	}
}

// TestShapesAreLearned examines records of one shape, and of others that differ from it in one thing each.
func TestShapesAreLearned(t *testing.T) {
	x := NewExaminer(notification(t), oneSource{})
	text := func(key, value string) trace.Tag {
		return trace.Tag{Key: []byte(key), Value: trace.StringValue([]byte(value))}
	}
	if r := x.Examine(opened(text("thread.name", "main")), 0); r.Clean {
		t.Fatal("the first record of a shape is of a known one")
	}
	x.Learn(0)
	learned := x.shapes.held
	x.Learn(0)
	if r := x.Examine(opened(text("thread.name", "worker")), 0); !r.Clean || x.shapes.held != learned {
		t.Fatalf("the second record of a shape is not of a known one, or it was learned twice: %d bytes, %d", learned, x.shapes.held)
	}
	for what, change := range map[string]func(*trace.Record){
		"a tag more":       func(r *trace.Record) { r.Tags = append(r.Tags, text("thread.id", "1")) },
		"a tag fewer":      func(r *trace.Record) { r.Tags = nil },
		"another key":      func(r *trace.Record) { r.Tags[0].Key = []byte("thread.same") },
		"another type":     func(r *trace.Record) { r.Tags[0].Value = trace.IntValue(1) },
		"another span":     func(r *trace.Record) { r.Name = []byte("notification:received") },
		"another service":  func(r *trace.Record) { r.Resource = &trace.Resource{Service: []byte("webapp")} },
		"another version":  func(r *trace.Record) { r.FlowVersion = []byte("1.1.0") },
		"no stamp":         func(r *trace.Record) { r.FlowVersion = nil },
		"an unknown stamp": func(r *trace.Record) { r.FlowVersion = []byte("1.0.9") },
		"a kind":           func(r *trace.Record) { r.Kind = trace.KindServer },
		"a failure":        func(r *trace.Record) { r.Failed = true },
		"a defect":         func(r *trace.Record) { r.Defects = trace.BadUTF8 },
		"dropped tags":     func(r *trace.Record) { r.DroppedTags = 1 },
		"no time":          func(r *trace.Record) { r.Start = 0 },
		"flat resources":   func(r *trace.Record) { r.FlatResource = true },
		"dropped tags of the resource": func(r *trace.Record) {
			r.Resource = &trace.Resource{Service: r.Resource.Service, Tags: r.Resource.Tags, DroppedTags: 1}
		},
		"a wrong resource": func(r *trace.Record) {
			r.Resource = &trace.Resource{Service: r.Resource.Service, Tags: []trace.Tag{text("app_version", "")}}
		},
	} {
		other := opened(text("thread.name", "main"))
		if change(other); x.Examine(other, 0).Clean {
			t.Errorf("%s: a record of another shape is of the known one", what)
		}
	}
}

// TestShapesOfOneLayout has records of one layout that are of several shapes: by the service, and by the value that selects the case of a
// variant. Each is found without a look at its tags.
func TestShapesOfOneLayout(t *testing.T) {
	x := NewExaminer(notification(t), oneSource{})
	text := func(key, value string) trace.Tag {
		return trace.Tag{Key: []byte(key), Value: trace.StringValue([]byte(value))}
	}
	sent := func(platform string) *trace.Record {
		r := opened(text("channel_id", "C1"), text("device_id", "d"), text("platform", platform), text("socket_id", "s"))
		r.Name, r.Resource, r.Layout = []byte("notification:sent"), &trace.Resource{Service: []byte("push-service")}, 7
		return r
	}
	from := func(service string) *trace.Record {
		r := opened()
		r.Resource, r.Layout = &trace.Resource{Service: []byte(service)}, 8
		return r
	}
	all := []*trace.Record{sent("web"), sent("desktop"), from("Web"), from("iOS")}
	for i, r := range all {
		x.Examine(r, 0)
		x.Learn(1 << i)
		x.Examine(r, 0)
	}
	x.shapes.byHash = [shapeHashes]*shape{}
	for i, r := range all {
		if got := x.Examine(r, 0); !got.Clean || got.Checks != 1<<i {
			t.Errorf("record %d: clean is %v, with the checks %b", i, got.Clean, got.Checks)
		}
	}
	if x.Examine(sent("ios"), 0).Clean {
		t.Error("a record of no known case is of a known shape")
	}
}

// TestShapesAreBounded has more shapes than are learned.
func TestShapesAreBounded(t *testing.T) {
	x := NewExaminer(notification(t), oneSource{})
	for n := range 20_000 {
		x.Examine(opened(trace.Tag{Key: fmt.Appendf(nil, "thread.%0*d", 1+n%100, n), Value: trace.StringValue(nil)}), 0)
		x.Learn(0)
	}
	if n := x.shapes.held; n < maxShapesHeld/2 || n > maxShapesHeld+1000 {
		t.Errorf("shapes of %d bytes are held", n)
	}
}
