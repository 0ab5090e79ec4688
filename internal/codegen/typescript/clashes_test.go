package typescript

import (
	"fmt"
	"slices"
	"testing"

	"github.com/specgen/specgen/internal/model"
)

// flowOf makes a small flow, which change then spoils.
func flowOf(change func(flow *model.Flow)) *model.Flow {
	id := &model.Tag{Entry: model.Entry{Name: "run_id"}, Kind: model.KindID}
	size := &model.Tag{Entry: model.Entry{Name: "size"}, Kind: model.KindInt}
	trace := &model.Trace{Entry: model.Entry{Name: "run"}, ID: id, Sampling: 1}
	app := &model.Service{Entry: model.Entry{Name: "app"}}
	first := &model.Span{
		Entry: model.Entry{Name: "first"}, Trace: trace, Services: []*model.Service{app},
		Tags: []*model.SpanTag{{Tag: size}}, Occurs: model.Occurs{Multiplicity: model.Once},
	}
	second := &model.Span{
		Entry: model.Entry{Name: "second"}, Trace: trace, Services: []*model.Service{app}, Measured: true,
		Parent: model.Parent{Kind: model.ParentSpan, Spans: []*model.Span{first}},
	}
	flow := &model.Flow{
		Entry: model.Entry{Name: "run"}, Traces: []*model.Trace{trace}, Services: []*model.Service{app},
		Tags: []*model.Tag{id, size}, Spans: []*model.Span{first, second},
	}
	change(flow)
	return flow
}

func addTag(flow *model.Flow, tag *model.Tag) {
	flow.Tags = append(flow.Tags, tag)
	flow.Spans[0].Tags = append(flow.Spans[0].Tags, &model.SpanTag{Tag: tag})
}

func addSpan(flow *model.Flow, name string, measured bool) {
	flow.Spans = append(flow.Spans, &model.Span{
		Entry: model.Entry{Name: name}, Trace: flow.Traces[0], Services: flow.Services, Measured: measured,
	})
}

func named(name string) model.Entry { return model.Entry{Name: name} }

