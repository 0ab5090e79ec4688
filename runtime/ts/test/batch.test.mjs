import assert from "node:assert/strict";
import { test } from "node:test";
import { batchSpanProcessor } from "../dist/esm/index.js";
import { vectors } from "./vectors.mjs";

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition, what) {
  for (let i = 0; !condition(); i++) {
    assert.ok(i < 6000, `never: ${what}`);
    await wait(5);
  }
}

for (const { name, config, steps, expect } of vectors("batching.json")) {
  test(`batching: ${name}`, async () => {
    const batches = [];
    const bad = new Map();
    let emitted = 0;
    let told = 0;
    let lost = 0;
    let held = Promise.resolve();
    let release = () => {};
    let calls = 0;
    let shut = 0;
    const exporter = {
      export: async (spans) => {
        assert.equal(calls, 0, "calls overlap");
        assert.equal(shut, 0, "called after its shutdown");
        calls++;
        batches.push(spans.map((span) => span.number));
        const how = bad.get(batches.length);
        await held;
        calls--;
        if (how === "throws") throw new Error(how);
        return how === undefined ? [] : [{ spans: spans.length, reason: "failed", message: how }];
      },
      shutdown: async () => {
        assert.equal(calls, 0, "shut down during a call");
        assert.equal(++shut, 1, "shut down twice");
      },
    };
    const processor = batchSpanProcessor(exporter, {
      maxQueueSize: config.queue,
      maxExportBatchSize: config.batch,
      scheduledDelay: config.delay_ms ?? 3_600_000,
      onExportError: ({ spans, reason }) => {
        if (reason === "failed") lost += spans;
        else told += spans;
      },
    });
    const actions = {
      emit: (n) => {
        for (let i = 0; i < n; i++) processor.onEnd({ number: emitted++ });
      },
      await_exports: (n) => until(() => batches.length >= n, `${n} exports`),
      await_dropped: (n) => until(() => processor.stats.dropped === n, `${n} dropped`),
      hold: () => (held = new Promise((resolve) => (release = resolve))) && undefined,
      release: () => release(),
      fail: (n) => bad.set(n, "fails") && undefined,
      throw: (n) => bad.set(n, "throws") && undefined,
      flush: async (done, deadline) => assert.equal(await processor.forceFlush(deadline), done),
      shutdown: async (done, deadline) => assert.equal(await processor.shutdown(deadline), done),
    };
    for (const { deadline_ms, ...step } of steps) {
      const [[action, value]] = Object.entries(step);
      await actions[action](value, deadline_ms);
    }
    await wait(0);
    assert.deepEqual(batches, expect.batches);
    const { stats } = processor;
    assert.equal(stats.dropped, expect.dropped);
    assert.equal(told, expect.told);
    assert.equal(stats.rejected, lost);
    assert.equal(stats.emitted, emitted);
    assert.equal(stats.emitted, stats.exported + stats.dropped + stats.rejected + stats.waiting);
    assert.equal(stats.waiting, 0);
    await processor.shutdown();
  });
}

const one = (extra) => ({ name: "s", tags: extra, links: [] });

test("an exporter that throws at once, and a listener that does, reach nobody", async () => {
  const broken = () => {
    throw new Error("no");
  };
  const exporter = { export: broken, exportNow: broken, cancel: broken, shutdown: broken };
  const processor = batchSpanProcessor(exporter, { maxQueueSize: 1, onExportError: broken });
  processor.onEnd(one());
  processor.onEnd({});
  assert.equal(await processor.forceFlush(), true);
  assert.deepEqual(processor.stats, { emitted: 2, exported: 0, dropped: 1, rejected: 1, waiting: 0 });
  assert.equal(await processor.shutdown(), true);
});

test("an exporter that counts wrongly does not break the balance", async () => {
  const errors = [{ spans: 5, reason: "refused", message: "" }, { spans: 5, reason: "failed", message: "" }, { spans: -5, reason: "failed", message: "" }];
  const told = [];
  const exporter = { export: async () => errors, shutdown: async () => {} };
  const processor = batchSpanProcessor(exporter, { onExportError: ({ spans, reason }) => told.push([spans, reason]) });
  for (let i = 0; i < 7; i++) processor.onEnd(one());
  assert.equal(await processor.shutdown(), true);
  assert.deepEqual(processor.stats, { emitted: 7, exported: 0, dropped: 0, rejected: 7, waiting: 0 });
  assert.deepEqual(told, [[5, "refused"], [2, "failed"], [0, "failed"]]);
});

test("settings of zero or below, and those that are no numbers, have their defaults", async () => {
  for (const bad of [0, -1, NaN]) {
    const sizes = [];
    const exporter = { export: async (spans, timeout) => (sizes.push(spans.length, timeout), []), shutdown: async () => {} };
    const processor = batchSpanProcessor(exporter, {
      maxQueueSize: bad, maxQueueBytes: bad, maxExportBatchSize: bad, scheduledDelay: bad, exportTimeout: bad,
    });
    for (let i = 0; i < 600; i++) processor.onEnd(one());
    assert.equal(await processor.shutdown(), true);
    assert.deepEqual(sizes, [512, 30_000, 88, 30_000]);
  }
});

