import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { test } from "node:test";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { createEmitter } from "../dist/esm/generated.js";
import { batchSpanProcessor, exportErrorText, gzip, otlpExporter, requestHeaders, spanEventExporter } from "../dist/esm/index.js";
import { vectors } from "./vectors.mjs";

function spansOf(count, text = "x") {
  const spans = [];
  const type = { name: "s", ref: (_init, ids) => ({ traceId: ids.traceId(), spanId: ids.spanId(), span: "s" }) };
  const emitter = createEmitter({ processor: { onEnd: (s) => spans.push(s) } }, { name: "f", version: "1.0.0" }, "svc");
  for (let i = 0; i < count; i++) emitter.emit(type, { extra: { text } });
  return spans;
}

const lost = (counts) => counts.reduce((sum, count) => sum + count, 0);
const told = (errors) => errors.map(({ spans, reason }) => [spans, reason]);

/** Runs with a clock that only moves when nothing else is to do, and gives the waits. */
async function inVirtualTime(run) {
  const { setTimeout: realSetTimeout, clearTimeout: realClear } = globalThis;
  const realNow = Date.now;
  const realUptime = performance.now;
  let now = 1_700_000_000_000;
  let timers = [];
  globalThis.setTimeout = (handler, ms) => {
    const timer = { handler, at: now + ms };
    timers.push(timer);
    return timer;
  };
  globalThis.clearTimeout = (timer) => (timers = timers.filter((other) => other !== timer));
  performance.now = () => now - 1_600_000_000_000;
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
    performance.now = realUptime;
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
        const exporter = otlpExporter({ endpoint: "http://collector.test/" });
        told.push(...(await exporter.export(spansOf(spans), 30_000)).map((error) => error.spans));
        assert.equal(lost(told), expect.rejected);
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
    await otlpExporter({ endpoint: url, headers: requestHeaders({ "x-key": "k" }) }).export(spansOf(2), 5000);
    await spanEventExporter({ endpoint: `${url}/events` }).export(spansOf(2), 5000);
    const moved = spanEventExporter({ endpoint: `${url}/moved` });
    assert.deepEqual(told(await moved.export(spansOf(1), 5000)), [[1, "refused"]]);
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

test("after a 401 the headers are asked for once more, and only once", async () => {
  await withServer((_, response) => response.writeHead(401).end(), async (url, requests) => {
    let calls = 0;
    const fresh = spanEventExporter({ endpoint: url, headers: requestHeaders(() => ({ "x-call": String(++calls) })) });
    assert.deepEqual(told(await fresh.export(spansOf(2), 5000)), [[2, "refused"]]);
    assert.deepEqual(requests.map((r) => r.headers["x-call"]), ["1", "2"]);
    assert.deepEqual(told(await spanEventExporter({ endpoint: url, headers: requestHeaders({}) }).export(spansOf(2), 5000)), [[2, "refused"]]);
    assert.equal(requests.length, 3);
  });
  const statuses = [401, 503, 401, 200];
  await withServer((_, response) => response.writeHead(statuses.shift()).end(), async (url) => {
    const between = spanEventExporter({ endpoint: url, headers: requestHeaders(() => ({})) });
    assert.deepEqual(told(await between.export(spansOf(2), 20_000)), [[2, "refused"]], "once for a request, whatever is between");
  });
});

test("of an endless answer as much is read as matters", async () => {
  let read = 0;
  const body = new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(1 + ((read += 1024), 1023)).fill(32)) });
  const exporter = otlpExporter({ endpoint: "http://x.test", fetch: async () => new Response(body) });
  assert.deepEqual(await exporter.export(spansOf(1), 5000), []);
  assert.ok(read <= 70_000, String(read));
});

test("a server that never answers costs the time that was given, not more", async () => {
  await withServer(() => {}, async (url) => {
    const exporter = otlpExporter({ endpoint: url });
    const began = performance.now();
    assert.deepEqual(told(await exporter.export(spansOf(3), 100)), [[3, "failed"]]);
    assert.ok(performance.now() - began < 9000);
  });
});

