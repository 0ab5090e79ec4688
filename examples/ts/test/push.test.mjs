import assert from "node:assert/strict";
import { test } from "node:test";
import { notificationChecks, notificationWeb } from "@specgen/flows/notification";
import { recorder } from "@specgen/flowtrace/testing";
import { onBackOnline, onClick, onPush } from "../dist/push.js";

const push = { notificationId: "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa", deviceId: "d1", badge: 3 };

test("a push that is opened and read", async () => {
  const flow = recorder(notificationChecks);
  const web = notificationWeb({ ...flow.options, appVersion: "24.11.0" });
  onPush(web, push);
  await onClick(web, push, async () => 12);

  const [received, opened, read] = flow.events(); // throws where a span broke the spec
  assert.equal(received.trace_id, "7f9c24e83b1d4c5a9a0f2e6d81c4b7aa");
  assert.deepEqual(received.tags, { app_version: "24.11.0", badge_count: 3 });
  assert.equal(opened.parent_id, received.span_id);
  assert.equal(read.parent_id, opened.span_id);
  assert.equal(read.tags.message_count, 12);
});

test("pushes that came offline are told later, at their own times", () => {
  const flow = recorder(notificationChecks);
  const web = notificationWeb({ ...flow.options, appVersion: "24.11.0" });
  const receivedAt = new Date("2026-11-21T10:00:00.250Z");
  onBackOnline(web, [{ ...push, receivedAt }, { ...push, deviceId: "d2", receivedAt: new Date(receivedAt.getTime() + 90_000) }]);

  const [first, second] = flow.events();
  assert.equal(first.timestamp, receivedAt.getTime() * 1000); // microseconds
  assert.equal(second.timestamp - first.timestamp, 90_000_000);
});
