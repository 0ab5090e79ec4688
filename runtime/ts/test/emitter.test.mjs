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
  trace: (list, init) => generated.sameTrace(list, init.parent.traceId, "f", "id", init.id),
  tags: (list, init, end) => {
    generated.putKey(list, "id", init.id, [generated.notEmpty]);
    generated.put(list, "list", init.list, [generated.maxItems(2), generated.maxLength(3)]);
    generated.put(list, "ratio", end.ratio, [runtime.double, generated.atMost(1)]);
    generated.put(list, "count", init.count, [generated.int, generated.atLeast(0)]);
  },
};

function collecting(options = {}) {
  const spans = [];
  const violations = [];
  const emitter = createEmitter(
    { processor: { onEnd: (s) => spans.push(s) }, onViolation: (v) => violations.push(v), ...options },
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
    onViolation: broken,
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
  assert.deepEqual(spans[0].doubles, ["ratio"]);
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
    [...spans[0].tags],
    [["id", "a\0"], ["list", ["abcd"]], ["ratio", 2], ["count", -1], ["early", "\ufffd"], ["late", true]],
  );
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
  const rude = {
    *[Symbol.iterator]() {
      yield ["a", 1];
      throw new Error("no");
    },
  };
  emitter.emit(root, { extra: rude });
  assert.deepEqual([...spans[1].tags], [["a", 1]]);
});

test("what is handed over does not change with the caller's lists", () => {
  const { spans, emitter } = collecting();
  const list = ["a"];
  const links = [{ traceId: "a".repeat(32), spanId: "b".repeat(16) }];
  emitter.emit({ ...root, links: () => links }, { extra: { list } });
  list.push("b");
  links.pop();
  assert.deepEqual(spans[0].tags.get("list"), ["a"]);
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

test("the recorder throws where a span broke the spec, unless it collects", async () => {
  const strict = recorder();
  const emitter = createEmitter(strict.options, flow, "svc");
  emitter.emit(root, { extra: { x: 1 } });
  const [event] = strict.events();
  assert.deepEqual(
    [event.trace_id, event.span_id, event.timestamp, event.duration, event.tags],
    ["1".padStart(32, "0"), "2".padStart(16, "0"), 1_712_345_678_001_000, 1, { x: 1 }],
  );
  emitter.emit(root, { extra: { x: NaN } });
  assert.throws(() => strict.events(), ViolationError);
  assert.throws(() => strict.spans, /^ViolationError: tag-value: root: tag x: "NaN", expected a finite number$/);
  await assert.rejects(strict.forceFlush(), ViolationError);
  strict.reset();
  assert.deepEqual(strict.events(), []);
  const lenient = recorder({ collectViolations: true });
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
