// 2. A span that the service may not emit; a service without its own tags.
import { notificationWeb } from "@specgen/flows/notification";
import { message, notify, web, webapp } from "./given.js";

// refused: Property 'sent' does not exist on type 'NotificationWeb'.
web.sent({ parent: notify });

// refused: Property 'notify' does not exist on type 'NotificationWebapp'.
webapp.notify(message);

// refused: Property 'appVersion' is missing in type
notificationWeb({ processor: { onEnd: () => undefined }, browser: "Firefox 145" });
