// Does the steps of a scenario of testdata/delivery, whose README says what is read and printed.
import { createInterface } from "node:readline";

/** Runs the scenario on standard input with the runtime and the client of notifications. */
export async function deliver(runtime, notification) {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const { endpoint, client } = JSON.parse((await lines.next()).value);
  const errors = [];
  const violations = [];
  let calls = 0;
  const exporter = runtime.otlpExporter({
    endpoint,
    headers: client.tokens
      ? runtime.requestHeaders(() => ({ Authorization: `Bearer token-${++calls}` }))
      : client.headers && runtime.requestHeaders(client.headers),
    attemptTimeout: client.attempt_timeout_ms,
    compress: client.gzip ? runtime.gzip : undefined,
  });
  const batch = runtime.batchSpanProcessor(exporter, {
    maxQueueSize: client.max_queue_size,
    maxQueueBytes: client.max_queue_bytes,
    maxExportBatchSize: client.max_export_batch_size,
    exportTimeout: client.export_timeout_ms,
    scheduledDelay: 60_000,
    onExportError: ({ spans, reason, message }) => errors.push({ spans, reason, text: message }),
  });
  const options = { processor: batch, onViolation: notification.notificationChecks(({ rule }) => violations.push(rule)) };
  const ios = notification.notificationIos({ ...options, appVersion: "24.11.0", osVersion: "18.1" });
  const webapp = notification.notificationWebapp(options);
  const id = (n) => notification.NotificationId(`7f9c24e8-3b1d-4c5a-9a0f-${String(n).padStart(12, "0")}`);
  const device = notification.DeviceId("d");
  let emitted = 0;

  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const actions = {
    emit: (count, { bytes = 0 }) => {
      const extra = bytes > 0 ? { padding: "x".repeat(bytes) } : undefined;
      for (let i = 0; i < count; i++) ios.received({ parent: notification.sentRef(id(emitted++), device), extra });
    },
    links: (count) => {
      webapp.trigger({
        parent: runtime.parseTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        notifyLinks: Array.from({ length: count }, (_, i) => notification.notifyRef(id(i))),
        triggerType: "DM",
        userId: notification.UserId("U024BE7LH"),
        teamId: notification.TeamId("T061EG9R6"),
        channelId: notification.ChannelId("C012AB3CD"),
        messageTs: "1712345678.123456",
        notificationId: id(0),
      });
    },
    flush: (ms) => batch.forceFlush(ms),
    shutdown: (ms) => batch.shutdown(ms),
    wait,
    together: async (list) => {
      const each = await Promise.all(
        list.map(async (step) => {
          await wait(step.after_ms ?? 0);
          return timed(step);
        }),
      );
      return { ok: each.every(({ ok }) => ok), each: each.map(({ ms }) => ({ ms })) };
    },
  };

  async function timed(step) {
    const began = performance.now();
    const [action] = Object.keys(actions).filter((name) => name in step);
    const result = await actions[action](step[action], step);
    return { ok: result !== false, ms: Math.floor(performance.now() - began), ...(typeof result === "object" && result) };
  }

  for await (const line of lines) {
    console.log(JSON.stringify({ ...(await timed(JSON.parse(line))), stats: batch.stats, errors, violations }));
  }
}
