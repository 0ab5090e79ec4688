import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as generated from "../dist/esm/generated.js";
import { createEmitter } from "../dist/esm/generated.js";
import * as runtime from "../dist/esm/index.js";
import { inMemoryExporter, recorder, ViolationError } from "../dist/esm/testing.js";

const flow = { name: "f", version: "1.0.0" };
const root = {
  name: "root",
  ref: (_init, ids) => ({ traceId: ids.traceId(), spanId: ids.spanId(), span: "root" }),
};
const child = {
  name: "child",
  parent: "root",
  ref: (init) => generated.deriveRef(init.parent.traceId, "child", init.parent),
  trace: (list, init) => generated.sameTrace(list, init.parent.traceId, "id", init.id),
  tags: (list, init, end) => {
    generated.putKey(list, "id", init.id);
    generated.put(list, "list", init.list);
    generated.putDouble(list, "ratio", end.ratio);
    generated.put(list, "count", init.count);
  },
};

const rules = [
  ["id", [generated.notEmpty]],
  ["list", [generated.maxItems(2), generated.maxLength(3)]],
  ["ratio", [runtime.double, generated.atMost(1)]],
  ["count", [generated.int, generated.atLeast(0)]],
  ["n", [generated.int]],
];
const checks = (listener) => generated.flowChecks("f", rules, ["secret"], listener);

function collecting({ clock, ids, ...options } = {}) {
  const spans = [];
  const violations = [];
  const emitter = createEmitter(
    { processor: { onEnd: (s) => spans.push(s) }, onViolation: checks((v) => violations.push(v)), sources: runtime.sourcesOf({ clock, ids }), ...options },
    flow,
    "svc",
  );
  return { spans, violations, emitter, short: () => violations.map((v) => `${v.rule} ${v.tag}=${v.value}: ${v.expected}`) };
}

test("nothing that the application does wrong reaches the caller, or costs the span", () => {
  const broken = () => {
    throw new Error("no");
  };
  const { spans, emitter } = collecting({
    clock: { now: broken, monotonic: broken },
    ids: { traceId: broken, spanId: () => "0".repeat(16) },
    onViolation: checks(broken),
  });
  const ref = emitter.emit(root, undefined);
  assert.match(ref.traceId, /^[\da-f]{32}$/);
  assert.match(ref.spanId, /[1-9a-f]/);
  const hostile = {
    get extra() {
      throw new Error("no");
    },
  };
  emitter.emit(root, hostile);
  emitter.start(child, {}).end();
  emitter.emit({ ...root, links: broken, tags: broken }, {});
  assert.equal(spans.length, 4);
  createEmitter({ processor: { onEnd: broken } }, flow, "svc", broken).emit(root, {});
});

test("a missing parent gives ids of the generator's and no second report", () => {
  const { spans, emitter, short } = collecting();
  emitter.emit(child, { id: "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa" });
  assert.deepEqual(short(), ["missing-parent =: root"]);
  assert.equal(spans[0].parent, undefined);
});

test("an id tag that does not give the parent's trace", () => {
  const { emitter, short } = collecting();
  const parent = { traceId: generated.deriveTraceId("f", "a"), spanId: "00000000000000b1", span: "root" };
  emitter.emit(child, { parent, id: "a" });
  assert.deepEqual(short(), []);
  emitter.emit(child, { parent, id: "b\ud800" });
  assert.deepEqual(short(), [
    `trace-id-mismatch id=b\ufffd: ${parent.traceId}`,
    "invalid-utf8 id=b\ufffd: valid UTF-8",
  ]);
});

