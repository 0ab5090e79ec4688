"""Makes order-calls.json anew: python3 make_order_calls.py

Like calls.json, for the flow that has what spec/notification.yaml has not: several parents, kinds of span, errors, a sampled kind of
trace with an id, lists with a least number of items.
"""

from emitting import CLIENT, PARENT, PRODUCER, SERVER, Cases, Flow, Span, Trace, bad, derive, end, of, op, violation
from make_vectors import derive_trace

OPENED, PLACED, ATTEMPT = "order:checkout opened", "order:placed", "order:payment attempt"
CANCELLED, SHIPPED, DELIVERED = "order:cancelled", "order:parcel shipped", "order:parcel delivered"
RETURNED, REFUNDED = "order:parcel returned", "order:refunded"

# testdata/flows/order.yaml, as its clients know it.
FLOW = Flow(
    "order",
    "1.0.0",
    {"visit": Trace("visitId", "10%"), "order": Trace("orderId", "100%"), "parcel": Trace("parcelId", "100%")},
    {
        OPENED: Span("visit", keys=(), tags=("visitId", "Customer Tier")),
        PLACED: Span("order", (OPENED,), optional=True, keys=(), kind=SERVER,
                     tags=("orderId", "Customer Tier", "amountEUR", "skus")),
        ATTEMPT: Span("order", (PLACED, ATTEMPT), keys=("attempt",), kind=CLIENT, measured=True,
                      tags=("orderId", "attempt", "payment-method", "amountEUR", "result", "declineCode"),
                      error_when={"result": ("DECLINED", "ERROR")}),
        CANCELLED: Span("order", (PLACED, ATTEMPT, RETURNED), keys=(), tags=("orderId",)),
        SHIPPED: Span("parcel", (PLACED,), keys=(), kind=PRODUCER, tags=("parcelId", "orderId", "carrier", "skus")),
        DELIVERED: Span("parcel", (SHIPPED,), keys=(), tags=("parcelId", "handedTo")),
        RETURNED: Span("parcel", (SHIPPED, DELIVERED), keys=PARENT, tags=("parcelId", "returnReason")),
        REFUNDED: Span("order", (ATTEMPT, RETURNED), optional=True, tags=("orderId", "amountEUR")),
    },
    {
        "shop-web": ("appVersion",),
        "shop-ios": ("appVersion", "osVersion"),
        "order-api": ("region",),
        "payment-gateway": ("region",),
        "courier-app": ("appVersion",),
    },
)

ORDER, PARCEL = "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa", "BX20261121"
ORDER_TRACE = ORDER.replace("-", "")
OTHER, OTHER_TRACE = "5f0c9f3e-8a41-4d2b-9c7e-a1b2c3d4e5f6", "5f0c9f3e8a414d2b9c7ea1b2c3d4e5f6"
# Of visits one in ten is kept: from e66666… on.
KEPT, DROPPED = "0192f3a1-7b6c-7d2e-8ff0-2a3b4c5d6e7f", "0192f3a1-7b6c-7d2e-8f10-2a3b4c5d6e7f"

API = {"api": {"service": "order-api", "tags": {"region": "eu-central-1"}}}
BANK = {"bank": {"service": "payment-gateway", "tags": {"region": "eu-west-1"}}}
HALL = {"hall": {"service": "warehouse", "tags": {}}}
COURIER = {"courier": {"service": "courier-app", "tags": {"appVersion": "3.1.4"}}}
WEB = {"web": {"service": "shop-web", "tags": {"appVersion": "8.2.0"}}}
IOS = {"ios": {"service": "shop-ios", "tags": {"appVersion": "8.2.0", "osVersion": "18.1"}}}

CALLS = Cases(FLOW, named=True)
case = CALLS.add


def order(**more):
    return {"orderId": ORDER, "Customer Tier": "VIP*", "amountEUR": 49.9, "skus": ["SKU-1", "SKU-2"], **more}


def attempt(number, **more):
    return {"orderId": ORDER, "attempt": number, "payment-method": "CARD", "amountEUR": 49.9, **more}


def shipped(**more):
    return {"parcelId": PARCEL, "orderId": ORDER, "carrier": "DHL", "skus": ["SKU-1", "SKU-2"], **more}


def carried(trace, span_id, span=None, flags="01"):
    """A reference that came from elsewhere: to the span, where several may be the parent."""
    out = {"traceparent": "00-%s-%s-%s" % (trace, span_id, flags)}
    return {**out, "span": span} if span else out


