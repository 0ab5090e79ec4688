// What the refused calls of the order flow stand on: everything here compiles, each parent and each time among it.
import * as o from "orders/order";

const processor = { onEnd: (): void => undefined };
const now = new Date();
export const api: o.OrderOrderApi = o.orderOrderApi({ processor, region: "eu-central-1" });
export const bank: o.OrderPaymentGateway = o.orderPaymentGateway({ processor, region: "eu-west-1" });
export const hall: o.OrderWarehouse = o.orderWarehouse({ processor });
export const courier: o.OrderCourierApp = o.orderCourierApp({ processor, appVersion: "3.1.4" });
export const orderId: o.OrderId = o.OrderId("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa");
export const parcelId: o.ParcelId = o.ParcelId("BX20261121");
export const opened: o.CheckoutOpenedRef = o.checkoutOpenedRef(o.VisitId("0192f3a1-7b6c-7d2e-8f10-2a3b4c5d6e7f"));
export const placed: o.PlacedRef = api.placed({
  parent: opened,
  orderId,
  customerTier: "VIP*",
  amountEur: 49.9,
  skus: ["SKU-1"],
  timestamp: now,
});
export const payment = { orderId, attempt: 1, paymentMethod: "CARD", amountEur: 49.9 } as const;

const byPhone = api.placed({ orderId, customerTier: "NEW", amountEur: 1, skus: ["SKU-1"] });
const first = bank.startPaymentAttempt({ ...payment, parent: byPhone, startTime: now });
first.end({ result: "DECLINED", declineCode: "51", endTime: now });
const second = bank.startPaymentAttempt({ ...payment, attempt: 2, parent: first.ref });
const either: o.PaymentAttemptParent = second.ref;
second.end({ result: "AUTHORIZED" });
export const shipped: o.ParcelShippedRef = hall.parcelShipped({
  parent: placed,
  paymentAttemptLinks: [second.ref],
  parcelId,
  orderId,
  carrier: "DHL",
  skus: ["SKU-1"],
});
const delivered = courier.parcelDelivered({ parent: shipped, parcelId, handedTo: "neighbour" });
const returned = hall.parcelReturned({ parent: delivered, parcelId, returnReason: "too late" });
for (const parent of [placed, either, returned]) {
  api.cancelled({ parent, orderId, timestamp: undefined });
}
bank.refunded({ orderId, amountEur: 10 });
bank.refunded({ parent: returned, orderId, amountEur: 10 });
