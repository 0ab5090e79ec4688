import assert from "node:assert/strict";
import { test } from "node:test";
import * as generated from "../dist/esm/generated.js";
import { createEmitter, deriveRef, deriveTraceId, flowChecks, parseRef } from "../dist/esm/generated.js";
import { double, otlpRequest, parseTraceparent, randomIds, spanEventLine, traceparent } from "../dist/esm/index.js";
import { text, vectors } from "./vectors.mjs";

const { trace_ids, span_ids } = vectors("ids.json");

test("trace ids derive as in all languages", () => {
  let held = 0;
  for (const { name, flow, value, trace_id } of trace_ids) {
    if (text(value) === undefined) continue;
    held++;
    assert.equal(deriveTraceId(flow, text(value)), trace_id, name);
  }
  assert.equal(held, trace_ids.filter(({ value }) => !("utf8" in value)).length);
  assert.ok(held > 10);
});

function key(form) {
  if ("int" in form) return Number(form.int);
  if ("bool" in form) return form.bool;
  if ("enum" in form) return form.enum;
  if ("parent" in form) return { traceId: "", spanId: form.parent };
  return text(form);
}

test("span ids derive as in all languages", () => {
  let held = 0;
  for (const { name, trace_id, span, keys, span_id } of span_ids) {
    const values = keys.map(key);
    if (values.includes(undefined) || values.some((v) => typeof v === "number" && !Number.isSafeInteger(v))) continue;
    held++;
    assert.deepEqual(deriveRef(trace_id, span, ...values), { traceId: trace_id, spanId: span_id, span }, name);
  }
  assert.ok(held > 10, `${held} of ${span_ids.length}`);
});

test("traceparent", () => {
  const { valid, invalid } = vectors("traceparent.json");
  const flags = new Set();
  for (const { name, text, trace_id, span_id, sampled, written } of valid) {
    flags.add(sampled);
    const context = { traceId: trace_id, spanId: span_id, ...(!sampled && { traceFlags: 0 }) };
    assert.deepEqual(parseTraceparent(text), context, name);
    assert.deepEqual(parseRef("a", text), { ...context, span: "a" }, name);
    assert.equal(traceparent(parseTraceparent(text)), written, name);
  }
  assert.deepEqual([...flags].sort(), [false, true]);
  for (const { name, text } of invalid) assert.equal(parseTraceparent(text), undefined, name);
});

test("OpenTelemetry's flags are read: bit 0 counts", () => {
  const context = { traceId: "7f9c24e83b1d4c5a9a0f2e6d81c4b7aa", spanId: "e04e8e8dc8b1aa24" };
  const written = [undefined, 0, 1, 2, 3].map((traceFlags) => traceparent({ ...context, traceFlags }).slice(-2));
  assert.deepEqual(written, ["01", "00", "01", "00", "01"]);
});

const { threshold: thresholds, kept } = vectors("sampling.json");

test("a trace is kept or dropped as in all languages", () => {
  const limits = new Map(thresholds.map(({ percent, threshold }) => [percent, threshold]));
  const counts = { true: 0, false: 0 };
  for (const { name, trace_id, percent, r, kept: expected } of kept) {
    const isKept = (threshold) => generated.sampled({ traceId: trace_id, spanId: "00000000000000b1" }, threshold).traceFlags !== 0;
    counts[expected]++;
    assert.equal(isKept(limits.get(percent)), expected, name);
    assert.equal(isKept(r), true, `${name}: at the threshold`);
    const above = (BigInt(`0x${r}`) + 1n).toString(16).padStart(14, "0");
    if (above.length === 14) assert.equal(isKept(above), false, `${name}: below the threshold`);
  }
  assert.ok(counts.true > 0 && counts.false > 0);
});

test("a reference has the flag of the parent in its trace, and without one that of its trace id", () => {
  const context = { traceId: "7f9c24e83b1d4c5a9a0f2e6d81c4b7aa", spanId: "e04e8e8dc8b1aa24" };
  const all = "ffffffffffffff";
  const flag = (parent, threshold) => generated.inherited({ ...context }, parent, threshold).traceFlags;
  assert.equal(flag({ ...context, traceFlags: 0 }), 0);
  assert.equal(flag({ ...context, traceFlags: 3 }, all), undefined);
  assert.equal(flag(context, all), undefined);
  assert.equal(flag(undefined, all), 0);
  assert.equal(flag(undefined), undefined);
  assert.equal(flag({ ...context, traceId: "a".repeat(32), traceFlags: 0 }), undefined);
});

/** Emits one span that carries one undeclared tag, and returns it with the violations. */
function emit(value, rule) {
  const spans = [];
  const violations = [];
  const options = { processor: { onEnd: (s) => spans.push(s) }, onViolation: flowChecks("f", [], [], (v) => violations.push(v)) };
  const type = { name: "s", ref: (_init, ids) => ({ traceId: ids.traceId(), spanId: ids.spanId(), span: "s" }) };
  createEmitter(options, { name: "f", version: "1.0.0" }, "svc").emit(type, { extra: [["t", value, rule]] });
  return { span: spans[0], violations };
}

function repairs() {
  let held = 0;
  for (const { name, value, repaired, valid } of vectors("utf8.json")) {
    const given = text(value);
    if (given === undefined) continue;
    held++;
    const { span, violations } = emit(given);
    assert.equal(span.tags[0][1], repaired, name);
    assert.deepEqual(violations.map((v) => [v.rule, v.value]), valid ? [] : [["invalid-utf8", repaired]], name);
  }
  assert.ok(held > 3);
}

test("text is repaired as in all languages", repairs);

test("text is repaired on platforms that have no toWellFormed", () => {
  const { toWellFormed } = String.prototype;
  delete String.prototype.toWellFormed;
  try {
    repairs();
  } finally {
    if (toWellFormed) Object.defineProperty(String.prototype, "toWellFormed", { value: toWellFormed, configurable: true, writable: true });
  }
});

test("doubles are written as in all languages", () => {
  for (const { bits, text } of vectors("doubles.json")) {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, BigInt(`0x${bits}`));
    const value = view.getFloat64(0);
    const written = Number.isFinite(value) ? text : JSON.stringify(text);
    const { span } = emit(value, [double]);
    assert.ok(spanEventLine(span).endsWith(`"tags":{"t":${written}}}`), `${bits}: ${spanEventLine(span)}`);
    assert.ok(otlpRequest([span]).includes(`{"doubleValue":${written}}`), bits);
  }
});

test("formats", () => {
  const checks = { "date-time": generated.dateTime };
  for (const { format, valid, invalid } of vectors("formats.json")) {
    const check = checks[format] ?? generated[format];
    for (const value of valid) assert.equal(check(value), false, `${format} ${JSON.stringify(value)}`);
    for (const value of invalid) assert.equal(check(value), `format ${format}`, `${format} ${JSON.stringify(value)}`);
  }
});

test("random ids are ids, and each another", () => {
  const seen = new Set();
  for (let i = 0; i < 1000; i++) {
    assert.match(randomIds.traceId(), /^[\da-f]{32}$/);
    seen.add(randomIds.spanId());
  }
  assert.equal(seen.size, 1000);
});