AUTHORIZED, FAILED = {"result": "AUTHORIZED"}, {"result": "ERROR"}
DECLINED = {"result": "DECLINED", "declineCode": "51"}


def orders():
    placed = derive(PLACED, orderId=ORDER)
    case(
        "an order from the visit to the door, with a payment that is tried again",
        {**IOS, **API, **BANK, **HALL, **COURIER},
        [
            op("ios", OPENED, args={"visitId": KEPT, "Customer Tier": "VIP*"}),
            op("api", PLACED, of(0), order()),
            op("bank", ATTEMPT, of(1), attempt(1)),
            end(2, DECLINED),
            op("bank", ATTEMPT, of(2), attempt(2, **{"payment-method": "WALLET"})),
            end(4, AUTHORIZED),
            op("hall", SHIPPED, of(1), shipped(), links=[of(2), of(4)]),
            op("courier", DELIVERED, of(6), {"parcelId": PARCEL, "handedTo": "neighbour"}),
        ],
    )
    case(
        "an order that nobody wants after all",
        {**WEB, **API, **BANK, **HALL},
        [
            op("web", OPENED, args={"visitId": KEPT}),
            op("api", PLACED, of(0), order()),
            op("bank", ATTEMPT, of(1), attempt(1)),
            end(2, AUTHORIZED),
            op("hall", SHIPPED, of(1), shipped(), links=[of(2)]),
            op("hall", RETURNED, of(4), {"parcelId": PARCEL, "returnReason": "refused"}),
            op("bank", REFUNDED, of(5), {"orderId": ORDER, "amountEUR": 49.9}),
            op("api", CANCELLED, of(5), {"orderId": ORDER}),
        ],
        span_ids=["00000000000000f1"],
    )
    case("an order by phone has no visit, and so no parent", API, [op("api", PLACED, None, order())])
    case("an order of one thing", API, [op("api", PLACED, None, order(amountEUR=50.0, skus=["SKU-1"]))])
    case(
        "the same attempt, told again at another time",
        BANK,
        [op("bank", ATTEMPT, placed, attempt(1)), end(0, FAILED), op("bank", ATTEMPT, placed, attempt(1)), end(2, FAILED)],
    )


def visits():
    ids = [KEPT, DROPPED] + [
        "5f0c9f3e-8a41-4d2b-9ce6-666666666667",  # version 4, at the threshold
        "5f0c9f3e-8a41-4d2b-9ce6-666666666666",  # below it
        "1b4e28ba-2fa1-11d2-88e6-66666666664e",  # version 1: by its hash kept
        "1b4e28ba-2fa1-11d2-88ff-ffffffffffff",  # by its hash not kept, though its last digits are great
        "5f0c9f3e-8a41-4d2b-cce6-666666666667",  # variant bits 11
    ]
    texts = ("visit 12", "visit 18")  # the first is kept
    case(
        "visits are kept by their ids, and checked and referred to alike",
        WEB,
        [op("web", OPENED, args={"visitId": id}) for id in ids]
        + [op("web", OPENED, args={"visitId": id}, time="2024-04-05T19:30:00.000Z") for id in texts],
        [bad(OPENED, "visitId", id, "format uuid") for id in texts],
    )
    case(
        "an order below a visit that is not kept",
        {**WEB, **API},
        [
            op("web", OPENED, args={"visitId": DROPPED}),
            op("api", PLACED, of(0), order()),
            op("api", PLACED, derive(OPENED, visitId=DROPPED), order(orderId=OTHER)),
        ],
    )
    case(
        "an order below a visit that travelled, with either flag",
        API,
        [
            op("api", PLACED, carried(KEPT.replace("-", ""), "00000000000000e1", flags="00"), order()),
            op("api", PLACED, carried(DROPPED.replace("-", ""), "00000000000000e2"), order(orderId=OTHER)),
        ],
    )