// clashCases are what a flow may be spoilt by, and the clashes that are found: the entry, the name in code, and the other entry.
var clashCases = map[string]struct {
	change func(flow *model.Flow)
	want   []string
}{
	"none": {func(*model.Flow) {}, nil},
	"two tags, one property": {
		func(f *model.Flow) {
			addTag(f, &model.Tag{Entry: named("file.name"), Kind: model.KindString})
			addTag(f, &model.Tag{Entry: named("file_name"), Kind: model.KindString})
		},
		[]string{"file_name: fileName (file.name)"},
	},
	"a tag that every object seems to have": {
		func(f *model.Flow) {
			addTag(f, &model.Tag{Entry: named("constructor"), Kind: model.KindString})
			addTag(f, &model.Tag{Entry: named("toString"), Kind: model.KindString})
		},
		[]string{"constructor: constructor", "toString: toString"},
	},
	"two ids, one type": {
		func(f *model.Flow) { addTag(f, &model.Tag{Entry: named("run.id"), Kind: model.KindID}) },
		[]string{"run.id: RunId (run_id)"},
	},
	"a tag that every span has": {
		func(f *model.Flow) { addTag(f, &model.Tag{Entry: named("extra"), Kind: model.KindString}) },
		[]string{"extra: extra"},
	},
	"a tag like an instant's time": {
		func(f *model.Flow) {
			addTag(f, &model.Tag{Entry: named("timestamp"), Kind: model.KindString})
			addTag(f, &model.Tag{Entry: named("startTime"), Kind: model.KindString})
			addTag(f, &model.Tag{Entry: named("end_time"), Kind: model.KindString})
		},
		[]string{"timestamp: timestamp"},
	},
	"a tag like a measured span's times": {
		func(f *model.Flow) {
			for _, name := range []string{"timestamp", "startTime", "end_time"} {
				tag := &model.Tag{Entry: named(name), Kind: model.KindString}
				f.Tags = append(f.Tags, tag)
				f.Spans[1].Tags = append(f.Spans[1].Tags, &model.SpanTag{Tag: tag}, &model.SpanTag{Tag: tag, AtEnd: true})
			}
		},
		[]string{"startTime: startTime", "end_time: endTime"},
	},
	"an id like one of several parents": {
		func(f *model.Flow) {
			addTag(f, &model.Tag{Entry: named("first_parent"), Kind: model.KindID})
			addTag(f, &model.Tag{Entry: named("second_parent"), Kind: model.KindID})
			f.Spans[1].Parent.Spans = append(f.Spans[1].Parent.Spans, f.Spans[1])
		},
		[]string{"second: SecondParent (second_parent)"},
	},
	"an id like the type of times": {
		func(f *model.Flow) { addTag(f, &model.Tag{Entry: named("date"), Kind: model.KindID}) },
		[]string{"date: Date"},
	},
	"a tag like the links": {
		func(f *model.Flow) {
			f.Spans[0].Links = []*model.Link{{To: f.Spans[1]}}
			addTag(f, &model.Tag{Entry: named("second_links"), Kind: model.KindString})
		},
		[]string{"second_links: secondLinks (second)"},
	},
	"an id like a type of the runtime": {
		func(f *model.Flow) { addTag(f, &model.Tag{Entry: named("ref"), Kind: model.KindID}) },
		[]string{"ref: Ref"},
	},
	"an id that CommonJS has": {
		func(f *model.Flow) { addTag(f, &model.Tag{Entry: named("object"), Kind: model.KindID}) },
		[]string{"object: Object"},
	},
	"an id like a span's reference": {
		func(f *model.Flow) { addTag(f, &model.Tag{Entry: named("first_ref"), Kind: model.KindID}) },
		[]string{"first: FirstRef (first_ref)"},
	},
	"an instant like a measured span's start": {
		func(f *model.Flow) { addSpan(f, "start second", false) },
		[]string{"start second: startSecond (second)"},
	},
	"a span like another one's reader": {
		func(f *model.Flow) { addSpan(f, "parse first", false) },
		[]string{"parse first: parseFirstRef (first)"},
	},
	"an emitter that would be awaited": {
		func(f *model.Flow) { addSpan(f, "then", false) },
		[]string{"then: then"},
	},
	"a name without letters": {
		func(f *model.Flow) { addSpan(f, "🎉", false) },
		[]string{"🎉: 🎉"},
	},
	"two services in one file": {
		func(f *model.Flow) { f.Services = append(f.Services, &model.Service{Entry: named("App")}) },
		[]string{"App: runApp (app)"},
	},
	"a service's tag like an option": {
		func(f *model.Flow) {
			sources := &model.Tag{Entry: named("sources"), Kind: model.KindString}
			f.Tags = append(f.Tags, sources)
			f.Services[0].Tags = []*model.ServiceTag{{Tag: sources}}
		},
		[]string{"sources: sources"},
	},
	"two values of one name": {
		func(f *model.Flow) {
			values := []*model.EnumValue{{Entry: named("time-out"), Wire: "a"}, {Entry: named("timeOut"), Wire: "b"}}
			addTag(f, &model.Tag{Entry: named("state"), Kind: model.KindEnum, Values: values})
		},
		[]string{"timeOut: timeOut (time-out)"},
	},
	"the folder of the runtime": {
		func(f *model.Flow) { f.Name = "flowtrace" },
		[]string{"flowtrace: flowtrace"},
	},
	"a code_name settles it": {
		func(f *model.Flow) {
			addSpan(f, "🎉", false)
			f.Spans[2].CodeName = "party"
		},
		nil,
	},
}

func TestClashes(t *testing.T) {
	for name, c := range clashCases {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, clash := range (Backend{}).Clashes(flowOf(c.change)) {
				text := clash.Entry.Name + ": " + clash.Name
				if clash.Other != nil {
					text += fmt.Sprintf(" (%s)", clash.Other.Name)
				} else if clash.Reason == "" {
					t.Errorf("%s: no reason", text)
				}
				got = append(got, text)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
