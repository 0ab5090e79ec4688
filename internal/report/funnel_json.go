package report

import (
	"math"
	"strconv"

	"github.com/specgen/specgen/validator"
)

// jsonFunnelResult is the JSON of funnel. docs/funnel.schema.json describes it; members are only ever added.
type jsonFunnelResult struct {
	Tool     string             `json:"tool"`
	Version  string             `json:"version"`
	Inputs   []jsonInput        `json:"inputs"`
	From     string             `json:"from,omitempty"`
	To       string             `json:"to,omitempty"`
	Error    float64            `json:"error"`
	WindowNS int64              `json:"window_ns"`
	Groups   []jsonFunnelGroup  `json:"groups"`
	Lost     []jsonFunnelLost   `json:"lost,omitempty"`
	Compare  []jsonDifference   `json:"compare,omitempty"`
	Judged   []jsonFunnelJudged `json:"judged,omitempty"`
	// Interrupted says that there was more to read.
	Interrupted bool `json:"interrupted,omitempty"`
}

type jsonFunnelGroup struct {
	Flow   string            `json:"flow"`
	Side   string            `json:"side,omitempty"`
	By     map[string]string `json:"by"`
	Stages []jsonFunnelStage `json:"stages"`
}

type jsonFunnelStage struct {
	Span     string          `json:"span"`
	Before   []string        `json:"before"`
	Sampling float64         `json:"sampling"`
	WithinNS int64           `json:"within_ns,omitempty"`
	HasShare bool            `json:"has_share"`
	Keyed    bool            `json:"keyed"`
	Steps    int64           `json:"steps"`
	Traces   int64           `json:"traces,omitempty"`
	Asked    int64           `json:"asked"`
	Came     int64           `json:"came"`
	Lost     int64           `json:"lost"`
	NotDone  int64           `json:"not_done"`
	Waiting  int64           `json:"waiting"`
	Orphans  int64           `json:"orphans"`
	Late     int64           `json:"late"`
	Time     jsonFunnelTime  `json:"time"`
	Lasted   *jsonFunnelTime `json:"lasted,omitempty"`
}

type jsonFunnelTime struct {
	Count    int64      `json:"count"`
	Negative int64      `json:"negative"`
	P50NS    int64      `json:"p50_ns"`
	P95NS    int64      `json:"p95_ns"`
	P99NS    int64      `json:"p99_ns"`
	Buckets  [][2]int64 `json:"buckets"`
}

type jsonFunnelLost struct {
	Flow   string                `json:"flow"`
	Stage  string                `json:"stage"`
	Groups []jsonFunnelLostGroup `json:"groups"`
}

type jsonFunnelLostGroup struct {
	By    map[string]string `json:"by"`
	Asked int64             `json:"asked"`
	Lost  int64             `json:"lost"`
}

type jsonDifference struct {
	Flow       string            `json:"flow"`
	Stage      string            `json:"stage"`
	Measure    string            `json:"measure"`
	By         map[string]string `json:"by"`
	Base       float64           `json:"base"`
	Where      float64           `json:"where"`
	Difference float64           `json:"difference"`
	Low        float64           `json:"low"`
	High       float64           `json:"high"`
	P          float64           `json:"p"`
	Called     string            `json:"called"`
	Keys       int64             `json:"keys"`
}

type jsonFunnelJudged struct {
	Flow         string   `json:"flow"`
	Where        string   `json:"where"`
	Base         string   `json:"base"`
	Keys         []string `json:"keys"`
	Shares       int      `json:"shares"`
	UnknownAsked int64    `json:"unknown_asked"`
	UnknownCame  int64    `json:"unknown_came"`
	Inferred     []string `json:"inferred"`
	UnequalTime  bool     `json:"unequal_time"`
}

