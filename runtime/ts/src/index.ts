/**
 * What apps call and name: processors, exporters, clocks, traceparent, and the types of spans, options and violations. The
 * entry point `testing` has what tests need besides, `generated` what generated modules call.
 *
 * @packageDocumentation
 */

export type { EmitterOptions } from "./emitter.js";
export { double } from "./checks.js";
export type { Check, Rule } from "./checks.js";
export { randomIds, systemClock } from "./clock.js";
export type { Clock, IdGenerator } from "./clock.js";
export { parseTraceparent, traceparent } from "./ids.js";
export type { Ref, SpanContext } from "./ids.js";
export type {
  Extra, Scalar, Service, SpanData, SpanExporter, SpanProcessor, Tags, TagValue, Violation } from "./span.js";
export { batchSpanProcessor } from "./batch.js";
export type { BatchOptions, BatchSpanProcessor } from "./batch.js";
export type { HttpExporter, HttpExporterOptions } from "./http.js";
export { otlpExporter, otlpRequest } from "./otlp.js";
export type { OtlpExporterOptions } from "./otlp.js";
export { otlpFromEnv } from "./env.js";
export type { OtlpEnvironment } from "./env.js";
export { spanEventExporter, spanEventLine, toSpanEvent } from "./spanevent.js";
export type { SpanEvent } from "./spanevent.js";
