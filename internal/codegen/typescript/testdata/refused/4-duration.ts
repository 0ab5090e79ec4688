// 4. An instant span with an end; a measured span without one; what is known at its end, given at its start.
import { opened, sent, web } from "./given.js";

// refused: Property 'end' does not exist on type 'ReceivedRef'.
web.received({ parent: sent }).end();

// refused: Property 'readInApp' does not exist on type 'NotificationWeb'.
web.readInApp({ parent: opened });

// refused: 'messageCount' does not exist in type 'ReadInAppInit'.
web.startReadInApp({ parent: opened, messageCount: 3 });

// refused: Property 'traceId' is missing in type 'ReadInAppSpan'
export const context: { traceId: string } = web.startReadInApp({ parent: opened });