// Document returns the JSON document of funnel.
func (f Funnel) Document(version string) any {
	out := jsonFunnelResult{
		Tool: "specgen", Version: version, Inputs: []jsonInput{}, From: instant(f.Funnel.From), To: instant(f.Funnel.To), Error: figures(validator.FunnelError),
		WindowNS: int64(f.Funnel.Window), Groups: []jsonFunnelGroup{}, Interrupted: f.Interrupted,
	}
	for i := range f.Inputs {
		out.Inputs = append(out.Inputs, input(&f.Inputs[i]))
	}
	for i := range f.Funnel.Flows {
		flow := &f.Funnel.Flows[i]
		for _, g := range flow.Groups {
			one := jsonFunnelGroup{Flow: flow.Flow, Side: string(g.Side), By: byMap(g.By), Stages: []jsonFunnelStage{}}
			for s := range g.Stages {
				one.Stages = append(one.Stages, funnelStage(&g.Stages[s]))
			}
			out.Groups = append(out.Groups, one)
		}
		if flow.Lost != nil {
			out.Lost = append(out.Lost, funnelLost(flow))
		}
		if flow.Compare != nil {
			out.addComparison(flow)
		}
	}
	return out
}

func (out *jsonFunnelResult) addComparison(flow *validator.FlowFunnel) {
	c := flow.Compare
	for _, d := range c.Differences {
		out.Compare = append(out.Compare, jsonDifference{
			Flow: flow.Flow, Stage: d.Stage, Measure: string(d.Measure), By: byMap(d.By), Base: figures(d.Base), Where: figures(d.Where),
			Difference: figures(d.Difference), Low: figures(d.Low), High: figures(d.High), P: figures(d.P), Called: string(d.Called), Keys: d.Keys,
		})
	}
	out.Judged = append(out.Judged, jsonFunnelJudged{
		Flow: flow.Flow, Where: c.Where, Base: c.Base, Keys: append([]string{}, c.Keys...), Shares: c.Shares, UnknownAsked: c.Unknown.Asked,
		UnknownCame: c.Unknown.Came, Inferred: append([]string{}, c.Inferred...), UnequalTime: c.UnequalTime,
	})
}

func funnelLost(flow *validator.FlowFunnel) jsonFunnelLost {
	out := jsonFunnelLost{Flow: flow.Flow, Stage: flow.Lost.Stage, Groups: []jsonFunnelLostGroup{}}
	for _, g := range flow.Lost.Groups {
		out.Groups = append(out.Groups, jsonFunnelLostGroup{byMap(g.By), g.Stage.Asked, g.Stage.Lost})
	}
	return out
}

func byMap(by []validator.FunnelValue) map[string]string {
	out := map[string]string{}
	for _, v := range by {
		out[v.Key] = v.Value
	}
	return out
}

func funnelStage(s *validator.FunnelStage) jsonFunnelStage {
	out := jsonFunnelStage{
		Span: s.Span, Before: s.Before, Sampling: s.Sampling, WithinNS: int64(s.Within), HasShare: s.HasShare, Keyed: s.Keyed, Steps: s.Steps, Traces: s.Traces,
		Asked: s.Asked, Came: s.Came, Lost: s.Lost, NotDone: s.NotDone, Waiting: s.Waiting, Orphans: s.Orphans, Late: s.Late, Time: funnelTime(&s.Time),
	}
	if s.Measured {
		lasted := funnelTime(&s.Lasted)
		out.Lasted = &lasted
	}
	return out
}

func funnelTime(t *validator.FunnelTimes) jsonFunnelTime {
	out := jsonFunnelTime{Count: t.Count, Negative: t.Negative, P50NS: int64(t.P50), P95NS: int64(t.P95), P99NS: int64(t.P99), Buckets: [][2]int64{}}
	for _, b := range t.Buckets {
		out.Buckets = append(out.Buckets, [2]int64{int64(b.Lower), b.Count})
	}
	return out
}

// figures rounds a number to six figures that matter, so that it is the same on machines that round sums differently.
func figures(n float64) float64 {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return 0
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 6, 64), 64)
	if err != nil {
		return 0
	}
	return rounded
}
