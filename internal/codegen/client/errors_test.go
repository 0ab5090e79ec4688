package client_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// small is a flow of one service and one span with one tag, which a test then spoils.
type small struct {
	flow *model.Flow
	tag  *model.Tag
	span *model.Span
}

func newSmall() *small {
	named := func(name string) model.Entry { return model.Entry{Name: name} }
	service, trace := &model.Service{Entry: named("app")}, &model.Trace{Entry: named("trace"), Sampling: 1}
	s := &small{tag: &model.Tag{Entry: named("size"), Kind: model.KindInt}}
	s.span = &model.Span{
		Entry: named("seen"), Trace: trace, Services: []*model.Service{service}, Tags: []*model.SpanTag{{Tag: s.tag, Required: true}},
	}
	s.flow = &model.Flow{
		Entry: named("flow"), Traces: []*model.Trace{trace}, Services: []*model.Service{service}, Tags: []*model.Tag{s.tag}, Spans: []*model.Span{s.span},
	}
	return s
}

func (s *small) countPer(tag *model.Tag) {
	s.span.Occurs = model.Occurs{Multiplicity: model.OncePer, Keys: []*model.Tag{tag}}
}

func TestNewTakesWhatIsRight(t *testing.T) {
	s := newSmall()
	s.countPer(s.tag)
	if _, err := client.New(s.flow, s.flow.Services); err != nil {
		t.Error(err)
	}
}

// TestNewRefuses: specs that specgen check refuses, or should, give an error, since no call could be written.
func TestNewRefuses(t *testing.T) {
	for want, spoil := range map[string]func(*small){
		`no value of tag "size" can be at least`: func(s *small) { s.tag.Min, _ = new(big.Rat).SetString("1e30") },
		`no value of tag "size" can be at most`: func(s *small) {
			s.tag.Kind = model.KindDouble
			s.tag.Max, _ = new(big.Rat).SetString("-1e400")
		},
		`cannot use the pattern of tag "size"`: func(s *small) { s.tag.Kind, s.tag.Pattern = model.KindString, "(" },
		`span "seen" must require its key tag "size" at its start`: func(s *small) {
			s.countPer(s.tag)
			s.span.Tags[0].Required = false
		},
		`must require its key tag "size"`: func(s *small) {
			s.countPer(s.tag)
			s.span.Measured, s.span.Tags[0].AtEnd = true, true
		},
		`its key tag "other"`:                          func(s *small) { s.countPer(&model.Tag{Entry: model.Entry{Name: "other"}, Kind: model.KindID}) },
		`tag "size" gives the trace id of span "seen"`: func(s *small) { s.flow.Traces[0].ID = s.tag },
		`at its start as an id or a string`: func(s *small) {
			s.tag.Kind, s.flow.Traces[0].ID = model.KindID, s.tag
			s.span.Tags[0].Required = false
		},
		`as an id or a string; run specgen check`: func(s *small) { s.tag.Kind, s.tag.List, s.flow.Traces[0].ID = model.KindID, true, s.tag },
		`span "seen" links to "seen" twice`:       func(s *small) { s.span.Links = []*model.Link{{To: s.span}, {To: s.span}} },
	} {
		s := newSmall()
		spoil(s)
		_, err := client.New(s.flow, s.flow.Services)
		if err == nil || !strings.HasPrefix(err.Error(), `cannot make a client of flow "flow": `) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// TestBounds: a bound that every value keeps is not checked, and that of an int is whole.
func TestBounds(t *testing.T) {
	for _, c := range []struct {
		kind      model.Kind
		low, high string
		want      []string
	}{
		{model.KindInt, "0.5", "2.5", []string{"1", "2"}},
		{model.KindInt, "-2.5", "-0.5", []string{"-2", "-1"}},
		{model.KindInt, "-1e30", "1e30", nil},
		{model.KindInt, "-9223372036854775808", "9223372036854775807", []string{"-9223372036854775808", "9223372036854775807"}},
		{model.KindDouble, "-1e400", "1e400", nil},
		{model.KindDouble, "-0.5", "1e20", []string{"-1/2", "100000000000000000000"}},
	} {
		s := newSmall()
		s.tag.Kind = c.kind
		s.tag.Min, _ = new(big.Rat).SetString(c.low)
		s.tag.Max, _ = new(big.Rat).SetString(c.high)
		made, err := client.New(s.flow, s.flow.Services)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, one := range made.Tags[0].Constraints {
			got = append(got, one.Number.RatString())
		}
		same(t, c.low+" to "+c.high, strings.Join(got, " "), strings.Join(c.want, " "))
	}
}
