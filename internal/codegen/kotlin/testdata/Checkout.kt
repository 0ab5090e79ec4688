package dev.specgen.callers

import dev.specgen.cases.checkout.Authorization
import dev.specgen.cases.checkout.CardNetwork
import dev.specgen.cases.checkout.CardToken
import dev.specgen.cases.checkout.CartId
import dev.specgen.cases.checkout.CartOpenedRef
import dev.specgen.cases.checkout.CheckoutCheckoutApi
import dev.specgen.cases.checkout.CheckoutPaymentGateway
import dev.specgen.cases.checkout.CheckoutShopAndroid
import dev.specgen.cases.checkout.CheckoutWarehouse
import dev.specgen.cases.checkout.MemberId
import dev.specgen.cases.checkout.OrderNumber
import dev.specgen.cases.checkout.OrderPlacedCustomer
import dev.specgen.cases.checkout.OrderPlacedDelivery
import dev.specgen.cases.checkout.ParcelPackedRef
import dev.specgen.cases.checkout.PaymentAttemptedMethod
import dev.specgen.cases.checkout.PaymentAttemptedOutcome
import dev.specgen.cases.checkout.PaymentAttemptedRef
import dev.specgen.cases.checkout.Region
import dev.specgen.cases.checkout.Sku
import dev.specgen.cases.checkout.Skus
import dev.specgen.cases.checkout.Slots
import dev.specgen.cases.checkout.Tenant
import dev.specgen.flowtrace.testing.FixedClock
import dev.specgen.flowtrace.testing.Recorder

private val CART = CartId("cart_7zq2m4x9k0ab")
private val ORDER = OrderNumber("DE-100042")

fun main() {
    val clock = FixedClock()
    Recorder(clock).use { recorder ->
        val app = CheckoutShopAndroid(recorder.sink, appVersion = "8.2.0", tenant = Tenant.MAIN)
        val api = CheckoutCheckoutApi(recorder.sink, Region.of("mars-1"), canary = true)
        val opened = app.cartOpened(CART, Sku("MUG-1"), quantity = 2)
        check(opened == CartOpenedRef.of(CART))
        app.itemChanged(opened, CART, Sku("MUG-1"), 3)
        val skus = mutableListOf(Skus("MUG-1"))
        val priced = api.priced(opened, CART, 0, skus, listOf(3), 30.0, "EUR", false, discounts = listOf(1.0))
        skus.clear()
        val card = PaymentAttemptedMethod.Card(CardToken("tok_1"), CardNetwork.VISA)
        val paying = api.startPaymentAttempted(priced, CART, attempt = 1, method = card, amount = 30.0)
        clock.advance(5_000)
        val paid = paying.end(PaymentAttemptedOutcome.Approved(Authorization("A-1")), riskScore = 0.0, flags = listOf(true))
        check(paid == PaymentAttemptedRef.of(CART, 1))
        val settled = CheckoutPaymentGateway(recorder.sink, Region.EU_CENTRAL).settled(paid, CART)
        val order =
            api.orderPlaced(
                ORDER,
                OrderPlacedDelivery.Courier("DHL", slots = listOf(Slots.SATURDAY)),
                OrderPlacedCustomer.Member(MemberId("9f86")),
                settledLinks = listOf(settled),
                cartOpenedLinks = listOf(opened),
            )
        val packing = CheckoutWarehouse(recorder.sink).startParcelPacked(order, ORDER, 1)
        check(packing.ref == ParcelPackedRef.of(ORDER, 1))
        packing.end(weight = 1.0)
        verify(recorder)
        broken(recorder, api)
    }
}

private fun verify(recorder: Recorder) {
    val priced = recorder.single("checkout:priced")
    check(priced.tags["skus"] == listOf("MUG-1") && priced.tags["amount"] == 30.0) { priced }
    check(priced.scope.serviceTags.toString() == "{region=mars-1, canary=true}") { priced.scope.serviceTags }
    val paid = recorder.single("checkout:payment attempted")
    check(paid.endNanos - paid.startNanos == 5_000L)
    val wanted = "cart_id attempt method amount outcome risk_score flags card_token card_network authorization"
    check(paid.tags.toMap().keys.joinToString(" ") == wanted) { paid }
    val order = recorder.single("checkout:order placed")
    check(order.parent == null && order.links.size == 2) { order }
    check(order.tags["slots"] == listOf("sa") && order.tags["member_id"] == "9f86") { order }
    check(recorder.takeViolations().isEmpty())
}

@Suppress("DEPRECATION")
private fun broken(
recorder: Recorder,
api: CheckoutCheckoutApi,
) {
    val opened = CartOpenedRef.of(CART)
    val other = CartId("cart_000000000000")
    api.priced(opened, other, 1, List(201) { Skus("s") }, listOf(1, 0, -1), Double.NaN, "eur", true, coupon = "abc")
    val rules = recorder.takeViolations().map { "${it.rule} ${it.tag} ${it.value} ${it.expected}" }
    val wanted =
        listOf(
            "trace-id-mismatch cart_id cart_000000000000 ${opened.context.traceId}",
            "tag-value skus 201 at most 200 items",
            "tag-value quantities 0 at least 1",
            "tag-value amount NaN a finite number",
            "tag-value currency eur pattern ^[A-Z]{3}\$",
            "tag-value coupon abc at least 4 characters",
        )
    check(rules == wanted) { rules }
}