test("of a tag the first broken constraint is reported, of a list that of the first bad item", () => {
  const { spans, emitter, short } = collecting();
  const parent = { traceId: generated.deriveTraceId("f", "a"), spanId: "00000000000000b1", span: "root" };
  const span = emitter.start(child, { parent, id: "a", list: ["abcd", "😀😀😀😀"], count: 1.5 });
  span.end({ ratio: 2 });
  emitter.emit(child, { parent, id: "a", list: ["a", "b", "cdef"], count: -1 });
  emitter.emit(child, { parent, id: "", count: NaN });
  assert.deepEqual(short(), [
    "tag-value list=abcd: at most 3 characters",
    "tag-value count=1.5: a whole number",
    "tag-value ratio=2.0: at most 1",
    "tag-value list=3: at most 2 items",
    "tag-value count=-1: at least 0",
    `trace-id-mismatch id=: ${parent.traceId}`,
    "tag-value id=: at least 1 character",
    "tag-value count=NaN: a finite number",
  ]);
  assert.deepEqual(spans[0].tags.filter((tag) => tag[2]).map(([tag]) => tag), ["ratio"]);
  assert.match(runtime.spanEventLine(spans[0]), /"ratio":2\.0,"count":1\.5/);
});

test("tags of a measured span are checked when they are given, and stand in the spec's order", () => {
  const { spans, emitter, short } = collecting();
  const parent = { traceId: generated.deriveTraceId("f", "a"), spanId: "00000000000000b1", span: "root" };
  const list = ["abcd"];
  const span = emitter.start(child, { parent, id: "a\0", list, count: -1, extra: { ratio: 1, early: "\ud800" } });
  assert.deepEqual(short(), [
    `trace-id-mismatch id=a\0: ${parent.traceId}`,
    "tag-value id=a\0: no NUL character",
    "tag-value list=abcd: at most 3 characters",
    "tag-value count=-1: at least 0",
    "shadowed-tag ratio=1: a tag that the spec does not declare",
    "invalid-utf8 early=\ufffd: valid UTF-8",
  ]);
  list.push("ef");
  span.end({ ratio: 2, extra: { late: true, early: 1 } });
  assert.deepEqual(short().slice(6), ["tag-value ratio=2.0: at most 1", "shadowed-tag early=1: a tag that the spec does not declare"]);
  assert.deepEqual(
    spans[0].tags.map(([tag, value]) => [tag, value]),
    [["id", "a\0"], ["list", ["abcd"]], ["ratio", 2], ["count", -1], ["early", "\ufffd"], ["late", true]],
  );
});

const day = (text) => new Date(`2026-11-21T${text}Z`);
const nanoseconds = (date) => BigInt(date.getTime()) * 1_000_000n;

test("a span begins and ends when the caller says", () => {
  const now = nanoseconds(day("12:00:00"));
  let monotonic = 5_000_000_000n;
  const { spans, emitter, short } = collecting({ clock: { now: () => now, monotonic: () => (monotonic += 7n) } });
  const last = () => [spans.at(-1).start, spans.at(-1).end - spans.at(-1).start];
  const start = day("10:00:00.250");
  emitter.emit(root, { timestamp: start });
  assert.deepEqual(last(), [nanoseconds(start), 1000n]);
  emitter.emit(root, { startTime: start, endTime: start });
  assert.deepEqual(last(), [now, 1000n], "an instant has one time");
  emitter.start(root, { startTime: start }).end({ endTime: day("10:00:02.250") });
  assert.deepEqual(last(), [nanoseconds(start), 2_000_000_000n]);
  emitter.start(root, { startTime: start }).end({ endTime: start });
  assert.deepEqual(last(), [nanoseconds(start), 0n]);
  emitter.start(root, { startTime: start }).end();
  assert.deepEqual(last(), [nanoseconds(start), now - nanoseconds(start)], "the wall clock at the end");
  emitter.start(root, {}).end({ endTime: day("12:00:01") });
  assert.deepEqual(last(), [now, 1_000_000_000n]);
  emitter.start(root, { timestamp: start }).end();
  assert.deepEqual(last(), [now, 7n]);
  assert.deepEqual(short(), []);
});