def parents():
    placed, first = derive(PLACED, orderId=ORDER), derive(ATTEMPT, orderId=ORDER, attempt=1)
    case(
        "a payment attempt after the order or after another attempt",
        {**API, **BANK},
        [
            op("api", PLACED, None, order()),
            op("bank", ATTEMPT, of(0), attempt(1)),
            op("bank", ATTEMPT, of(1), attempt(2)),  # while the first one runs
            end(1, FAILED),
            end(2, FAILED),
            op("bank", ATTEMPT, placed, attempt(3)),
            end(5, DECLINED),
            op("bank", ATTEMPT, derive(ATTEMPT, orderId=ORDER, attempt=3), attempt(4)),
            end(7, DECLINED),
            op("bank", ATTEMPT, carried(ORDER_TRACE, "00000000000000e1", PLACED), attempt(5)),
            end(9, FAILED),
            op("bank", ATTEMPT, carried(ORDER_TRACE, "00000000000000e2", ATTEMPT, flags="00"), attempt(6)),
            end(11, AUTHORIZED),
        ],
    )
    case(
        "an order is cancelled below each of its parents: one is in the trace of a parcel",
        API,
        [
            op("api", CANCELLED, placed, {"orderId": ORDER}),
            op("api", CANCELLED, derive(ATTEMPT, orderId=OTHER, attempt=1), {"orderId": OTHER}),
            op("api", CANCELLED, derive(RETURNED, derive(SHIPPED, parcelId=PARCEL)), {"orderId": "00000000-0000-4000-8000-000000000001"}),
            op("api", CANCELLED, derive(RETURNED, derive(DELIVERED, parcelId=PARCEL)), {"orderId": "00000000-0000-4000-8000-000000000002"}),
        ],
    )
    case(
        "an order that is cancelled below an attempt to pay another one is in its own trace all the same",
        API,
        [op("api", CANCELLED, derive(ATTEMPT, orderId=OTHER, attempt=1), {"orderId": ORDER})],
    )
    case(
        "a parent that is the key: a parcel comes back instead of being delivered, or after that",
        {**HALL, **COURIER},
        [
            op("hall", RETURNED, derive(SHIPPED, parcelId=PARCEL), {"parcelId": PARCEL, "returnReason": "unknown address"}),
            op("courier", DELIVERED, derive(SHIPPED, parcelId="BX20261122"), {"parcelId": "BX20261122", "handedTo": "customer"}),
            op("hall", RETURNED, of(1), {"parcelId": "BX20261122", "returnReason": "too small"}),
        ],
    )
    case(
        "a refund below a span of its own kind of trace, of another kind, or below none",
        BANK,
        [
            op("bank", REFUNDED, first, {"orderId": ORDER, "amountEUR": 10.0}),
            op("bank", REFUNDED, derive(RETURNED, derive(SHIPPED, parcelId=PARCEL)), {"orderId": ORDER, "amountEUR": 20.5}),
            op("bank", REFUNDED, None, {"orderId": ORDER, "amountEUR": 0.0}),
            op("bank", REFUNDED, None, {"orderId": ORDER, "amountEUR": 19.4}),
        ],
        span_ids=["00000000000000f1", "00000000000000f2", "00000000000000f3", "00000000000000f4"],
    )
    case(
        "references that are the zero value, where there are several parents",
        {**API, **BANK, **HALL},
        [
            op("bank", ATTEMPT, {"zero": PLACED}, attempt(1)),
            end(0, AUTHORIZED),
            op("bank", ATTEMPT, {"zero": ATTEMPT}, attempt(2)),
            end(2, AUTHORIZED),
            op("api", CANCELLED, {"zero": RETURNED}, {"orderId": ORDER}),
            op("hall", RETURNED, {"zero": DELIVERED}, {"parcelId": PARCEL, "returnReason": "damaged"}),
            op("api", PLACED, {"zero": OPENED}, order()),
            op("bank", REFUNDED, {"zero": RETURNED}, {"orderId": ORDER, "amountEUR": 1.0}),
        ],
        [
            violation("missing-parent", ATTEMPT, "", "", "order:placed or order:payment attempt"),
            violation("missing-parent", ATTEMPT, "", "", "order:placed or order:payment attempt"),
            violation("missing-parent", CANCELLED, "", "", "order:placed, order:payment attempt or order:parcel returned"),
            violation("missing-parent", RETURNED, "", "", "order:parcel shipped or order:parcel delivered"),
        ],
        needs="zero",
        trace_ids=["000000000000000000000000000000b1", "000000000000000000000000000000b2", "000000000000000000000000000000b3"],
        span_ids=["00000000000000c1", "00000000000000c2", "00000000000000c3", "00000000000000c4"],
    )


