package facts

import (
	"bytes"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

// resourceFacts is what is known about a resource for one flow. It is worked out once for all records of the resource.
type resourceFacts struct {
	name    []byte            // of the service: as the flow has it, else as the record
	service *compiled.Service // nil where the flow has none of the name, or there is no resource
	version []byte            // of the app
	source  findings.Source
	tags    []Tag        // those that the service declares
	seen    compiled.Set // likewise
	hash    uint64       // of those
	correct bool         // no rule reports anything about the tags
	plain   bool         // correct, and nothing was cut off
}

// resources is what is known of resources. All of them are forgotten once they take too much memory.
type resources struct {
	known map[resourceKey]*resourceFacts
	last  resourceKey // of view, which is nearly always that of the next record too
	view  *resourceFacts
	held  int // bytes, about
}

type resourceKey struct {
	resource *trace.Resource // nil for none
	flow     *compiled.Flow
}

// maxHeld is how many bytes of resources are held.
const maxHeld = 4 << 20

// resource returns the facts about the record's resource for the flow. A record without a resource gets empty ones.
func (x *Examiner) resource(raw *trace.Record, flow *compiled.Flow) *resourceFacts {
	all, key := &x.resources, resourceKey{raw.Resource, flow}
	if all.view != nil && all.last == key {
		return all.view
	}
	one := all.known[key]
	if one == nil {
		if all.held > maxHeld {
			clear(all.known)
			all.held = 0
		}
		one = x.newResource(raw.Resource, flow, raw.LowerCase)
		all.known[key] = one
		all.held += sizeOf(raw.Resource)
	}
	all.last, all.view = key, one
	return one
}

// sizeOf returns about how much memory a resource takes with what is known of it.
func sizeOf(raw *trace.Resource) int {
	n := 512
	if raw != nil {
		for i := range raw.Tags {
			n += 128 + len(raw.Tags[i].Key) + len(raw.Tags[i].Value.Text) + 64*len(raw.Tags[i].Value.Items)
		}
	}
	return n
}

func (x *Examiner) newResource(raw *trace.Resource, flow *compiled.Flow, lowerCase bool) *resourceFacts {
	one := &resourceFacts{correct: true, plain: true, seen: compiled.NewSet(len(flow.Tags))}
	if raw == nil {
		return one
	}
	service := flow.Service(raw.Service)
	one.name = raw.Service
	if service == nil && lowerCase {
		if service = flow.ServiceOfLowerCase(raw.Service); service != nil {
			one.name = []byte(service.Model.Name)
		}
	}
	one.service = service
	for i := range raw.Tags {
		tag := &raw.Tags[i]
		spec := flow.Tag(tag.Key)
		if tag.Value.Kind == trace.Untyped {
			own := typed(tag, spec)
			tag = &own
		}
		switch {
		case tag.Value.Kind != trace.String:
		case string(tag.Key) == appVersion, string(tag.Key) == serviceVersion && one.version == nil:
			one.version = tag.Value.Text
		}
		if spec == nil || service == nil || !service.Declared.Has(spec.Index) {
			continue // undeclared resource attributes never count
		}
		one.seen.Add(spec.Index)
		fit := spec.Type(&tag.Value)
		one.tags = append(one.tags, Tag{Raw: tag, Spec: spec, Role: OfService, Fit: fit})
		one.hash += hashTags([]uint64{hashName(tag.Key, spec)}, []trace.Tag{*tag})
		if fit != compiled.Fits || spec.Value(&tag.Value) != "" || service.Deprecated.Has(spec.Index) || DeprecatedValue(spec, &tag.Value) != nil {
			one.correct = false
		}
	}
	one.plain = one.correct && raw.DroppedTags == 0
	one.source = x.sources.Source(one.name, one.version)
	return one
}

// DeprecatedValue returns the deprecated enum value that v is, or nil.
func DeprecatedValue(tag *compiled.Tag, v *trace.Value) *model.EnumValue {
	if tag.Model.Kind != model.KindEnum || v.Kind != trace.String {
		return nil
	}
	if i := tag.Enum(v.Text); i >= 0 && tag.Model.Values[i].Deprecated != nil {
		return tag.Model.Values[i]
	}
	return nil
}

// isResourceAttribute reports whether OpenTelemetry's semantic conventions have attributes of resources below the first word of the key.
func isResourceAttribute(key []byte) bool {
	dot := bytes.IndexByte(key, '.')
	if dot < 0 {
		return false
	}
	switch string(key[:dot]) {
	case "service", "telemetry", "host", "os", "process", "container", "k8s", "cloud", "deployment", "device", "webengine", "browser":
		return true
	}
	return false
}