test("a time that is none counts as not given, one before 1970 as 1970", () => {
  const { spans, emitter, short } = collecting({ clock: { now: () => 5n, monotonic: () => 0n } });
  const hostile = {
    get timestamp() {
      throw new Error("no");
    },
  };
  const given = [NaN, 9_223_372_036_855, 8.64e15, -9_223_372_036_855, -8.64e15].map((ms) => ({ timestamp: new Date(ms) }));
  for (const init of [...given, { timestamp: null }, { timestamp: 7 }, { timestamp: "2026-11-21" }, hostile, undefined]) {
    emitter.emit(root, init);
    assert.equal(spans.at(-1).start, 5n);
  }
  for (const [ms, start] of [[-1, 0n], [-9_223_372_036_854, 0n], [9_223_372_036_854, 9_223_372_036_854_000_000n]]) {
    emitter.emit(root, { timestamp: new Date(ms) });
    assert.equal(spans.at(-1).start, start);
  }
  emitter.start(root, { startTime: new Date(NaN) }).end({ endTime: new Date(NaN) });
  assert.equal(spans.at(-1).end, 5n);
  assert.deepEqual(short(), []);
});

test("an end before the start is reported last, and a microsecond after it", () => {
  const noon = nanoseconds(day("12:00:00")) + 999_999n;
  const { spans, violations, emitter } = collecting({ clock: { now: () => noon, monotonic: () => 0n } });
  const type = { ...root, tags: (list, _init, end) => generated.put(list, "n", end.n) };
  emitter.start(type, { startTime: day("12:00:01") }).end({ endTime: day("11:59:59.999"), n: 0.5, extra: { x: NaN } });
  emitter.start(type, {}).end({ endTime: day("12:00:00") });
  emitter.start(type, { startTime: day("12:00:00.001") }).end();
  const early = (value, start) => ({ rule: "end-before-start", span: "root", tag: "", value, expected: `not before ${start}` });
  assert.deepEqual(violations.map((v) => v.rule), ["tag-value", "tag-value", ...Array(3).fill("end-before-start")]);
  assert.deepEqual(violations.slice(2), [
    early("2026-11-21T11:59:59.999Z", "2026-11-21T12:00:01.000Z"),
    early("2026-11-21T12:00:00.000Z", "2026-11-21T12:00:00.000Z"),
    early("2026-11-21T12:00:00.000Z", "2026-11-21T12:00:00.001Z"),
  ]);
  assert.deepEqual(spans.map((span) => span.end - span.start), [1000n, 1000n, 1000n]);
});

test("a clock that gives no whole number is not read", () => {
  for (const time of [0.5, NaN, "noon", {}, null]) {
    const { spans, emitter } = collecting({ clock: { now: () => time, monotonic: () => time } });
    emitter.emit(root, {});
    emitter.start(root, {}).end({ endTime: new Date(0) });
    assert.deepEqual(spans.map((span) => typeof span.start), ["bigint", "bigint"]);
    assert.ok(spans.every((span) => span.start > 0n && span.end - span.start === 1000n));
  }
});

test("a clock whose time has no text does not cost the span", () => {
  const { spans, emitter } = collecting({ clock: { now: () => 10n ** 30n, monotonic: () => 0n } });
  emitter.start(root, {}).end({ endTime: day("12:00:00") });
  assert.equal(spans.length, 1);
});

