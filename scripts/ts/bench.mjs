// Cost of an emit: node --expose-gc bench.mjs, in a built checkout. The best of many short rounds, since a machine is shared.
import { createHash } from "node:crypto";
import * as n from "@specgen/flows/notification";
import { batchSpanProcessor, otlpRequest, spanEventLine } from "@specgen/flowtrace";

let last;
const processor = { onEnd: (span) => (last = span) };
const webapp = n.notificationWebapp({ processor });
const jobQueue = n.notificationJobQueue({ processor });
const push = n.notificationPushService({ processor });
const web = n.notificationWeb({ processor, appVersion: "1" });
const sink = { export: async () => [], shutdown: async () => {} };
const batch = batchSpanProcessor(sink, { maxQueueSize: 1 << 20, maxExportBatchSize: 1 << 20 });
const batched = n.notificationWeb({ processor: batch, appVersion: "1" });
const notificationId = n.NotificationId("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa");
const deviceId = n.DeviceId("d1");
const userId = n.UserId("U024BE7LH");
const teamId = n.TeamId("T024BE7LD");
const channelId = n.ChannelId("C024BE91L");
const messageTs = "1700000000.000100";
const socketId = n.SocketId("s1");
const sent = n.sentRef(notificationId, deviceId);
const opened = n.openedRef(n.receivedRef(sent));
const notify = n.notifyRef(notificationId);
const triggerOf = (notifyLinks) =>
  webapp.trigger({ notifyLinks, triggerType: "DM", userId, teamId, channelId, messageTs, notificationId });
const trigger = triggerOf([]);
const bytes = Buffer.alloc(47);

const cases = {
  "for scale: node:crypto, one SHA-256": () => createHash("sha256").update(bytes).digest("hex"),
  "a reference, derived": () => n.receivedRef(sent),
  "trigger: 6 tags, random ids": () => triggerOf([]),
  "notify: 4 tags, id derived": () => jobQueue.notify({ parent: trigger, notificationId, userId, teamId, channelId, messageTs }),
  "sent: 4 tags of a variant, id derived": () => push.sent({ parent: notify, channelId, deviceId, platform: "web", socketId }),
  "received: 1 tag, id derived": () => web.received({ parent: sent, badgeCount: 3 }),
  "the same into a batch processor": () => batched.received({ parent: sent, badgeCount: 3 }),
  "read in app: start and end": () => web.startReadInApp({ parent: opened }).end({ messageCount: 3 }),
  "a SpanEvent line of one span": () => spanEventLine(last),
  "OTLP of one span": () => otlpRequest([last]),
};
const best = {};
for (let round = 0; round < 200; round++) {
  for (const [name, run] of Object.entries(cases)) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < 500; i++) run();
    best[name] = Math.min(best[name] ?? Infinity, Number(process.hrtime.bigint() - start) / 500);
  }
  await batch.forceFlush();
}
console.log("| | ns | garbage, B |\n| --- | ---: | ---: |");
for (const [name, run] of Object.entries(cases)) {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 2_000; i++) run();
  const heap = (process.memoryUsage().heapUsed - before) / 2_000;
  console.log(`| ${name} | ${best[name].toFixed(0)} | ${heap.toFixed(0)} |`);
}
await batch.shutdown();