def status():
    placed = derive(PLACED, orderId=ORDER)
    case(
        "a result is an error or not, and its value on the wire is the message",
        BANK,
        [
            op("bank", ATTEMPT, placed, attempt(1)), end(0, AUTHORIZED),
            op("bank", ATTEMPT, placed, attempt(2)), end(2, DECLINED),
            op("bank", ATTEMPT, placed, attempt(3)), end(4, FAILED),
            op("bank", ATTEMPT, placed, attempt(4), extra=[{"key": "result", "text": "ERROR"}]), end(6, AUTHORIZED),
            op("bank", ATTEMPT, placed, attempt(5)),  # is never ended
        ],
        [violation("shadowed-tag", ATTEMPT, "result", "ERROR", "a tag that the spec does not declare")],
    )
    case(
        "an attempt that is told late, with an error, and one that ends before it starts",
        BANK,
        [
            op("bank", ATTEMPT, placed, attempt(1), time="2024-04-05T19:30:00.000Z"),
            end(0, DECLINED, time="2024-04-05T19:30:01.500Z"),
            op("bank", ATTEMPT, placed, attempt(2), time="2024-04-05T19:30:02.000Z"),
            end(2, {"result": "DECLINED", "declineCode": "x" * 65}, time="2024-04-05T19:30:01.999Z"),
        ],
        [
            bad(ATTEMPT, "declineCode", "x" * 65, "at most 64 characters"),
            violation("end-before-start", ATTEMPT, "", "2024-04-05T19:30:01.999Z", "not before 2024-04-05T19:30:02.000Z"),
        ],
    )


def constraints():
    placed = derive(PLACED, orderId=ORDER)
    ids = ["00000000-0000-4000-8000-%012d" % k for k in range(10)]
    case(
        "a list has an item at least, and none is too long",
        {**API, **HALL},
        [
            op("api", PLACED, None, order(orderId=ids[1], skus=[])),
            op("api", PLACED, None, order(orderId=ids[2], skus=["SKU-%d" % k for k in range(200)])),
            op("api", PLACED, None, order(orderId=ids[3], skus=["SKU-%d" % k for k in range(201)])),
            op("api", PLACED, None, order(orderId=ids[4], skus=["ok", "ü" * 33, "x" * 34])),
            op("hall", SHIPPED, placed, shipped(skus=[])),
        ],
        [
            bad(PLACED, "skus", "0", "at least 1 item"),
            bad(PLACED, "skus", "201", "at most 200 items"),
            bad(PLACED, "skus", "ü" * 33, "at most 32 characters"),
            bad(SHIPPED, "skus", "0", "at least 1 item"),
        ],
    )
    case(
        "what breaks the spec is emitted all the same",
        {**API, **BANK, **HALL, "courier": {"service": "courier-app", "tags": {"appVersion": ""}}},
        [
            op("api", PLACED, None, order(amountEUR=-0.5)),
            op("bank", ATTEMPT, of(0), attempt(0, orderId=OTHER, amountEUR=-1.0)),
            end(1, AUTHORIZED),
            op("bank", ATTEMPT, derive(ATTEMPT, orderId=OTHER, attempt=1), attempt(2)),
            end(3, FAILED),
            op("hall", SHIPPED, of(0), shipped(parcelId="parcel 1")),
            op("courier", DELIVERED, of(5), {"parcelId": "BX1", "handedTo": "locker"}),
        ],
        [
            bad("", "appVersion", "", "at least 1 character"),
            bad(PLACED, "amountEUR", "-0.5", "at least 0"),
            violation("trace-id-mismatch", ATTEMPT, "orderId", OTHER, ORDER_TRACE),
            bad(ATTEMPT, "attempt", "0", "at least 1"),
            bad(ATTEMPT, "amountEUR", "-1.0", "at least 0"),
            violation("trace-id-mismatch", ATTEMPT, "orderId", ORDER, OTHER_TRACE),
            bad(SHIPPED, "parcelId", "parcel 1", "pattern ^[A-Z]{2}[0-9]{8}$"),
            violation("trace-id-mismatch", DELIVERED, "parcelId", "BX1", derive_trace("order", "parcel 1")),
            bad(DELIVERED, "parcelId", "BX1", "pattern ^[A-Z]{2}[0-9]{8}$"),
        ],
    )


def main():
    orders()
    visits()
    parents()
    status()
    constraints()
    CALLS.write("order-calls.json")


if __name__ == "__main__":
    main()
