import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { createEmitter } from "../dist/esm/generated.js";
import { otlpExporter, spanEventExporter } from "../dist/esm/index.js";
import { vectors } from "./vectors.mjs";

function spansOf(count, text = "x") {
  const spans = [];
  const type = { name: "s", ref: (_init, ids) => ({ traceId: ids.traceId(), spanId: ids.spanId(), span: "s" }) };
  const emitter = createEmitter({ processor: { onEnd: (s) => spans.push(s) } }, { name: "f", version: "1.0.0" }, "svc");
  for (let i = 0; i < count; i++) emitter.emit(type, { extra: { text } });
  return spans;
}

/** Runs with a clock that only moves when nothing else is to do, and gives the waits. */
async function inVirtualTime(run) {
  const { setTimeout: realSetTimeout, clearTimeout: realClear } = globalThis;
  const realNow = Date.now;
  let now = 1_700_000_000_000;
  let timers = [];
  globalThis.setTimeout = (handler, ms) => {
    const timer = { handler, at: now + ms };
    timers.push(timer);
    return timer;
  };
  globalThis.clearTimeout = (timer) => (timers = timers.filter((other) => other !== timer));
  Date.now = () => now;
  let done = false;
  const result = run(() => now).finally(() => (done = true));
  try {
    while (!done) {
      await new Promise((resolve) => realSetTimeout(resolve, 0));
      timers.sort((a, b) => a.at - b.at);
      const next = done ? undefined : timers.shift();
      if (next) {
        now = Math.max(now, next.at);
        next.handler();
      }
    }
  } finally {
    Object.assign(globalThis, { setTimeout: realSetTimeout, clearTimeout: realClear });
    Date.now = realNow;
  }
  return result;
}

for (const { name, spans, answers, expect } of vectors("export.json")) {
  test(`export: ${name}`, async () => {
    const told = [];
    const times = [];
    const bodies = [];
    const real = globalThis.fetch;
    try {
      await inVirtualTime(async (now) => {
        globalThis.fetch = async (url, init) => {
          const answer = answers[times.length];
          assert.ok(answer, "a further attempt");
          assert.equal(url, "http://collector.test/v1/traces");
          times.push(now());
          bodies.push(init.body);
          if (answer.fail) throw new TypeError("fetch failed");
          const after = answer.retry_after?.replace(/^date\+(\d+)$/, (_, s) => new Date(now() + s * 1000).toUTCString());
          return new Response([204, 304].includes(answer.status) ? null : (answer.body ?? ""), {
            status: answer.status,
            headers: after === undefined ? {} : { "retry-after": after },
          });
        };
        const exporter = otlpExporter({ endpoint: "http://collector.test/", onReject: (n) => told.push(n) });
        await exporter.export(spansOf(spans), 30_000);
        assert.equal(exporter.rejected, expect.rejected);
      });
    } finally {
      globalThis.fetch = real;
    }
    assert.deepEqual(told, expect.told);
    const waits = times.slice(1).map((at, i) => at - times[i]);
    assert.equal(waits.length, expect.waits_ms.length);
    expect.waits_ms.forEach(([least, greatest], i) => {
      assert.ok(waits[i] >= least && waits[i] <= greatest, `wait ${i}: ${waits[i]} ms, not ${least} to ${greatest}`);
    });
    assert.equal(times.length, answers.length);
    assert.equal(new Set(bodies).size, 1, "other bytes were sent");
  });
}

async function withServer(handle, run) {
  const requests = [];
  const server = createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      requests.push({ url: request.url, headers: request.headers, body: Buffer.concat(parts) });
      handle(request, response);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await run(`http://127.0.0.1:${server.address().port}`, requests);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("over a real connection: bodies, types, headers, no redirect", async () => {
  const answer = (request, response) => {
    response.writeHead(request.url === "/moved" ? 307 : 200, { location: "/elsewhere" });
    response.end("{}");
  };
  await withServer(answer, async (url, requests) => {
    await otlpExporter({ endpoint: url, headers: { "x-key": "k" } }).export(spansOf(2), 5000);
    await spanEventExporter({ endpoint: `${url}/events` }).export(spansOf(2), 5000);
    const moved = spanEventExporter({ endpoint: `${url}/moved` });
    await moved.export(spansOf(1), 5000);
    assert.equal(moved.rejected, 1);
    assert.deepEqual(requests.map((r) => r.url), ["/v1/traces", "/events", "/moved"]);
    assert.equal(requests[0].headers["content-type"], "application/json");
    assert.equal(requests[0].headers["x-key"], "k");
    assert.equal(JSON.parse(requests[0].body).resourceSpans[0].scopeSpans[0].spans.length, 2);
    assert.match(requests[1].headers["content-type"], /^text\/plain/);
    const lines = requests[1].body.toString().split("\n");
    assert.equal(lines.length, 3);
    assert.equal(JSON.parse(lines[0]).name, "s");
    assert.equal(lines[2], "");
  });
});

test("a server that never answers costs the time that was given, not more", async () => {
  await withServer(() => {}, async (url) => {
    const exporter = otlpExporter({ endpoint: url });
    const began = performance.now();
    await exporter.export(spansOf(3), 100);
    assert.ok(performance.now() - began < 2000);
    assert.equal(exporter.rejected, 3);
  });
});

test("a body above 4 MiB is split in halves, and a span above it alone refused", async () => {
  await withServer((_, response) => response.end("{}"), async (url, requests) => {
    const exporter = spanEventExporter({ endpoint: url });
    await exporter.export(spansOf(6, "é".repeat(500_000)), 20_000);
    assert.deepEqual(requests.map((r) => r.body.toString().trim().split("\n").length), [3, 3]);
    assert.ok(requests.every((r) => r.body.length <= 4 << 20));
    await exporter.export([...spansOf(1), ...spansOf(1, "x".repeat(5 << 20))], 20_000);
    assert.equal(requests.length, 3);
    assert.equal(exporter.rejected, 1);
  });
});