test("kind and error are the spec's", () => {
  const { spans, emitter } = collecting();
  const type = {
    ...root,
    kind: 3,
    tags: (list, init, end) => {
      generated.put(list, "mood", init.mood);
      generated.put(list, "result", end.result);
    },
    error: (tags) => generated.errorOf(tags, "mood", "BAD") ?? generated.errorOf(tags, "result", "DECLINED", "ERROR"),
  };
  emitter.start(type, {}).end({ result: "ERROR" });
  emitter.start(type, { mood: "BAD" }).end({ result: "ERROR" });
  emitter.start(type, { mood: "ERROR" }).end({ result: "BAD" });
  emitter.start(type, { extra: { result: "ERROR" } }).end();
  emitter.emit(root, { extra: { result: "ERROR" } });
  assert.deepEqual(spans.map((span) => span.error), ["ERROR", "BAD", undefined, undefined, undefined]);
  assert.deepEqual(spans.map((span) => span.kind), [3, 3, 3, 3, 1]);
  const [first, , third] = spans;
  assert.match(runtime.spanEventLine(first), /"duration":\d+,"error":true,"flow"/);
  assert.doesNotMatch(runtime.spanEventLine(third), /error/);
  const [resource] = JSON.parse(runtime.otlpRequest(spans)).resourceSpans;
  const sent = resource.scopeSpans[0].spans;
  assert.deepEqual(sent.map((span) => span.status), [{ code: 2, message: "ERROR" }, { code: 2, message: "BAD" }, undefined, undefined, undefined]);
  assert.deepEqual(sent.map((span) => span.kind), [3, 3, 3, 3, 1]);
});

test("a span that is not sampled is checked, and goes only to who asks for it", () => {
  const dropped = { ...root, sample: (ref, parent) => generated.inherited(ref, parent, "ffffffffffffff") };
  const kept = { ...child, ref: (init) => generated.deriveRef("7f9c24e83b1d4c5a9a0f2e6d81c4b7aa", "child", init.parent) };
  const { spans, emitter, short } = collecting();
  const parent = emitter.emit(dropped, { extra: { x: NaN } });
  assert.equal(parent.traceFlags, 0);
  assert.match(runtime.traceparent(parent), /-00$/);
  const span = emitter.start(dropped, {});
  span.end();
  span.end();
  assert.deepEqual(short(), ["tag-value x=NaN: a finite number", "ended-twice =: one end"]);
  assert.deepEqual(spans, []);
  emitter.emit({ ...kept, trace: undefined, links: (list) => generated.linksTo(list, [parent]) }, { parent, id: "a" });
  assert.equal(spans.length, 1);
  assert.deepEqual([spans[0].parent, spans[0].links[0], spans[0].context.traceFlags], [parent, parent, undefined]);
  assert.doesNotMatch(runtime.otlpRequest(spans), /"flags":0|traceFlags/);

  const record = recorder(checks);
  const asked = createEmitter(record.options, flow, "svc");
  asked.emit(dropped, {});
  asked.emit(root, {});
  assert.deepEqual(record.spans.map((each) => each.sampled), [false, true]);
  assert.equal(record.events().length, 2);
});

test("ids that are made for a missing parent are sampled by their trace", () => {
  const lost = { ...child, sample: (ref, parent) => generated.inherited(ref, parent, "80000000000000") };
  const emitWith = (trace) => {
    const ids = { traceId: () => trace, spanId: () => "00000000000000b1" };
    return collecting({ ids }).emitter.emit(lost, { id: "a", parent: { traceId: "0".repeat(32), spanId: "0".repeat(16), traceFlags: 0 } });
  };
  assert.equal(emitWith("7f9c24e83b1d4c5a9a7fffffffffffff").traceFlags, 0);
  assert.equal(emitWith("7f9c24e83b1d4c5a9a80000000000000").traceFlags, undefined);
});

test("a parent that may be left out is none where it is not valid", () => {
  const { spans, emitter, short } = collecting();
  const type = {
    ...root,
    ref: (init, ids) => generated.deriveChild(init.parent?.traceId ?? ids.traceId(), "root", init.parent, ids),
  };
  for (const parent of [undefined, null, {}, { traceId: "0".repeat(32), spanId: "0".repeat(16) }]) {
    const ref = emitter.emit(type, { parent });
    assert.match(ref.traceId, /[1-9a-f]/);
    assert.equal(spans.at(-1).parent, undefined);
  }
  const parent = { traceId: "a".repeat(32), spanId: "b".repeat(16) };
  assert.deepEqual(emitter.emit(type, { parent }), generated.deriveRef(parent.traceId, "root", parent));
  assert.deepEqual(short(), []);
});

