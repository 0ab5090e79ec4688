import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { notificationWeb } from "@specgen/flows/notification";
import { batchSpanProcessor, otlpExporter, otlpFromEnv } from "@specgen/flowtrace";
import { onClick, onPush } from "../dist/push.js";

/** A collector of this test, where there is no other: with `specgen listen -- npm test` that is specgen, which judges what comes. */
async function collector() {
  if (process.env.OTEL_EXPORTER_OTLP_ENDPOINT) return { env: process.env, stop: () => undefined };
  const server = createServer((request, response) => request.resume().on("end", () => response.end("{}")));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${server.address().port}` };
  return { env, stop: () => server.close() };
}

test("a push is told to where the environment says", async () => {
  const { env, stop } = await collector();
  const { exporter, batch, wrong } = otlpFromEnv(env);
  const processor = batchSpanProcessor(otlpExporter(exporter), batch);
  const violations = [];
  const web = notificationWeb({ processor, appVersion: "24.11.0", onViolation: (violation) => violations.push(violation) });
  const push = { notificationId: "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa", deviceId: "d1", badge: 3 };
  onPush(web, push);
  await onClick(web, push, async () => 12);
  assert.ok(await processor.shutdown());
  assert.deepEqual([wrong, violations, processor.dropped], [[], [], 0]);
  stop();
});
