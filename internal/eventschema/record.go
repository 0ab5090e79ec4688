package eventschema

import (
	"github.com/specgen/specgen/internal/model"
)

// The shapes of ids, and what they must not be. An id in base64, which specgen reads where other tools wrote it, is none here.
var (
	traceID = object{{"type", "string"}, {"pattern", "^[0-9A-Fa-f]{32}$"}, {"not", object{{"pattern", "^0*$"}}}}
	spanID  = object{{"type", "string"}, {"pattern", "^[0-9A-Fa-f]{16}$"}, {"not", object{{"pattern", "^0*$"}}}}
	link    = object{
		{"type", "object"},
		{"properties", object{{"trace_id", traceID}, {"span_id", spanID}, {"type", orNull(object{{"type", "string"}})}}},
		{"required", []string{"trace_id", "span_id"}},
	}
)

// orNull is what a member may be that may be left out: a column of a table has null where there is none.
func orNull(o object) object { return object{{"anyOf", []object{o, {{"type", "null"}}}}} }

var parentLink = object{
	{"type", "object"},
	{"properties", object{{"type", object{{"const", "parent"}}}}},
	{"required", []string{"type"}},
}

// hasParent holds for records with a parent. OTLP names one in another trace by a link, which some tools leave there.
var hasParent = object{{"anyOf", []object{
	{
		{"properties", object{{"parent_id", object{{"type", "string"}, {"pattern", "[1-9A-Fa-f]"}}}}},
		{"required", []string{"parent_id"}},
	},
	{
		{"properties", object{{"links", object{{"type", "array"}, {"contains", parentLink}}}}},
		{"required", []string{"links"}},
	},
}}}

var leftLinksOut = object{
	{"properties", object{{"dropped_links", object{{"type", "integer"}, {"minimum", 1}}}}},
	{"required", []string{"dropped_links"}},
}

// Times of 2000 and 2200, in microseconds.
const (
	earliest = 946_684_800_000_000
	latest   = 7_258_118_400_000_000
)

// record is what holds for records of all spans.
func (w *writer) record() object {
	var services []string
	for _, s := range w.flow.Services {
		services = append(services, s.Name)
	}
	droppedLinks := object{{"description", "How many links were left out."}}
	if w.warnings {
		droppedLinks = droppedLinks.with("enum", []any{0, nil})
	}
	return object{
		{"properties", object{
			{"trace_id", traceID},
			{"span_id", spanID},
			{"parent_id", orNull(object{{"type", "string"}, {"pattern", "^(?:[0-9A-Fa-f]{16})?$"}})},
			{"parent_trace_id", orNull(object{{"type", "string"}, {"pattern", "^(?:[0-9A-Fa-f]{32})?$"}})},
			{"name", among(w.spanNames())},
			{"service_name", among(services)},
			{"timestamp", object{
				{"description", "When it starts, in microseconds since 1970."}, {"type", "integer"},
				{"minimum", earliest}, {"exclusiveMaximum", latest},
			}},
			{"duration", object{{"description", "Microseconds."}, {"type", "integer"}, {"minimum", 0}}},
			{"error", object{{"description", "true where the step failed."}}},
			{"flow", orNull(object{{"type", "string"}})},
			{"flow_version", orNull(object{{"type", "string"}})},
			{"tags", orNull(object{{"type", "object"}})},
			{"links", orNull(object{{"type", "array"}, {"items", ref("link")}})},
			{"dropped_links", droppedLinks},
		}},
		{"required", []string{"trace_id", "span_id", "name", "service_name", "timestamp", "duration"}},
		{"allOf", w.cases()},
	}
}

// cases choose by the name of the span and by that of the service.
func (w *writer) cases() []object {
	var out []object
	for _, s := range w.flow.Spans {
		out = append(out, when("name", s.Name, ref("span "+s.Name)))
	}
	for _, s := range w.flow.Services {
		if len(s.Tags) > 0 {
			out = append(out, when("service_name", s.Name, ref("service "+s.Name)))
		}
	}
	return out
}

// among is one of some texts. An empty enum is not allowed everywhere.
func among(texts []string) object {
	if len(texts) == 0 {
		return object{{"not", object{}}}
	}
	return object{{"enum", texts}}
}

// when is what holds for objects whose member is a text.
func when(key, is string, then object) object {
	return object{
		{"if", object{{"properties", object{{key, object{{"const", is}}}}}, {"required", []string{key}}}},
		{"then", then},
	}
}

// service is what holds for records of a service: its tags, which the flat form has among the span's. It is nil where there are none.
func (w *writer) service(s *model.Service) object {
	if len(s.Tags) == 0 {
		return nil
	}
	required, properties := []string{}, object{}
	for _, t := range s.Tags {
		if t.Required {
			required = append(required, t.Tag.Name)
		}
		properties = properties.with(t.Tag.Name, w.use(t.Tag, t.Deprecated))
	}
	tags := object{{"type", "object"}, {"properties", properties}}
	out := w.described(&s.Entry)
	if len(required) == 0 {
		return out.with("properties", object{{"tags", orNull(tags)}})
	}
	return out.with("properties", object{{"tags", tags.with("required", required)}}).with("required", []string{"tags"})
}

// use is a tag where it is used: its definition, or nothing at all where that is deprecated and would be a warning.
func (w *writer) use(t *model.Tag, deprecated *model.Deprecated) any {
	if w.warnings && (deprecated != nil || t.Deprecated != nil) {
		return false
	}
	out := ref("tag " + t.Name)
	if deprecated != nil {
		out = out.with("deprecated", true)
	}
	return out
}
