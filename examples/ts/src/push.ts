import { DeviceId, NotificationId, notificationWeb, receivedRef, sentRef } from "@specgen/flows/notification";
import type { NotificationWeb } from "@specgen/flows/notification";
import { batchSpanProcessor, spanEventExporter } from "@specgen/flowtrace";

/** The push carries two ids, and nothing for telemetry: a parent's ids derive from them. */
export interface Push {
  readonly notificationId: string;
  readonly deviceId: string;
  readonly badge?: number;
}

/** What the page and its service worker emit with. Spans go to the own origin, also when the page is left. */
export function start(version: string): NotificationWeb {
  const processor = batchSpanProcessor(spanEventExporter({ endpoint: "/spans" }));
  return notificationWeb({ processor, appVersion: version });
}

/** The service worker has the push. */
export function onPush(flow: NotificationWeb, push: Push): void {
  flow.received({ parent: sentRefOf(push), badgeCount: push.badge });
}

/** A push that came while nothing could be sent, as the service worker has kept it. */
export interface KeptPush extends Push {
  readonly receivedAt: Date;
}

/** Tells what was kept, each at the time when it happened and not when it is told. */
export function onBackOnline(flow: NotificationWeb, kept: readonly KeptPush[]): void {
  for (const push of kept) {
    flow.received({ parent: sentRefOf(push), badgeCount: push.badge, timestamp: push.receivedAt });
  }
}

/** The user opens the notification, perhaps in another process than the one that received it. */
export async function onClick(flow: NotificationWeb, push: Push, render: () => Promise<number>): Promise<void> {
  const opened = flow.opened({ parent: receivedRef(sentRefOf(push)) });
  const read = flow.startReadInApp({ parent: opened });
  read.end({ messageCount: await render() });
}

function sentRefOf({ notificationId, deviceId }: Push): ReturnType<typeof sentRef> {
  return sentRef(NotificationId(notificationId), DeviceId(deviceId));
}