test("of a list the least number of items is checked before the greatest, and both before its items", () => {
  const { emitter, short } = collecting();
  const rule = (least, most) => [generated.minItems(least), generated.maxItems(most), generated.maxLength(1)];
  const emit = (items, ...limits) => emitter.emit(root, { extra: [["t", items, rule(...limits)]] });
  emit([], 1, 2);
  emit(["xx"], 2, 3);
  emit(["x", "xx", "x"], 2, 2);
  emit(["x", "xx"], 2, 2);
  assert.deepEqual(short(), [
    "tag-value t=0: at least 1 item",
    "tag-value t=1: at least 2 items",
    "tag-value t=3: at most 2 items",
    "tag-value t=xx: at most 1 character",
  ]);
});

test("names that mean something in JavaScript are names like others", () => {
  const { spans, emitter, short } = collecting();
  emitter.emit(root, { extra: JSON.parse('{"__proto__":1,"constructor":2,"7":3,"toString":"x"}') });
  assert.deepEqual(short(), []);
  assert.match(runtime.spanEventLine(spans[0]), /"tags":\{"7":3,"__proto__":1,"constructor":2,"toString":"x"\}\}$/);
  assert.equal(Object.hasOwn(runtime.toSpanEvent(spans[0]).tags, "__proto__"), true);
});

test("plain JavaScript's mistakes become text, or cost one tag", () => {
  const { spans, emitter } = collecting();
  emitter.emit(root, { extra: { none: null, big: 7n, object: { a: 1 }, list: [null, "x", 1n], sign: Symbol("s") } });
  assert.equal(
    runtime.spanEventLine(spans[0]).replace(/.*"tags":/, ""),
    '{"none":"null","big":"7","object":"[object Object]","list":["null","x","1"],"sign":"Symbol(s)"}}',
  );
  const names = [[5, "x"], [null, "y"]];
  emitter.emit(root, { extra: names });
  assert.match(runtime.spanEventLine(spans[1]), /"tags":\{"5":"x","null":"y"\}\}$/);
  const rude = {
    *[Symbol.iterator]() {
      yield ["a", 1];
      throw new Error("no");
    },
  };
  emitter.emit(root, { extra: rude });
  assert.deepEqual(spans[2].tags, [["a", 1, false]]);
});

test("what is handed over does not change with the caller's lists", () => {
  const { spans, emitter } = collecting();
  const list = ["a"];
  const links = [{ traceId: "a".repeat(32), spanId: "b".repeat(16) }];
  emitter.emit({ ...root, links: (list) => generated.linksTo(list, links) }, { extra: { list } });
  list.push("b");
  links.pop();
  assert.deepEqual(spans[0].tags[0][1], ["a"]);
  assert.equal(spans[0].links.length, 1);
});

test("a pattern matches as RE2 does, over bytes", () => {
  // ^é+$ by hand: bytes c3 and a9 are classes 1 and 2.
  const check = generated.pattern("^é+$", "4p 0 1 2 p 0 1 1 1o 0;0 2 0 0 0 3 0 2 0;3");
  assert.equal(check("éé"), false);
  assert.equal(check("ée"), "pattern ^é+$");
  assert.equal(check(""), "pattern ^é+$");
  assert.equal(check(7), false);
});

test("a pattern's RegExp says the same words", () => {
  const check = generated.regExp("^[UW][A-Z0-9]{2,}$", /^[UW][\dA-Z]{2,}$/);
  assert.equal(check("U02"), false);
  for (const text of ["U0", "u02", "U02\n", "U02\ud83d", ""]) assert.equal(check(text), "pattern ^[UW][A-Z0-9]{2,}$");
  assert.equal(check(7), false);
});