test("a batch above 4 MiB is sent piece by piece, and a span above it alone is too large", async () => {
  await withServer((_, response) => response.end("{}"), async (url, requests) => {
    const exporter = spanEventExporter({ endpoint: url });
    assert.deepEqual(await exporter.export(spansOf(6, "é".repeat(500_000)), 20_000), []);
    assert.deepEqual(requests.map((r) => r.body.toString().trim().split("\n").length), [4, 2]);
    assert.ok(requests.every((r) => r.body.length <= 4 << 20));
    const mixed = [...spansOf(1), ...spansOf(1, "x".repeat(5 << 20)), ...spansOf(2)];
    assert.deepEqual(told(await exporter.export(mixed, 20_000)), [[1, "too-large"]]);
    assert.deepEqual(requests.slice(2).map((r) => r.body.toString().trim().split("\n").length), [1, 2]);
  });
});

test("a body of OTLP is filled up to 4 MiB, and not above", async () => {
  await withServer((_, response) => response.end("{}"), async (url, requests) => {
    assert.deepEqual(await otlpExporter({ endpoint: url }).export(spansOf(20_000, "x".repeat(300)), 20_000), []);
    assert.ok(requests.every((r) => r.body.length <= 4 << 20));
    assert.ok(requests[0].body.length > (4 << 20) - 1000, String(requests[0].body.length));
  });
});

test("a span that cannot be encoded is rejected alone", async () => {
  await withServer((_, response) => response.end("{}"), async (url, requests) => {
    const [good, bad] = spansOf(2);
    const errors = await otlpExporter({ endpoint: url }).export([good, { ...bad, links: [undefined] }, good], 5000);
    assert.deepEqual(told(errors), [[1, "failed"]]);
    const huge = () => {
      throw new RangeError("Invalid string length");
    };
    const long = { ...bad, get tags() { return huge(); } };
    assert.deepEqual(told(await otlpExporter({ endpoint: url }).export([long, good], 5000)), [[1, "too-large"]]);
    assert.equal(requests.length, 3);
  });
});

test("headers that cannot be sent are left out and told once; a function gives them for each request", async () => {
  await withServer((_, response) => response.end("{}"), async (url, requests) => {
    const exporter = spanEventExporter({ endpoint: url, headers: requestHeaders({ "X-A": "a\r\nX-B: 1", "b d": "1", "x-euro": "€", "x-fine": "é" }) });
    const errors = await exporter.export(spansOf(1), 5000);
    assert.deepEqual(told(errors), [[0, "failed"], [0, "failed"], [0, "failed"]]);
    assert.doesNotMatch(errors[0].message, /X-B/);
    assert.deepEqual(await exporter.export(spansOf(1), 5000), []);
    assert.equal(requests[0].headers["x-fine"], "é");
    assert.ok(!("x-a" in requests[0].headers || "x-b" in requests[0].headers || "x-euro" in requests[0].headers));

    let calls = 0;
    const own = spanEventExporter({ endpoint: url, headers: requestHeaders(async () => ({ "x-call": String(++calls) })) });
    await own.export(spansOf(1), 5000);
    await own.export(spansOf(1), 5000);
    assert.deepEqual(requests.slice(2).map((r) => r.headers["x-call"]), ["1", "2"]);
  });
});

test("gzip, and a transport of one's own", async () => {
  await withServer((_, response) => response.end("{}"), async (url, requests) => {
    const urls = [];
    const own = (to, init) => {
      urls.push(to);
      return fetch(to, init);
    };
    assert.deepEqual(await spanEventExporter({ endpoint: url, compress: gzip, fetch: own }).export(spansOf(9), 5000), []);
    assert.equal(requests[0].headers["content-encoding"], "gzip");
    assert.equal(gunzipSync(requests[0].body).toString().trim().split("\n").length, 9);
    assert.deepEqual(urls, [url]);
  });
  const broken = () => () => Promise.reject(new Error("no"));
  assert.deepEqual(told(await spanEventExporter({ endpoint: "http://x.test", compress: broken }).export(spansOf(2), 100)), [[2, "failed"]]);
});

