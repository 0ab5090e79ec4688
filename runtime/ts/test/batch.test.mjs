import assert from "node:assert/strict";
import { test } from "node:test";
import { batchSpanProcessor } from "../dist/esm/index.js";
import { vectors } from "./vectors.mjs";

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition, what) {
  for (let i = 0; !condition(); i++) {
    assert.ok(i < 1000, `never: ${what}`);
    await wait(5);
  }
}

for (const { name, config, steps, expect } of vectors("batching.json")) {
  test(`batching: ${name}`, async () => {
    const batches = [];
    const bad = new Map();
    let emitted = 0;
    let told = 0;
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
        if (how !== undefined) throw new Error(how);
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
      onDrop: (n) => (told += n),
    });
    const actions = {
      emit: (n) => {
        for (let i = 0; i < n; i++) processor.onEnd({ number: emitted++ });
      },
      await_exports: (n) => until(() => batches.length >= n, `${n} exports`),
      await_dropped: (n) => until(() => processor.dropped === n, `${n} dropped`),
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
    assert.equal(processor.dropped, expect.dropped);
    assert.equal(told, expect.told);
    await processor.shutdown();
  });
}

test("an exporter that throws at once, and a listener that does, reach nobody", async () => {
  const broken = () => {
    throw new Error("no");
  };
  const processor = batchSpanProcessor({ export: broken, shutdown: broken }, { maxQueueSize: 1, onDrop: broken });
  processor.onEnd({});
  processor.onEnd({});
  assert.equal(await processor.forceFlush(), true);
  assert.equal(processor.dropped, 1);
  assert.equal(await processor.shutdown(), true);
});
