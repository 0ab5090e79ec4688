import assert from "node:assert/strict";
import { test } from "node:test";
import * as generated from "../dist/esm/generated.js";
import { createEmitter, deriveRef, deriveTraceId, parseRef } from "../dist/esm/generated.js";
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
  for (const { name, text, trace_id, span_id, written } of valid) {
    assert.deepEqual(parseTraceparent(text), { traceId: trace_id, spanId: span_id }, name);
    assert.deepEqual(parseRef("a", text), { traceId: trace_id, spanId: span_id, span: "a" }, name);
    assert.equal(traceparent(parseTraceparent(text)), written, name);
  }
  for (const { name, text } of invalid) assert.equal(parseTraceparent(text), undefined, name);
});

/** Emits one span that carries one undeclared tag, and returns it with the violations. */
function emit(value, rule) {
  const spans = [];
  const violations = [];
  const options = { processor: { onEnd: (s) => spans.push(s) }, onViolation: (v) => violations.push(v) };
  const type = { name: "s", ref: (_init, ids) => ({ traceId: ids.traceId(), spanId: ids.spanId(), span: "s" }) };
  createEmitter(options, { name: "f", version: "1.0.0" }, "svc").emit(type, { extra: [["t", value, rule]] });
  return { span: spans[0], violations };
}

test("text is repaired as in all languages", () => {
  let held = 0;
  for (const { name, value, repaired, valid } of vectors("utf8.json")) {
    const given = text(value);
    if (given === undefined) continue;
    held++;
    const { span, violations } = emit(given);
    assert.equal(span.tags.get("t"), repaired, name);
    assert.deepEqual(violations.map((v) => [v.rule, v.value]), valid ? [] : [["invalid-utf8", repaired]], name);
  }
  assert.ok(held > 3);
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