test("a body is compressed once for all attempts, and what a page sends while it is left is not", async () => {
  const { CompressionStream } = globalThis;
  const bodies = [];
  let made = 0;
  const statuses = [503, 200, 200];
  const own = async (_, { body }) => (bodies.push(body), new Response("{}", { status: statuses.shift() }));
  const exporter = spanEventExporter({ endpoint: "http://x.test", compress: gzip, fetch: own });
  const held = setTimeout(() => {}, 60_000);
  try {
    globalThis.CompressionStream = class extends CompressionStream {
      constructor(format) {
        super(format);
        made++;
      }
    };
    assert.deepEqual(await exporter.export(spansOf(2), 10_000), []);
    assert.equal(made, 1);
    assert.equal(bodies[0], bodies[1]);
    const [spans, errors] = exporter.exportNow(spansOf(2));
    assert.deepEqual([spans, typeof bodies[2]], [2, "string"], "it is sent before the page is gone");
    assert.deepEqual(await errors, []);
  } finally {
    clearTimeout(held);
    globalThis.CompressionStream = CompressionStream;
  }
});

test("a platform without TextEncoder and AbortController, as old React Native, sends and gives up in time", async () => {
  const { TextEncoder, TextDecoder, AbortController } = globalThis;
  const held = setTimeout(() => {}, 60_000);
  const bare = (answer) => async () => answer && { ok: true, status: 200, headers: new Headers(), text: async () => answer };
  try {
    Object.assign(globalThis, { TextEncoder: undefined, TextDecoder: undefined, AbortController: undefined });
    const sent = otlpExporter({ endpoint: "http://x.test", fetch: bare("{}") });
    assert.deepEqual(await sent.export(spansOf(3), 1000), []);
    const partial = otlpExporter({ endpoint: "http://x.test", fetch: bare('{"partialSuccess":{"rejectedSpans":2}}') });
    assert.deepEqual(told(await partial.export(spansOf(3), 1000)), [[2, "refused"]]);
    const hanging = otlpExporter({ endpoint: "http://x.test", fetch: () => new Promise(() => {}) });
    assert.deepEqual(told(await hanging.export(spansOf(3), 50)), [[3, "failed"]]);
  } finally {
    clearTimeout(held);
    Object.assign(globalThis, { TextEncoder, TextDecoder, AbortController });
  }
});

test("a wall clock that is set back holds nothing up", async () => {
  const real = Date.now;
  await withServer((_, response) => response.writeHead(503).end(), async (url) => {
    const began = performance.now();
    try {
      let now = real();
      Date.now = () => (now -= 3_600_000);
      assert.deepEqual(told(await otlpExporter({ endpoint: url }).export(spansOf(1), 400)), [[1, "failed"]]);
    } finally {
      Date.now = real;
    }
    assert.ok(performance.now() - began < 9000);
  });
});

