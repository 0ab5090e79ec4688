// 6. The order flow: a parent that is none of several, a reference that may not have parsed, a time that is no Date, one where there is
// another, a value that the bank cannot have said.
import { parsePlacedRef } from "orders/order";
import { api, bank, courier, hall, opened, orderId, parcelId, payment, placed, shipped } from "./given-order.js";

// refused: Type 'CheckoutOpenedRef' is not assignable to type 'PaymentAttemptParent'.
bank.startPaymentAttempt({ ...payment, parent: opened });

// refused: Property 'parent' is missing in type
bank.startPaymentAttempt({ ...payment });

// refused: Type 'undefined' is not assignable to type 'PaymentAttemptParent'.
bank.startPaymentAttempt({ ...payment, parent: parsePlacedRef("") });

// refused: Type 'ParcelShippedRef' is not assignable to type 'CancelledParent'.
api.cancelled({ parent: shipped, orderId });

// refused: Type '"order:placed"' is not assignable to type '"order:checkout opened"'.
api.placed({ parent: placed, orderId, customerTier: "NEW", amountEur: 49.9, skus: ["SKU-1"] });

// refused: Type 'string' is not assignable to type 'Date'.
courier.parcelDelivered({ parent: shipped, parcelId, handedTo: "locker", timestamp: "2026-11-21T10:00:00.250Z" });

// refused: Type 'number' is not assignable to type 'Date'.
bank.startPaymentAttempt({ ...payment, parent: placed, startTime: 1_763_719_200_000 });

// refused: 'timestamp' does not exist in type 'PaymentAttemptInit'.
bank.startPaymentAttempt({ ...payment, parent: placed, timestamp: new Date() });

// refused: 'startTime' does not exist in type 'ParcelReturnedInit'.
hall.parcelReturned({ parent: shipped, parcelId, returnReason: "damaged", startTime: new Date() });

// refused: Type 'bigint' is not assignable to type 'Date'.
bank.startPaymentAttempt({ ...payment, parent: placed }).end({ result: "AUTHORIZED", endTime: 1_763_719_200_000_000_000n });

// refused: Type '"LOST"' is not assignable to type
bank.startPaymentAttempt({ ...payment, parent: placed }).end({ result: "LOST" });

// refused: Property 'declineCode' is missing in type
bank.startPaymentAttempt({ ...payment, parent: placed }).end({ result: "DECLINED" });
