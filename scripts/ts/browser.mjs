// The browser's part in a real one: ids, a worker, and what arrives when a page is left. CHROMIUM names the browser.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { build } from "esbuild";
import { launch } from "./chromium.mjs";

const app = `
  import * as n from "@specgen/flows/notification";
  import * as r from "@specgen/flowtrace";
  const sent = n.sentRef(n.NotificationId("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"), n.DeviceId("d1"));
  let violations = 0;
  globalThis.flow = (endpoint, exporter = "spanEventExporter") => {
    const sink = r[exporter]({ endpoint });
    const processor = r.batchSpanProcessor(sink, { scheduledDelay: 3600000, maxExportBatchSize: 2048 });
    const web = n.notificationWeb({ processor, appVersion: "24.11", onViolation: n.notificationChecks(() => violations++) });
    return {
      emit: (count, text = "") => {
        for (let i = 0; i < count; i++) web.received({ parent: sent, badgeCount: i, extra: { text } });
      },
      read: async () => {
        const span = web.startReadInApp({ parent: web.opened({ parent: n.receivedRef(sent) }) });
        await new Promise((resolve) => setTimeout(resolve, 30));
        span.end({ messageCount: 1 });
      },
      flush: () => processor.forceFlush(60_000),
      state: () => ({ dropped: processor.stats.dropped, rejected: processor.stats.rejected, violations }),
    };
  };
`;
const options = { bundle: true, minify: true, format: "iife", target: "es2020", write: false };
const script = (await build({ stdin: { contents: app, resolveDir: process.cwd() }, ...options })).outputFiles[0].text;
const worker = `${script}
  onmessage = async () => {
    const page = flow("/worker");
    page.emit(2);
    await page.flush();
    postMessage(page.state());
  };`;

const received = [];
const server = createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const body = Buffer.concat(parts);
    if (request.method === "POST") {
      received.push({ url: request.url, bytes: body.length, type: request.headers["content-type"], body: body.toString() });
      response.writeHead(200).end();
      return;
    }
    const files = { "/app.js": script, "/worker.js": worker };
    response.writeHead(200, { "content-type": files[request.url] ? "text/javascript" : "text/html" });
    response.end(files[request.url] ?? `<!doctype html><title>page</title><script src="/app.js"></script>`);
  });
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

const browser = launch();

async function open() {
  const page = await browser.open(`${origin}/`);
  await until(() => page.evaluate("typeof flow === 'function'"), "the page's script");
  return page;
}

async function until(condition, what) {
  for (let i = 0; !(await condition()); i++) {
    assert.ok(i < 3000, `never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const lines = (url) => received.filter((r) => r.url === url).flatMap((r) => r.body.trim().split("\n").map((line) => JSON.parse(line)));

const tests = {
  "a page emits, measures and flushes": async () => {
    const { evaluate } = await open();
    await evaluate("globalThis.page = flow('/events'); page.emit(2); page.read().then(page.flush)");
    await until(() => lines("/events").length === 4, "four spans");
    const [first, , opened, read] = lines("/events");
    assert.equal(first.span_id, "d2fb36c6122d6086");
    assert.ok(Math.abs(first.timestamp / 1000 - Date.now()) < 60_000);
    assert.equal(opened.duration, 1);
    assert.ok(read.duration >= 29_000 && read.duration < 10_000_000, String(read.duration));
    assert.deepEqual(await evaluate("page.state()"), { dropped: 0, rejected: 0, violations: 0 });
  },
  "OTLP from a page": async () => {
    const { evaluate } = await open();
    await evaluate("globalThis.page = flow('', 'otlpExporter'); page.emit(3); page.flush()");
    const [request] = received.filter((r) => r.url === "/v1/traces");
    assert.equal(request.type, "application/json");
    assert.equal(JSON.parse(request.body).resourceSpans[0].scopeSpans[0].spans.length, 3);
  },
  "a worker": async () => {
    const { evaluate } = await open();
    const state = await evaluate(
      "new Promise((resolve) => { const w = new Worker('/worker.js'); w.onmessage = (e) => resolve(e.data); w.postMessage(0); })",
    );
    assert.deepEqual(state, { dropped: 0, rejected: 0, violations: 0 });
    assert.equal(lines("/worker").length, 2);
  },
  "a page that navigates away sends what waits": async () => {
    const { evaluate, call } = await open();
    await evaluate("flow('/navigated').emit(3)");
    await call("Page.navigate", { url: `${origin}/elsewhere` });
    await until(() => lines("/navigated").length === 3, "three spans of a page that is left");
  },
  "a page that is closed sends what waits": async () => {
    const { evaluate, close } = await open();
    await evaluate("flow('/closed').emit(3)");
    await close();
    await until(() => lines("/closed").length === 3, "three spans of a page that is closed");
  },
  "within the 60 kB that outlive a page, the first spans first": async () => {
    const { evaluate, call } = await open();
    await evaluate("flow('/much').emit(500, 'x'.repeat(500))");
    await call("Page.navigate", { url: `${origin}/elsewhere` });
    await until(() => lines("/much").length > 0, "some spans");
    const requests = received.filter((r) => r.url === "/much");
    assert.ok(requests.reduce((sum, r) => sum + r.bytes, 0) <= 60_000);
    const badges = lines("/much").map((line) => line.tags.badge_count);
    assert.ok(badges.length > 40, String(badges.length));
    assert.deepEqual(badges, badges.map((_, i) => i));
  },
  "a page that is hidden and comes back keeps what did not fit": async () => {
    const { evaluate } = await open();
    await evaluate("globalThis.page = flow('/hidden'); page.emit(300, 'x'.repeat(500))");
    await evaluate(
      "Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true }); document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))",
    );
    await until(() => lines("/hidden").length > 0, "what fits");
    await evaluate("page.flush()");
    const badges = lines("/hidden").map((line) => line.tags.badge_count);
    assert.deepEqual(badges, badges.map((_, i) => i));
    assert.equal(badges.length, 300);
  },
  "sendBeacon where fetch cannot outlive the page": async () => {
    const { evaluate, call } = await open();
    await evaluate("delete Request.prototype.keepalive; flow('/beacon').emit(3)");
    await call("Page.navigate", { url: `${origin}/elsewhere` });
    await until(() => lines("/beacon").length === 3, "three spans of a beacon");
    const [request] = received.filter((r) => r.url === "/beacon");
    assert.match(request.type, /^text\/plain/);
  },
};

try {
  for (const [name, run] of Object.entries(tests)) {
    try {
      await run();
    } catch (error) {
      error.message = `${name}: ${error.message}`;
      throw error;
    }
  }
  const { product } = await browser.call("Browser.getVersion");
  console.log(`${Object.keys(tests).length} pass in ${product}`);
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}
