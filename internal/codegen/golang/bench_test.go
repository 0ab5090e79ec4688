package golang

import (
	"fmt"
	"testing"

	"github.com/specgen/specgen/internal/model"
)

// bigFlow is a flow of n spans, each with a tag of its own, eight that are shared and a parent.
func bigFlow(n int) *model.Flow {
	entry := func(name string) model.Entry {
		return model.Entry{Name: name, Brief: "What it is, in a sentence of some words."}
	}
	trace := &model.Trace{Entry: entry("trace"), Sampling: 1}
	trace.ID = &model.Tag{Entry: entry("an_id"), Kind: model.KindID, Format: model.FormatUUID}
	flow := &model.Flow{Entry: entry("big"), Traces: []*model.Trace{trace}, Tags: []*model.Tag{trace.ID}}
	for i := range 5 {
		flow.Services = append(flow.Services, &model.Service{Entry: entry(fmt.Sprintf("service %d", i))})
	}
	var shared []*model.SpanTag
	for i := range 8 {
		tag := &model.Tag{Entry: entry(fmt.Sprintf("shared_%d", i)), Kind: model.KindString, Pattern: fmt.Sprintf("^[a-z]{%d,}$", i)}
		flow.Tags = append(flow.Tags, tag)
		shared = append(shared, &model.SpanTag{Tag: tag, Required: i < 5})
	}
	for i := range n {
		own := &model.Tag{Entry: entry(fmt.Sprintf("own_%d", i)), Kind: model.KindInt}
		flow.Tags = append(flow.Tags, own)
		span := &model.Span{
			Entry: entry(fmt.Sprintf("span %d", i)), Trace: trace, Measured: i%10 == 9,
			Services: []*model.Service{flow.Services[i%len(flow.Services)]},
			Tags:     append([]*model.SpanTag{{Tag: own, Required: true}}, shared...),
			Occurs:   model.Occurs{Multiplicity: model.Once},
		}
		if i > 0 {
			span.Parent = model.Parent{Kind: model.ParentSpan, Spans: flow.Spans[i-1 : i]}
			span.Occurs = model.Occurs{Multiplicity: model.AtMostOncePer, PerParent: true}
		}
		flow.Spans = append(flow.Spans, span)
	}
	return flow
}

// TestBigFlow: three hundred tags on a span and a thousand spans compile.
func TestBigFlow(t *testing.T) {
	flow := bigFlow(1000)
	for i := range 300 {
		flow.Spans[0].Tags = append(flow.Spans[0].Tags, &model.SpanTag{Tag: flow.Tags[100+i], Required: i%2 == 0})
	}
	in := input(flow)
	newWorld(t).mustCheck(t, in, generate(t, in))
}

func BenchmarkGenerate1000Spans(b *testing.B) {
	in := input(bigFlow(1000))
	size := 0
	for b.Loop() {
		size = 0
		for _, file := range generate(b, in) {
			size += len(file.Content)
		}
	}
	b.ReportMetric(float64(size), "bytes-out")
}

func BenchmarkGenerateNotification(b *testing.B) {
	in := load(b, flows[0])
	for b.Loop() {
		generate(b, in)
	}
}
