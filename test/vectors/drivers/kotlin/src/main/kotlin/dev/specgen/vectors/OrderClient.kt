package dev.specgen.vectors

import dev.specgen.cases.order.CancelledParent
import dev.specgen.cases.order.CancelledRef
import dev.specgen.cases.order.CheckoutOpenedRef
import dev.specgen.cases.order.CustomerTier
import dev.specgen.cases.order.HandedTo
import dev.specgen.cases.order.OrderCourierApp
import dev.specgen.cases.order.OrderId
import dev.specgen.cases.order.OrderOrderApi
import dev.specgen.cases.order.OrderPaymentGateway
import dev.specgen.cases.order.OrderShopIos
import dev.specgen.cases.order.OrderShopWeb
import dev.specgen.cases.order.OrderWarehouse
import dev.specgen.cases.order.ParcelDeliveredRef
import dev.specgen.cases.order.ParcelId
import dev.specgen.cases.order.ParcelReturnedParent
import dev.specgen.cases.order.ParcelReturnedRef
import dev.specgen.cases.order.ParcelShippedRef
import dev.specgen.cases.order.PaymentAttemptParent
import dev.specgen.cases.order.PaymentAttemptRef
import dev.specgen.cases.order.PaymentAttemptResult
import dev.specgen.cases.order.PaymentMethod
import dev.specgen.cases.order.PlacedRef
import dev.specgen.cases.order.RefundedParent
import dev.specgen.cases.order.ReturnReason
import dev.specgen.cases.order.VisitId
import dev.specgen.flowtrace.SpanContext
import dev.specgen.flowtrace.SpanSink
import dev.specgen.flowtrace.Tags
import java.util.Date

/** The client of testdata/flows/order.yaml. */
internal object OrderClient : Client {
    override fun emitter(
        sink: SpanSink,
        service: String,
        tags: Arguments,
    ): Emitter =
        when (service) {
            "shop-web" -> {
                shop(OrderShopWeb(sink, tags.text("appVersion"))::checkoutOpened)
            }

            "shop-ios" -> {
                shop(OrderShopIos(sink, tags.text("appVersion"), tags.optionalText("osVersion"))::checkoutOpened)
            }

            "order-api" -> {
                api(OrderOrderApi(sink, tags.text("region")))
            }

            "payment-gateway" -> {
                payments(OrderPaymentGateway(sink, tags.text("region")))
            }

            "warehouse" -> {
                warehouse(OrderWarehouse(sink))
            }

            "courier-app" -> {
                courier(OrderCourierApp(sink, tags.text("appVersion")))
            }

            else -> {
                error("no such service: $service")
            }
        }

    private fun shop(opened: (VisitId, CustomerTier?, Tags, Date?) -> CheckoutOpenedRef): Emitter =
        mapOf(
            "order:checkout opened" to { call ->
                val given = call.given
                val tier = given.optionalText("Customer Tier")?.let(::tier)
                Result(opened(VisitId(given.text("visitId")), tier, given.extra(), call.time).context)
            },
        )

    private fun api(emitter: OrderOrderApi): Emitter =
        mapOf(
            "order:placed" to { call ->
                val given = call.given
                val placed =
                    emitter.placed(
                        call.parent?.let { ref(it, CheckoutOpenedRef::parse) },
                        OrderId(given.text("orderId")),
                        tier(given.text("Customer Tier")),
                        given.double("amountEUR"),
                        given.texts("skus"),
                        given.extra(),
                        call.time,
                    )
                Result(placed.context)
            },
            "order:cancelled" to { call ->
                val parent = typed(call.parent) as CancelledParent
                val order = OrderId(call.given.text("orderId"))
                Result(emitter.cancelled(parent, order, call.given.extra(), call.time).context)
            },
        )

