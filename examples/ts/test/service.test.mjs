import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { ChannelId, DeviceId, notifyRef, NotificationId, SocketId } from "@specgen/flows/notification";
import { start } from "../dist/service.js";

const notification = NotificationId("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa");

test("a collector with a token that expires, a switch, and an end", async () => {
  const spans = [];
  const server = createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const allowed = request.headers.authorization === "Bearer 2";
      if (allowed) spans.push(...JSON.parse(gunzipSync(Buffer.concat(parts))).resourceSpans);
      response.writeHead(allowed ? 200 : 401).end("{}");
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const lines = [];
  let tokens = 0;
  const { push, gate, stop } = start(`http://127.0.0.1:${server.address().port}`, async () => String(++tokens), (line) => lines.push(line));
  const sent = (device) =>
    push.sent({ parent: notifyRef(notification), channelId: ChannelId("C012AB3CD"), deviceId: DeviceId(device), platform: "web", socketId: SocketId("ws-1") });
  sent("d1");
  sent("");
  gate.enabled = false;
  sent("d3");
  assert.equal(await stop(), true);
  server.close();
  assert.deepEqual(lines, ["tag-value: notification:sent: device_id = [redacted], want at least 1 character"]);
  assert.equal(spans.length, 1);
  assert.equal(spans[0].scopeSpans[0].spans.length, 2);
  assert.ok(spans[0].resource.attributes.some(({ key }) => key === "deployment.environment.name"));
});
