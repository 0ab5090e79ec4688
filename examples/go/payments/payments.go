// Package payments shows how to tell of steps that fail, and of steps at their own time: a bank reports each attempt to pay by a
// webhook, which comes when the attempt is long over, and sometimes twice.
package payments

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/specgen/specgen/examples/go/flows/order"
	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// Report is what the bank says of one attempt.
type Report struct {
	Order     string    `json:"order"`
	Attempt   int64     `json:"attempt"` // from 1
	AmountEUR float64   `json:"amount_eur"`
	Paid      bool      `json:"paid"`
	Code      string    `json:"code"` // why the bank declined; "" where it gave no answer
	Asked     time.Time `json:"asked"`
	Answered  time.Time `json:"answered"`
}

// Webhook takes the bank's reports. It is safe for concurrent use.
type Webhook struct{ gateway *order.PaymentGateway }

// NewWebhook returns a webhook that emits into out; make one per process.
func NewWebhook(out flowtrace.SpanProcessor, region string, options ...flowtrace.Option) *Webhook {
	return &Webhook{order.NewPaymentGateway(out, order.Region(region), options...)}
}

// ServeHTTP implements [http.Handler].
func (w *Webhook) ServeHTTP(answer http.ResponseWriter, request *http.Request) {
	var report Report
	if err := json.NewDecoder(http.MaxBytesReader(answer, request.Body, 64<<10)).Decode(&report); err != nil {
		http.Error(answer, "cannot read the report: "+err.Error(), http.StatusBadRequest)
		return
	}
	w.tell(report)
	answer.WriteHeader(http.StatusNoContent)
}

// tell emits the attempt as it was, when it was. A report that comes twice gives the same ids, and so counts once.
func (w *Webhook) tell(r Report) {
	id, attempt := order.OrderID(r.Order), order.Attempt(r.Attempt)
	w.gateway.StartPaymentAttempt(
		parent(id, r.Attempt),
		id,
		attempt,
		order.PaymentMethodCard(),
		order.AmountEur(r.AmountEUR),
		order.WithTimestamp(r.Asked),
	).End(outcome(r), order.WithTimestamp(r.Answered))
}

// parent is the order for the first attempt, and for each further one the attempt before. Both are worked out from ids, so the
// bank has no reference to carry.
func parent(id order.OrderIDTag, attempt int64) order.PaymentAttemptParent {
	if attempt > 1 {
		return order.DerivePaymentAttemptRef(id, order.Attempt(attempt-1))
	}
	return order.DerivePlacedRef(id)
}

// outcome is the result with what the spec asks for of each. It makes the span an error, or not: nobody sets a status.
func outcome(r Report) order.PaymentAttemptResult {
	switch {
	case r.Paid:
		return order.PaymentAttemptResultAuthorized()
	case r.Code == "":
		return order.PaymentAttemptResultError()
	}
	return order.PaymentAttemptResultDeclined(order.DeclineCode(r.Code))
}
