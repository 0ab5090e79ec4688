// What an app puts together of processors.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createEmitter } from "../dist/esm/generated.js";
import { consoleLine, consoleSpanProcessor, multiSpanProcessor, switchSpanProcessor } from "../dist/esm/index.js";

const root = { name: "s", ref: (_init, ids) => ({ traceId: ids.traceId(), spanId: ids.spanId(), span: "s" }) };

/** A processor that keeps what it gets, and what it answers. */
function keeping(answer = true, more = {}) {
  const spans = [];
  const timeouts = [];
  const finish = async (timeout) => {
    timeouts.push(timeout);
    return answer;
  };
  return { spans, timeouts, onEnd: (span) => spans.push(span), forceFlush: finish, shutdown: finish, ...more };
}

/** Emits spans into a processor, sampled or not. */
function emit(processor, sampled = true) {
  const type = { ...root, sample: (ref) => (sampled ? ref : { ...ref, traceFlags: 0 }) };
  createEmitter({ processor }, { name: "f", version: "1.0.0" }, "svc").emit(type, {});
}

const broken = () => {
  throw new Error("no");
};

test("several processors: each gets its spans, whatever another throws", async () => {
  const sampled = keeping();
  const all = keeping(true, { takesUnsampled: true });
  const both = multiSpanProcessor({ ...keeping(), onEnd: broken }, sampled, all);
  assert.equal(both.takesUnsampled, true);
  assert.equal(multiSpanProcessor(sampled).takesUnsampled, false);
  emit(both);
  emit(both, false);
  assert.deepEqual([sampled.spans.length, all.spans.length], [1, 2]);
  assert.equal(await both.forceFlush(70), true);
  assert.equal(await both.shutdown(80), true);
  assert.deepEqual([sampled.timeouts, all.timeouts], [[70, 80], [70, 80]]);
});

test("several processors: one that fails makes all fail, and the others finish", async () => {
  for (const bad of [keeping(false), keeping(true, { forceFlush: broken, shutdown: broken }), keeping(true, { forceFlush: async () => broken(), shutdown: async () => broken() })]) {
    const good = keeping();
    const both = multiSpanProcessor(bad, good);
    assert.deepEqual([await both.forceFlush(1), await both.shutdown(2)], [false, false]);
    assert.deepEqual(good.timeouts, [1, 2]);
  }
});

test("a switch turns spans off and on while it runs", async () => {
  const next = keeping();
  const gate = switchSpanProcessor(next);
  emit(gate);
  gate.enabled = false;
  emit(gate);
  gate.enabled = true;
  emit(gate);
  emit(gate, false);
  assert.equal(next.spans.length, 2);
  assert.equal(await gate.forceFlush(5), true);
  assert.equal(await gate.shutdown(6), true);
  assert.deepEqual(next.timeouts, [5, 6]);
});

test("a ratio takes the place of the spec's sampling, by the trace id alone", () => {
  const next = keeping();
  const gate = switchSpanProcessor(next);
  const type = (traceId, traceFlags) => ({ name: "s", ref: () => ({ traceId, spanId: "0000000000000001", span: "s", traceFlags }) });
  const kept = (ratio, traceId, flags = 1) => {
    next.spans.length = 0;
    gate.samplingRatio = ratio;
    createEmitter({ processor: gate }, { name: "f", version: "1.0.0" }, "svc").emit(type(traceId, flags), {});
    return next.spans.length === 1;
  };
  // UUIDs of version 4, whose randomness is their last 7 bytes.
  const [least, middle, most] = ["00000000000000", "80000000000000", "ffffffffffffff"].map((r) => `7f9c24e83b1d4c5a9a${r}`);
  assert.deepEqual([least, middle, most].map((id) => kept(1, id, 0)), [true, true, true]);
  assert.equal(next.spans[0].sampled, true, "who exports it sees that it is kept");
  assert.deepEqual([least, middle, most].map((id) => kept(0.5, id)), [false, true, true]);
  assert.deepEqual([least, middle, most].map((id) => kept(0, id)), [false, false, false]);
  assert.deepEqual([kept(7, least, 0), kept(-1, most), kept(Infinity, least)], [true, false, true]);
  assert.deepEqual([kept(NaN, most, 0), kept(NaN, least), kept(undefined, most, 0), kept(undefined, least)], [false, true, false, true]);
  const unsampled = keeping(true, { takesUnsampled: true });
  const open = switchSpanProcessor(unsampled);
  open.samplingRatio = 0;
  emit(open);
  assert.equal(unsampled.spans[0].sampled, false);
});

const context = { traceId: "7f000000000000000000000000000001", spanId: "5100000000000000" };
const span = (more) => ({
  name: "notification:sent", context, parent: undefined, links: [], droppedLinks: 0, service: { name: "push-service" }, kind: 1,
  error: undefined, sampled: true, start: 0n, end: 1000n, tags: [], ...more,
});

test("the console's line", () => {
  const own = "notification:sent push-service 7f000000000000000000000000000001/5100000000000000";
  const here = { traceId: context.traceId, spanId: "0102030405060708" };
  const there = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };
  for (const [more, want] of [
    [{}, " 1µs"],
    [{ parent: here, tags: [["a", "x"], ["n", 3], ["l", [1, 2], true]] }, ` < 0102030405060708 1µs a="x" n=3 l=[1.0,2.0]`],
    [{ parent: there, sampled: false, error: "failed", links: [here] }, " < 0af7651916cd43dd8448eb211c80319c/b7ad6b7169203331 1µs 1 link error not sampled"],
    [{ links: [here, there], droppedLinks: 5 }, " 1µs 7 links"],
    [{ tags: [["k\x1b[2J", "\u009b31m\u202edrow\n\u2028\u2066\u061c"]] }, ` 1µs k\\u001b[2J="\\u009b31m\\u202edrow\\n\\u2028\\u2066\\u061c"`],
  ]) {
    assert.equal(consoleLine(span(more)), own + want);
  }
  for (const [ns, want] of [[0n, "0ns"], [999n, "999ns"], [1000n, "1µs"], [1500n, "1µs500ns"], [220_000_000n, "220ms"], [90_000_000_000n, "1m30s"], [7_230_000_000_000n, "2h"], [-1n, "0ns"]]) {
    assert.equal(consoleLine(span({ end: ns })), `${own} ${want}`);
  }
});

test("the console prints spans that are not sampled too", async () => {
  const lines = [];
  const printing = consoleSpanProcessor((line) => lines.push(line));
  emit(printing);
  emit(printing, false);
  assert.equal(lines.length, 2);
  assert.match(lines[1], / not sampled$/);
  assert.deepEqual([await printing.forceFlush(), await printing.shutdown()], [true, true]);
});
