// 3. A wrong parent: another span's ref, none, a bare context, one written by hand, a carried ref that may not have parsed; a wrong link.
import { parseSentRef } from "@specgen/flows/notification";
import { message, notify, sent, web, webapp } from "./given.js";

// refused: Type '"notification:notify"' is not assignable to type '"notification:sent"'.
web.received({ parent: notify });

// refused: Property 'parent' is missing in type '{ badgeCount: number; }'
web.received({ badgeCount: 3 });

// refused: is missing the following properties from type 'Ref<"notification:sent">': span, "~ref"
web.received({ parent: { traceId: sent.traceId, spanId: sent.spanId } });

// refused: Property '"~ref"' is missing in type
web.received({ parent: { traceId: sent.traceId, spanId: sent.spanId, span: "notification:sent" } });

// refused: Type 'undefined' is not assignable to type
web.received({ parent: parseSentRef("00-7f9c24e83b1d4c5a9a0f2e6d81c4b7aa-e04e8e8dc8b1aa24-01") });

// refused: Type '"notification:sent"' is not assignable to type '"notification:notify"'.
webapp.trigger({ ...message, triggerType: "DM", notifyLinks: [sent] });
