package dev.specgen.callers

import dev.specgen.cases.checkout.CartId
import dev.specgen.cases.checkout.CheckoutShopAndroid
import dev.specgen.cases.checkout.Sku
import dev.specgen.cases.checkout.Tenant
import dev.specgen.flows.notification.DeviceId
import dev.specgen.flows.notification.NotificationAndroid
import dev.specgen.flows.notification.NotificationId
import dev.specgen.flows.notification.SentRef
import dev.specgen.flowtrace.testing.Recorder

/** One sink for the flows of two packages. */
fun main() {
    Recorder().use { recorder ->
        val shop = CheckoutShopAndroid(recorder.sink, appVersion = "8.2.0", tenant = Tenant.MAIN)
        shop.cartOpened(CartId("cart_7zq2m4x9k0ab"), Sku("MUG-1"), quantity = 2)
        val pushes = NotificationAndroid(recorder.sink, appVersion = "24.11", osVersion = "15")
        pushes.received(SentRef.of(NotificationId("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"), DeviceId("d1")))
        check(recorder.spans.map { it.scope.flow } == listOf("checkout", "notification"))
    }
}