/** Waits for a condition, for ten seconds at most. */
async function until(holds) {
  for (let i = 0; i < 2000 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** What an app hears of a shutdown that runs out of time, once the exporter has begun. Two spans wait. */
async function lateTexts(exporter, hasBegun = () => true) {
  const texts = [];
  const processor = batchSpanProcessor(exporter, { maxExportBatchSize: 1, onExportError: (error) => texts.push(exportErrorText(error)) });
  spansOf(3).forEach((span) => processor.onEnd(span));
  await new Promise((resolve) => setTimeout(resolve, 5));
  await until(hasBegun);
  assert.equal(await processor.shutdown(100), false);
  return texts;
}

const late = (reason) => [`1 span is lost (failed): the shutdown ran out of time${reason}`, `2 spans are lost (shut-down): the shutdown ran out of time${reason}`];

test("a shutdown that runs out of time says why the last attempt failed", async () => {
  await withServer((_, response) => response.writeHead(503).end("SECRET"), async (url) => {
    const exporter = otlpExporter({ endpoint: url });
    const reason = "the receiver answered 503";
    assert.deepEqual(await lateTexts(exporter, () => exporter.lastFailure), late(`; the last attempt failed: ${reason}`));
    assert.equal(exporter.lastFailure, reason, "what was cancelled is no attempt");
  });
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.on("listening", resolve));
  const url = `http://127.0.0.1:${server.address().port}/v1/traces`;
  await new Promise((resolve) => server.close(resolve));
  const reason = `cannot post to ${url}: ECONNREFUSED`;
  const exporter = otlpExporter({ tracesEndpoint: url });
  assert.deepEqual(await lateTexts(exporter, () => exporter.lastFailure), late(`; the last attempt failed: ${reason}`));
});

test("a shutdown that runs out of time says no reason where no attempt has failed", async () => {
  const held = setTimeout(() => {}, 60_000);
  const hang = () => new Promise(() => {});
  assert.deepEqual(await lateTexts(otlpExporter({ endpoint: "http://x.test", fetch: hang })), late(""));
  assert.deepEqual(await lateTexts({ export: hang, shutdown: hang }), late(""));
  const broken = {
    export: hang,
    shutdown: hang,
    get lastFailure() {
      throw new Error("broken");
    },
  };
  assert.deepEqual(await lateTexts(broken), late(""));
  clearTimeout(held);
});

test("the last failure is that of the last attempt that has ended", async () => {
  const statuses = [400, 200, 503];
  await withServer((_, response) => response.writeHead(statuses.shift()).end(), async (url) => {
    const exporter = otlpExporter({ endpoint: url });
    assert.equal(exporter.lastFailure, undefined);
    const to = "the receiver answered";
    const errors = await exporter.export(spansOf(1), 10_000);
    assert.deepEqual(errors, [{ spans: 1, reason: "refused", message: `${to} 400` }]);
    assert.equal(exporter.lastFailure, `${to} 400`);
    assert.deepEqual(await exporter.export(spansOf(1), 10_000), []);
    assert.equal(exporter.lastFailure, undefined);
    const exporting = exporter.export(spansOf(1), 10_000);
    await until(() => exporter.lastFailure);
    assert.equal(exporter.lastFailure, `${to} 503`);
    exporter.cancel();
    await exporting;
    await exporter.shutdown();
    assert.equal(exporter.lastFailure, `${to} 503`);
  });
});

test("an attempt that is cancelled is none", async () => {
  const statuses = [503];
  await withServer((_, response) => statuses.length > 0 && response.writeHead(statuses.shift()).end(), async (url, requests) => {
    const exporter = otlpExporter({ endpoint: url });
    const exporting = exporter.export(spansOf(1), 10_000);
    await until(() => requests.length === 2);
    assert.equal(requests.length, 2);
    exporter.cancel();
    await exporting;
    assert.equal(exporter.lastFailure, "the receiver answered 503");
  });
});

test("what is cancelled begins no request more", async () => {
  await withServer((_, response) => response.writeHead(503).end(), async (url, requests) => {
    const exporter = otlpExporter({ endpoint: url });
    const errors = exporter.export([...spansOf(3, "x".repeat(2_000_000)), ...spansOf(3)], 30_000);
    while (requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const began = performance.now();
    exporter.cancel();
    assert.equal(lost((await errors).map(({ spans }) => spans)), 6);
    assert.ok(performance.now() - began < 9000);
    assert.equal(requests.length, 1);
  });
});

test("what is cancelled during an attempt waits for no other", async () => {
  const held = setTimeout(() => {}, 60_000);
  const exporter = otlpExporter({ endpoint: "http://x.test", fetch: () => new Promise(() => {}) });
  const errors = exporter.export(spansOf(2), 30_000);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const began = performance.now();
  exporter.cancel();
  assert.deepEqual(told(await errors), [[2, "failed"]]);
  assert.ok(performance.now() - began < 5000);
  clearTimeout(held);
});

/** Runs as in a page whose requests are answered by hand. */
async function inPage({ keepalive = true, beacon = () => false }, run) {
  const before = ["Request", "navigator", "fetch", "Blob"].map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
  const sent = [];
  const answers = [];
  const globals = {
    Request: keepalive ? class { get keepalive() { return false; } } : class {},
    navigator: { sendBeacon: (_url, { parts }) => beacon(parts[0].length) && (sent.push(parts[0].length), true) },
    Blob: class { constructor(parts) { this.parts = parts; } },
    fetch: (_url, init) => {
      sent.push(init.keepalive ? init.body.length : 0);
      return new Promise((resolve) => answers.push(() => resolve(new Response("{}"))));
    },
  };
  for (const [name, value] of Object.entries(globals)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  try {
    await run(sent, () => answers.splice(0).forEach((answer) => answer()));
  } finally {
    for (const [name, descriptor] of before) Object.defineProperty(globalThis, name, descriptor ?? { value: undefined, configurable: true });
  }
}

test("all exporters of a page share what goes on after it, and give it back", async () => {
  await inPage({}, async (sent, answer) => {
    const first = spanEventExporter({ endpoint: "/a" });
    const second = spanEventExporter({ endpoint: "/b" });
    const spans = spansOf(100, "x".repeat(1000));
    const [a, aDone] = first.exportNow(spans);
    const [b, bDone] = second.exportNow(spans);
    assert.ok(a > 40 && a < 60, String(a));
    assert.ok(b <= 1, String(b));
    assert.ok(lost(sent) <= 60_000 && lost(sent) > 55_000, String(lost(sent)));
    // What does not fit beside it is sent without.
    const rest = second.export(spansOf(10, "x".repeat(1000)), 5000);
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(sent.at(-1), 0);
    answer();
    assert.deepEqual(await Promise.all([aDone, bDone, rest]), [[], [], []]);
    const [again, done] = second.exportNow(spans);
    assert.equal(again, a);
    answer();
    await done;
  });
});

test("a beacon takes what it takes, and is counted", async () => {
  await inPage({ keepalive: false, beacon: (bytes) => bytes < 20_000 }, async (sent) => {
    const exporter = spanEventExporter({ endpoint: "/a" });
    const [spans, done] = exporter.exportNow(spansOf(100, "x".repeat(1000)));
    assert.ok(spans > 9 && spans < 20, String(spans));
    assert.equal(sent.length, 1);
    assert.deepEqual(await done, []);
    assert.equal(spanEventExporter({ endpoint: "/a", headers: requestHeaders({ a: "b" }) }).exportNow(spansOf(1))[0], 0);
  });
  await inPage({ keepalive: false }, async () => {
    assert.equal(spanEventExporter({ endpoint: "/a" }).exportNow(spansOf(100, "x".repeat(1000)))[0], 0);
  });
});

test("a page that is left while a span cannot be encoded sends what is before it", async () => {
  await inPage({}, async (_sent, answer) => {
    const [good, bad] = spansOf(2);
    const exporter = otlpExporter({ endpoint: "" });
    const [spans, done] = exporter.exportNow([good, { ...bad, links: [undefined] }, good]);
    assert.equal(spans, 1);
    assert.equal(exporter.exportNow([{ ...bad, links: [undefined] }])[0], 0);
    answer();
    await done;
  });
});

test("no timer keeps a process alive that has nothing else to do", async () => {
  const program = `
    import { batchSpanProcessor, otlpExporter } from ${JSON.stringify(new URL("../dist/esm/index.js", import.meta.url))};
    const processor = batchSpanProcessor(otlpExporter({ endpoint: process.argv[1] }), { maxExportBatchSize: 1, maxQueueSize: 2 });
    const span = { tags: [], links: [], service: { tags: [], attributes: [] }, context: {} };
    processor.onEnd({ ...span, start: 0n, end: 0n, name: "s" });
    if (process.argv[2]) console.log(await processor.forceFlush(4000), JSON.stringify(processor.stats));
  `;
  const run = (...argv) => promisify(execFile)(process.execPath, ["--input-type=module", "-e", program, ...argv]);
  await withServer((_, response) => response.writeHead(503).end(), async (url, requests) => {
    await run(url);
    assert.equal(requests.length, 1, "there is no wait for the second attempt");
  });
  let requests = 0;
  await withServer((_, response) => response.writeHead(++requests > 1 ? 200 : 503).end("{}"), async (url) => {
    const { stdout } = await run(url, "flush");
    assert.equal(stdout, 'true {"emitted":1,"exported":1,"dropped":0,"rejected":0,"waiting":0}\n', "somebody waits for a flush");
  });
});
