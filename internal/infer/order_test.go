package infer_test

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/infer"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
	"github.com/specgen/specgen/validator/trace"
)

// TestOrderFlow has what the samples of notifications have not: trace ids that are hashes, several parents, a try after a try, an enum that
// says what failed, lists, a unit, and a tag of two types.
func TestOrderFlow(t *testing.T) {
	in := inputOf("orders", []byte(orders()))
	got, err := fit(infer.Options{}, in)
	if err != nil {
		t.Fatal(err)
	}
	v := compile(t, got.Spec)
	for _, f := range findings(t, v, trace.Warning, in) {
		t.Errorf("validate: %s: %s", f.Rule, f.Message)
	}
	flow := v.Flows()[0]
	if flow.Name != "order" || flow.Namespace != "order:" || len(flow.Traces) != 1 || flow.Traces[0].ID == nil || flow.Traces[0].ID.Name != "order_id" {
		t.Errorf("flow %s of namespace %q, trace id of %v", flow.Name, flow.Namespace, flow.Traces[0].ID)
	}
	attempt := spanOf(flow, "order:attempt")
	if p := attempt.Parent; len(p.Spans) != 2 || !p.Has(attempt) || !p.Has(spanOf(flow, "order:placed")) || p.Optional {
		t.Errorf("parents %v", p)
	}
	if w := attempt.ErrorWhen; len(w) != 1 || w[0].Tag.Name != "result" || len(w[0].Values) != 1 || w[0].Values[0].Wire != "DECLINED" {
		t.Errorf("error_when %v", w)
	}
	if !attempt.Measured || spanOf(flow, "order:placed").Measured {
		t.Error("measured and instant are mixed up")
	}
	if p := spanOf(flow, "order:shipped").Parent; p.Kind != model.ParentSpan || !p.Optional {
		t.Errorf("parent of shipped: %v, want attempt or none", p)
	}
	tags := make(map[string]*model.Tag)
	for _, tag := range flow.Tags {
		tags[tag.Name] = tag
	}
	if tag := tags["took_ms"]; tag == nil || tag.Kind != model.KindInt || tag.Unit != "ms" || tag.Min == nil {
		t.Errorf("took_ms: %+v", tag)
	}
	if tag := tags["skus"]; tag == nil || !tag.List || tag.Kind != model.KindString {
		t.Errorf("skus: %+v", tag)
	}
	if tags["mixed"] != nil || !strings.Contains(string(got.Spec), "values of no one type: 20 string, 20 int") {
		t.Error("a tag of two types is declared, or nobody says why not")
	}
	if len(flow.Funnel) != 3 {
		t.Errorf("a funnel of %d stages", len(flow.Funnel))
	}
}

// orders writes 40 orders as SpanEvents.
func orders() string {
	var out strings.Builder
	for i := range 40 {
		order := fmt.Sprintf("A-%d", 1000+i)
		id := gen.DeriveTraceID("order", order)
		begin := 1772442000000000 + int64(i)*1_000_000
		event := func(n int, name, parent, tags string, took int, failed string) string {
			spanID := fmt.Sprintf("%08x%08x", i+1, n)
			if parent != "" {
				parent = fmt.Sprintf(`"parent_id":%q,`, parent)
			}
			fmt.Fprintf(&out, `{"trace_id":%q,"span_id":%q,%s"name":%q,"service_name":"api","timestamp":%d,"duration":%d,"flow":"order","flow_version":"1.2.0",%s"tags":{"order_id":%q%s}}`+"\n",
				hex.EncodeToString(id[:]), spanID, parent, name, begin+int64(n), took, failed, order, tags)
			return spanID
		}
		mixed := `"text"`
		if i%2 == 0 {
			mixed = "1"
		}
		last := event(1, "order:placed", "", fmt.Sprintf(`,"skus":["S%d"],"mixed":%s`, i, mixed), 1, "")
		if i%4 == 0 {
			last = event(2, "order:attempt", last, fmt.Sprintf(`,"result":"DECLINED","took_ms":%d`, i), 500+i, `"error":true,`)
		}
		last = event(3, "order:attempt", last, fmt.Sprintf(`,"result":"OK","took_ms":%d`, i+1), 700, "")
		if i%10 == 9 {
			last = ""
		}
		event(4, "order:shipped", last, "", 1, "")
	}
	return out.String()
}