test("the recorder throws where a span broke the spec, unless it collects", async () => {
  const strict = recorder(checks);
  const emitter = createEmitter(strict.options, flow, "svc");
  emitter.emit(root, { extra: { x: 1 } });
  const [event] = strict.events();
  assert.deepEqual(
    [event.trace_id, event.span_id, event.timestamp, event.duration, event.tags],
    ["1".padStart(32, "0"), "2".padStart(16, "0"), 1_712_345_678_001_000, 1, { x: 1 }],
  );
  emitter.emit(root, { extra: { x: NaN } });
  assert.throws(() => strict.events(), ViolationError);
  assert.throws(() => strict.spans, /^ViolationError: tag-value: root: x = "NaN", want a finite number$/);
  await assert.rejects(strict.forceFlush(), ViolationError);
  strict.reset();
  assert.deepEqual(strict.events(), []);
  const lenient = recorder(checks, { collectViolations: true });
  createEmitter(lenient.options, flow, "svc").emit(root, { extra: { x: NaN } });
  assert.equal(lenient.violations.length, 1);
  assert.equal(lenient.events().length, 1);
});

test("the in-memory exporter keeps what a batch processor sends", async () => {
  const exporter = inMemoryExporter();
  const processor = runtime.batchSpanProcessor(exporter);
  createEmitter({ processor }, flow, "svc").emit(root, {});
  await processor.shutdown();
  assert.equal(exporter.spans.length, 1);
  exporter.reset();
  assert.equal(exporter.spans.length, 0);
});

test("apps and generated modules import from entry points of their own", () => {
  const shared = Object.keys(runtime).filter((name) => name in generated);
  assert.deepEqual(shared, ["double"]);
});

test("CommonJS has the same, and the core runs where there is nothing but the language", () => {
  const entry = (name) => createRequire(import.meta.url).resolve(`../dist/cjs/${name}.js`);
  const loaded = new Map();
  const load = (file) => {
    if (!loaded.has(file)) {
      const exports = {};
      loaded.set(file, exports);
      const require = (name) => load(new URL(name, `file://${file}`).pathname);
      runInNewContext(`(function (exports, require) {${readFileSync(file, "utf8")}\n})`, {})(exports, require);
    }
    return loaded.get(file);
  };
  const bare = load(entry("generated"));
  assert.deepEqual(Object.keys(bare).sort(), Object.keys(generated).sort());
  assert.deepEqual(Object.keys(load(entry("index"))).sort(), Object.keys(runtime).sort());
  const spans = [];
  const emitter = bare.createEmitter({ processor: { onEnd: (s) => spans.push(s) } }, flow, "svc");
  emitter.start(root, {}).end();
  assert.equal(bare.deriveRef(bare.deriveTraceId("f", "é"), "s").spanId, generated.deriveRef(generated.deriveTraceId("f", "é"), "s").spanId);
  assert.equal(spans.length, 1);
});

test("what is no reference is no link, and the span is kept", () => {
  const { spans, emitter } = collecting();
  const links = [undefined, null, { traceId: "0".repeat(32), spanId: "0".repeat(16) }, {}, { traceId: "1".repeat(32), spanId: "2".repeat(16) }];
  emitter.emit({ ...root, links: (list) => generated.linksTo(list, links) }, {});
  emitter.emit({ ...root, links: (list) => generated.linksTo(list, new Array(3)) }, {});
  assert.deepEqual(spans.map((span) => span.links), [[links[4]], []]);
  assert.deepEqual(spans.map((span) => span.droppedLinks), [0, 0]);
});

test("a span carries 32,768 links, says how many it left out, and that after its extras", () => {
  const { spans, short, emitter } = collecting();
  const link = { traceId: "1".repeat(32), spanId: "2".repeat(16) };
  const links = (count) => ({ ...root, links: (list) => generated.linksTo(list, Array(count).fill(link)) });
  emitter.emit(links(32_768), {});
  emitter.emit(links(40_000), { extra: { n: NaN } });
  assert.deepEqual(spans.map((span) => [span.links.length, span.droppedLinks]), [[32_768, 0], [32_768, 7232]]);
  assert.deepEqual(short(), ["tag-value n=NaN: a finite number", "too-many-links =40000: at most 32768 links"]);
  assert.match(runtime.spanEventLine(spans[1]), /\],"dropped_links":7232\}$/);
  assert.doesNotMatch(runtime.spanEventLine(spans[0]), /dropped/);
  assert.match(runtime.otlpRequest([spans[1]]), /"droppedLinksCount":7232/);
});

