package golang_test

import (
	"testing"
	"time"

	"github.com/specgen/specgen/examples/go/flows/order"
	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/flowtracetest"
)

// The checked-in client of testdata/flows/order.yaml, with several parents, given times, errors and sampling.

const (
	theOrder  = "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"
	theVisit  = "0192f3a1-7b6c-7d2e-8ff0-2a3b4c5d6e7f"
	visitLeft = "0192f3a1-7b6c-7d2e-8f10-2a3b4c5d6e7f" // is one of the nine in ten
)

func placed(e *order.OrderAPI, parent order.PlacedParent) order.PlacedRef {
	return e.Placed(parent, order.OrderID(theOrder), order.CustomerTierNew(), order.AmountEur(49.9), order.SKUs("SKU-1"))
}

func attempt(e *order.PaymentGateway, parent order.PaymentAttemptParent, options ...order.PaymentAttemptOption) *order.PaymentAttempt {
	return e.StartPaymentAttempt(parent, order.OrderID(theOrder), order.Attempt(2), order.PaymentMethodCard(), order.AmountEur(49.9), options...)
}

func TestOneOfSeveralParents(t *testing.T) {
	first := order.DerivePaymentAttemptRef(order.OrderID(theOrder), order.Attempt(1))
	ordered := order.DerivePlacedRef(order.OrderID(theOrder))
	var none *order.PlacedRef // how a caller may hold a reference that is not known
	for _, c := range []struct {
		name   string
		parent order.PaymentAttemptParent
		want   flowtrace.SpanContext
	}{
		{"the first", ordered, ordered.SpanContext()},
		{"the second", first, first.SpanContext()},
		{"a pointer", &first, first.SpanContext()},
		{"nil", nil, flowtrace.SpanContext{}},
		{"a pointer that is nil", none, flowtrace.SpanContext{}},
		{"the zero value", order.PlacedRef{}, flowtrace.SpanContext{}},
		{"of the caller's making", struct{ order.PlacedRef }{ordered}, flowtrace.SpanContext{}},
	} {
		spans := flowtracetest.New(t)
		spans.ExpectViolations()
		got := attempt(order.NewPaymentGateway(spans, order.Region("eu-central-1"), spans.Options()), c.parent).End(order.PaymentAttemptResultAuthorized())
		if parent := spans.Spans()[0].Parent(); parent != c.want {
			t.Errorf("%s: the parent is %v, want %v", c.name, parent, c.want)
		}
		violations := spans.Violations()
		if c.want.IsValid() && (len(violations) != 0 || got.SpanContext().TraceID != c.want.TraceID) {
			t.Errorf("%s: %v, in the trace %v", c.name, violations, got.SpanContext().TraceID)
		}
		if !c.want.IsValid() && (len(violations) != 1 || violations[0].Expected != "order:placed or order:payment attempt") {
			t.Errorf("%s: %v, want a missing parent", c.name, violations)
		}
	}
}

func TestAParentThatMayBeLeftOut(t *testing.T) {
	visit := order.DeriveCheckoutOpenedRef(order.VisitID(theVisit))
	for name, c := range map[string]struct {
		parent order.PlacedParent
		want   flowtrace.SpanContext
	}{
		"given": {visit, visit.SpanContext()}, "a pointer": {&visit, visit.SpanContext()}, "nil": {nil, flowtrace.SpanContext{}},
		"a pointer that is nil": {(*order.CheckoutOpenedRef)(nil), flowtrace.SpanContext{}}, "the zero value": {order.CheckoutOpenedRef{}, flowtrace.SpanContext{}},
	} {
		spans := flowtracetest.New(t) // fails where a violation is reported
		got := placed(order.NewOrderAPI(spans, order.Region("eu-central-1"), spans.Options()), c.parent)
		if parent := spans.Spans()[0].Parent(); parent != c.want || got != order.DerivePlacedRef(order.OrderID(theOrder)) {
			t.Errorf("%s: the parent is %v, want %v", name, parent, c.want)
		}
	}
}

func TestGivenTimesAndErrors(t *testing.T) {
	spans := flowtracetest.New(t)
	bank := order.NewPaymentGateway(spans, order.Region("eu-central-1"), spans.Options())
	asked := time.Date(2026, 11, 21, 10, 0, 0, 250_000_000, time.FixedZone("CET", 3600))
	attempt(bank, order.DerivePlacedRef(order.OrderID(theOrder)), order.WithTimestamp(asked)).
		End(order.PaymentAttemptResultDeclined(order.DeclineCode("51")), order.WithTimestamp(asked.Add(3*time.Second)))
	span := spans.Spans()[0]
	if span.StartTime() != asked.UnixNano() || span.EndTime()-span.StartTime() != int64(3*time.Second) {
		t.Errorf("%d for %d ns", span.StartTime(), span.EndTime()-span.StartTime())
	}
	if want := (flowtrace.Status{Code: flowtrace.StatusError, Message: "DECLINED"}); span.Status() != want || span.Kind() != flowtrace.SpanKindClient {
		t.Errorf("status %v, kind %d", span.Status(), span.Kind())
	}
}

// TestSampledByTheVisit: one in ten visits is kept, by its id, and the order that comes of it is kept whatever the visit is.
func TestSampledByTheVisit(t *testing.T) {
	exporter := &flowtracetest.InMemoryExporter{}
	out := flowtrace.NewSimpleSpanProcessor(exporter)
	web, api := order.NewShopWeb(out, order.AppVersion("8.2.0")), order.NewOrderAPI(out, order.Region("eu-central-1"))
	for id, want := range map[string]bool{theVisit: true, visitLeft: false} {
		exporter.Reset()
		visit := web.CheckoutOpened(order.VisitID(id))
		if derived := order.DeriveCheckoutOpenedRef(order.VisitID(id)); derived != visit || visit.SpanContext().IsSampled() != want {
			t.Errorf("%s: emitted as %s, derived as %s, want sampled: %v", id, visit.Traceparent(), derived.Traceparent(), want)
		}
		if ref := placed(api, visit); !ref.SpanContext().IsSampled() {
			t.Errorf("%s: the order is not sampled", id)
		}
		names := map[string]flowtrace.SpanContext{}
		for _, span := range exporter.Spans() {
			names[span.Name()] = span.Parent()
		}
		if _, kept := names["order:checkout opened"]; kept != want || names["order:placed"] != visit.SpanContext() {
			t.Errorf("%s: exported %v", id, names)
		}
	}
}

func TestChosenParentsAndGivenTimesDoNotAllocate(t *testing.T) {
	api := order.NewOrderAPI(nil, order.Region("eu-central-1"))
	bank := order.NewPaymentGateway(nil, order.Region("eu-central-1"))
	first := order.DerivePaymentAttemptRef(order.OrderID(theOrder), order.Attempt(1))
	now := time.Now()
	if n := testing.AllocsPerRun(100, func() { api.Cancelled(first, order.OrderID(theOrder), order.WithTimestamp(now)) }); n != 0 {
		t.Errorf("%v allocations for a span", n)
	}
	if n := testing.AllocsPerRun(100, func() {
		attempt(bank, first, order.WithTimestamp(now)).End(order.PaymentAttemptResultError(), order.WithTimestamp(now))
	}); n > 1 {
		t.Errorf("%v allocations for a measured span, want its handle at most", n)
	}
}