    private fun payments(emitter: OrderPaymentGateway): Emitter =
        mapOf(
            "order:payment attempt" to { call ->
                val given = call.given
                val attempt =
                    emitter.startPaymentAttempt(
                        typed(call.parent) as PaymentAttemptParent,
                        OrderId(given.text("orderId")),
                        given.long("attempt"),
                        PaymentMethod.entries.single { it.wire == given.text("payment-method") },
                        given.double("amountEUR"),
                        given.extra(),
                        call.time,
                    )
                Result(attempt.ref.context) { end, time ->
                    check(attempt.end(result(end), end.extra(), time) == attempt.ref)
                }
            },
            "order:refunded" to { call ->
                val given = call.given
                val refunded =
                    emitter.refunded(
                        call.parent?.let { typed(it) as RefundedParent },
                        OrderId(given.text("orderId")),
                        given.double("amountEUR"),
                        given.extra(),
                        call.time,
                    )
                Result(refunded.context)
            },
        )

    private fun result(end: Arguments): PaymentAttemptResult =
        when (val result = end.text("result")) {
            "AUTHORIZED" -> PaymentAttemptResult.Authorized()
            "DECLINED" -> PaymentAttemptResult.Declined(end.text("declineCode"))
            "ERROR" -> PaymentAttemptResult.Error()
            else -> error("no such result: $result")
        }

    private fun warehouse(emitter: OrderWarehouse): Emitter =
        mapOf(
            "order:parcel shipped" to { call ->
                val given = call.given
                val shipped =
                    emitter.parcelShipped(
                        ref(call.parent, PlacedRef::parse),
                        ParcelId(given.text("parcelId")),
                        OrderId(given.text("orderId")),
                        given.text("carrier"),
                        given.texts("skus"),
                        call.links.map { ref(it, PaymentAttemptRef::parse) },
                        given.extra(),
                        call.time,
                    )
                Result(shipped.context)
            },
            "order:parcel returned" to { call ->
                val given = call.given
                val returned =
                    emitter.parcelReturned(
                        typed(call.parent) as ParcelReturnedParent,
                        ParcelId(given.text("parcelId")),
                        ReturnReason.of(given.text("returnReason")),
                        given.extra(),
                        call.time,
                    )
                Result(returned.context)
            },
        )

    private fun courier(emitter: OrderCourierApp): Emitter =
        mapOf(
            "order:parcel delivered" to { call ->
                val given = call.given
                val handedTo = HandedTo.entries.single { it.wire == given.text("handedTo") }
                val parcel = ParcelId(given.text("parcelId"))
                val shipped = ref(call.parent, ParcelShippedRef::parse)
                Result(emitter.parcelDelivered(shipped, parcel, handedTo, given.extra(), call.time).context)
            },
        )

    private fun tier(wire: String): CustomerTier = CustomerTier.entries.single { it.wire == wire }

    /** The reference to one of several parents, in the type that the client has for it. */
    private fun typed(reference: Reference?): Any =
        when (val span = checkNotNull(reference).span) {
            "order:placed" -> ref(reference, PlacedRef::parse)
            "order:payment attempt" -> ref(reference, PaymentAttemptRef::parse)
            "order:parcel shipped" -> ref(reference, ParcelShippedRef::parse)
            "order:parcel delivered" -> ref(reference, ParcelDeliveredRef::parse)
            "order:parcel returned" -> ref(reference, ParcelReturnedRef::parse)
            else -> error("no such parent: $span")
        }

    override fun derive(
        span: String,
        given: Arguments,
        parent: Reference?,
    ): SpanContext =
        when (span) {
            "order:checkout opened" -> {
                CheckoutOpenedRef.of(VisitId(given.text("visitId"))).context
            }

            "order:placed" -> {
                PlacedRef.of(OrderId(given.text("orderId"))).context
            }

            "order:payment attempt" -> {
                PaymentAttemptRef.of(OrderId(given.text("orderId")), given.long("attempt")).context
            }

            "order:cancelled" -> {
                CancelledRef.of(OrderId(given.text("orderId"))).context
            }

            "order:parcel shipped" -> {
                ParcelShippedRef.of(ParcelId(given.text("parcelId"))).context
            }

            "order:parcel delivered" -> {
                ParcelDeliveredRef.of(ParcelId(given.text("parcelId"))).context
            }

            "order:parcel returned" -> {
                ParcelReturnedRef.of(typed(parent) as ParcelReturnedParent).context
            }

            else -> {
                error("no such span: $span")
            }
        }
}