test("the queue is bounded in bytes", async () => {
  const exporter = { export: async () => [], shutdown: async () => {} };
  const processor = batchSpanProcessor(exporter, { maxQueueBytes: 10_000 });
  // 256, 1 for the name, 64 and 1 for the tag, and three bytes for each character.
  for (let i = 0; i < 3; i++) processor.onEnd(one([["t", "€".repeat(1000)]]));
  processor.onEnd(one([["t", "€".repeat(11)]]));
  assert.deepEqual(processor.stats, { emitted: 4, exported: 0, dropped: 1, rejected: 0, waiting: 3 });
  await processor.forceFlush();
  processor.onEnd(one([["t", "€".repeat(3000)]]));
  assert.equal(processor.stats.dropped, 1, "the bytes of what was sent are free again");
  processor.onEnd({ ...one(), links: Array.from({ length: 200 }, () => ({})) });
  assert.equal(processor.stats.dropped, 2, "links count");
  await processor.shutdown();
});

test("a flush ends when what was emitted before is settled, whatever is emitted meanwhile", async () => {
  const exporter = { export: () => wait(20).then(() => []), shutdown: async () => {} };
  const processor = batchSpanProcessor(exporter, { maxExportBatchSize: 1 });
  processor.onEnd(one());
  const more = setInterval(() => processor.onEnd(one()), 2);
  const flushed = await processor.forceFlush(2000);
  clearInterval(more);
  assert.equal(flushed, true);
  assert.ok(processor.stats.waiting > 0);
  await processor.shutdown();
});

test("a flush and a second shutdown wait for the first, each as long as it may", async () => {
  const exporter = { export: () => wait(200).then(() => []), shutdown: async () => {} };
  const processor = batchSpanProcessor(exporter);
  processor.onEnd(one());
  const first = processor.shutdown(5000);
  assert.deepEqual(await Promise.all([processor.shutdown(20), processor.forceFlush(20)]), [false, false]);
  assert.equal(processor.stats.waiting, 1);
  assert.deepEqual(await Promise.all([processor.shutdown(5000), processor.forceFlush(5000), first]), [true, true, true]);
  assert.equal(processor.stats.exported, 1);
});

test("after a shutdown that is out of time the counts are final, and its answer is that of later calls", async () => {
  let release;
  let cancelled = 0;
  const exporter = {
    export: () => new Promise((resolve) => (release = resolve)),
    cancel: () => cancelled++,
    shutdown: async () => {},
  };
  const processor = batchSpanProcessor(exporter, { maxExportBatchSize: 2 });
  for (let i = 0; i < 5; i++) processor.onEnd(one());
  assert.equal(await processor.shutdown(30), false);
  const final = { emitted: 5, exported: 0, dropped: 3, rejected: 2, waiting: 0 };
  assert.deepEqual(processor.stats, final);
  assert.equal(cancelled, 1);
  release([]);
  await wait(10);
  assert.deepEqual(processor.stats, final);
  assert.deepEqual([await processor.shutdown(), await processor.forceFlush()], [false, false]);
});

/** Runs with other globals. */
async function withGlobals(globals, run) {
  const before = Object.keys(globals).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  try {
    await run();
  } finally {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else delete globalThis[name];
    }
  }
}

const counting = () => ({ export: async () => [], shutdown: async () => {} });

test("what pages are rendered with on a server is no page", async () => {
  const broken = () => {
    throw new Error("not implemented");
  };
  for (const listen of [undefined, null, broken]) {
    await withGlobals({ document: null, addEventListener: listen, removeEventListener: listen }, async () => {
      const processor = batchSpanProcessor(counting());
      processor.onEnd(one());
      assert.equal(await processor.shutdown(), true);
      assert.equal(processor.stats.exported, 1);
    });
  }
});

/** A page, whose events are sent by hand. */
function page() {
  const listeners = new Set();
  return {
    document: { visibilityState: "hidden" },
    addEventListener: (_, l) => listeners.add(l),
    removeEventListener: (_, l) => listeners.delete(l),
    listeners,
    hide: () => [...listeners][0](),
  };
}

test("what goes out while a page is left is counted, and a flush waits for it", async () => {
  const { hide, listeners, ...globals } = page();
  await withGlobals(globals, async () => {
    let release;
    const errors = new Promise((resolve) => (release = resolve));
    const processor = batchSpanProcessor({ ...counting(), exportNow: (spans) => [spans.length - 1, errors] });
    for (let i = 0; i < 5; i++) processor.onEnd(one());
    hide();
    assert.equal(await processor.forceFlush(30), false);
    assert.deepEqual(processor.stats, { emitted: 5, exported: 1, dropped: 0, rejected: 0, waiting: 4 });
    release([{ spans: 1, reason: "refused", message: "" }]);
    assert.equal(await processor.shutdown(), true);
    assert.deepEqual(processor.stats, { emitted: 5, exported: 4, dropped: 0, rejected: 1, waiting: 0 });
    assert.equal(listeners.size, 0);
  });
});