test("emitting goes on with whatever a test's fake clock gives", () => {
  const now = Date.now;
  const uptime = performance.now;
  try {
    for (const time of [1.5, NaN, Infinity, undefined, -5]) {
      Date.now = () => time;
      performance.now = () => time;
      const { spans, emitter } = collecting();
      emitter.start(root, {}).end();
      assert.equal(spans.length, 1, String(time));
      assert.ok(spans[0].end >= spans[0].start);
    }
    performance.now = undefined;
    Date.now = () => 1_712_345_678_000.25;
    const { spans, emitter } = collecting();
    emitter.start(root, {}).end();
    assert.equal(spans[0].start, 1_712_345_678_000_000_000n);
  } finally {
    Date.now = now;
    performance.now = uptime;
  }
});

test("resource attributes beside the spec's go out after them, in OTLP alone", () => {
  const { spans, short, violations } = collecting();
  const options = { processor: { onEnd: (s) => spans.push(s) }, onViolation: checks((v) => violations.push(v)) };
  const resourceAttributes = { "deployment.environment.name": "prod", app: "2", "service.name": "x", n: 1.5, optional: "y" };
  const own = (list) => {
    generated.put(list, "app", "1");
    generated.put(list, "optional", undefined);
  };
  createEmitter({ ...options, resourceAttributes }, flow, "svc", own).emit(root, {});
  assert.deepEqual(short(), ["app=2", "service.name=x", "optional=y"].map((what) => `shadowed-tag ${what}: a tag that the spec does not declare`));
  const [{ resource }] = JSON.parse(runtime.otlpRequest(spans)).resourceSpans;
  assert.deepEqual(resource.attributes, [
    { key: "service.name", value: { stringValue: "svc" } },
    { key: "app", value: { stringValue: "1" } },
    { key: "deployment.environment.name", value: { stringValue: "prod" } },
    { key: "n", value: { doubleValue: 1.5 } },
  ]);
  assert.deepEqual(runtime.toSpanEvent(spans[0]).tags, { app: "1" });
});

test("the text of a violation does not show the value of a sensitive tag", () => {
  const violations = [];
  const type = {
    ...root,
    tags: (list, init) => {
      generated.putKey(list, "secret", init.secret);
      generated.put(list, "count", init.count);
    },
  };
  const options = { processor: { onEnd: () => {} }, onViolation: checks((v) => violations.push(v)) };
  const emitter = createEmitter(options, flow, "svc", (list) => generated.put(list, "secret", "secret\ud800"));
  emitter.emit(type, { secret: "secret\0", count: -1, extra: { secret: "secret" } });
  emitter.emit({ ...root, parent: "child" }, {});
  const texts = violations.map(runtime.violationText);
  assert.deepEqual(texts, [
    "invalid-utf8: service: secret = [redacted], want valid UTF-8",
    "tag-value: root: secret = [redacted], want no NUL character",
    'tag-value: root: count = "-1", want at least 0',
    "shadowed-tag: root: secret = [redacted], want a tag that the spec does not declare",
    "missing-parent: root: want child",
  ]);
  assert.equal(violations[1].value, "secret\0", "who needs the value has it");
  assert.doesNotMatch(new ViolationError(violations[1]).message, /\0/);
  assert.equal(runtime.violationText({ rule: "too-many-links", span: "s", tag: "", value: "40000", expected: "at most 32768 links" }), "too-many-links: s: 40000, want at most 32768 links");
});
