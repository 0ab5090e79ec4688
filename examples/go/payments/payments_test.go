package payments_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/examples/go/flows/order"
	"github.com/specgen/specgen/examples/go/payments"
	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/flowtracetest"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/validatortest"
)

const (
	declined = `{"order":"7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa","attempt":1,"amount_eur":49.9,"paid":false,"code":"51",
		"asked":"2026-11-21T10:00:01Z","answered":"2026-11-21T10:00:03.5Z"}`
	paid = `{"order":"7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa","attempt":2,"amount_eur":49.9,"paid":true,
		"asked":"2026-11-21T10:01:00Z","answered":"2026-11-21T10:01:02Z"}`
	silent = `{"order":"7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa","attempt":1,"amount_eur":49.9,"paid":false,
		"asked":"2026-11-21T10:00:01Z","answered":"2026-11-21T10:02:01Z"}`
)

// post delivers reports, and returns the last status.
func post(webhook *payments.Webhook, reports ...string) (status int) {
	for _, report := range reports {
		answer := httptest.NewRecorder()
		webhook.ServeHTTP(answer, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(report)))
		status = answer.Code
	}
	return status
}

// TestAPaymentThatIsTriedAgain: a card is declined, then charged, and of the first the bank tells twice. The records keep the spec,
// with the order that the shop took before.
func TestAPaymentThatIsTriedAgain(t *testing.T) {
	spans := flowtracetest.New(t) // fails the test where an emitter reports a violation
	taken := time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)
	order.NewOrderAPI(spans, order.Region("eu-central-1"), spans.Options()).Placed(
		nil, // by phone: there is no visit to the shop
		order.OrderID("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"),
		order.CustomerTierRegular(),
		order.AmountEur(49.9),
		order.SKUs("SKU-1"),
		order.WithTimestamp(taken),
	)
	if status := post(payments.NewWebhook(spans, "eu-central-1", spans.Options()), declined, declined, paid); status != http.StatusNoContent {
		t.Fatalf("the webhook answers %d", status)
	}
	spans.Want(`
order:placed (order-api, 1µs)
  orderId = "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"
  Customer Tier = "Regular"
  amountEUR = 49.9
  skus = ["SKU-1"]
order:payment attempt (payment-gateway, 2.5s, error DECLINED)
  parent order:placed
  orderId = "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"
  attempt = 1
  payment-method = "CARD"
  amountEUR = 49.9
  result = "DECLINED"
  declineCode = "51"
order:payment attempt (payment-gateway, 2.5s, error DECLINED)
  parent order:placed
  orderId = "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"
  attempt = 1
  payment-method = "CARD"
  amountEUR = 49.9
  result = "DECLINED"
  declineCode = "51"
order:payment attempt (payment-gateway, 2s)
  parent order:payment attempt
  orderId = "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"
  attempt = 2
  payment-method = "CARD"
  amountEUR = 49.9
  result = "AUTHORIZED"
`)
	all := spans.Spans()
	if all[1].Context() != all[2].Context() || all[3].Parent() != all[1].Context() {
		t.Error("a report that comes twice gives two attempts, or the next attempt does not follow it")
	}
	if start := time.Unix(0, all[3].StartTime()).UTC(); !start.Equal(taken.Add(time.Minute)) {
		t.Errorf("the second attempt begins at %v, want the bank's time", start)
	}
	validatortest.Conforms(t, validator.Spec{Path: "../../../testdata/flows/order.yaml"}, spans.SpanEvents())
}

// TestABankThatIsSilent: no answer is an error as well, and its message is the value of the tag.
func TestABankThatIsSilent(t *testing.T) {
	spans := flowtracetest.New(t)
	post(payments.NewWebhook(spans, "eu-central-1"), silent)
	if got, want := spans.Spans()[0].Status(), (flowtrace.Status{Code: flowtrace.StatusError, Message: "ERROR"}); got != want {
		t.Errorf("the status is %v, want %v", got, want)
	}
	validatortest.Conforms(t, validator.Spec{Path: "../../../testdata/flows/order.yaml"}, spans.SpanEvents())
}

func TestAReportThatCannotBeRead(t *testing.T) {
	spans := flowtracetest.New(t)
	if status := post(payments.NewWebhook(spans, "eu-central-1"), "{"); status != http.StatusBadRequest || len(spans.Spans()) != 0 {
		t.Errorf("the webhook answers %d, with %d spans", status, len(spans.Spans()))
	}
}
