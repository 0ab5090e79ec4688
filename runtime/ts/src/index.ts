/**
 * What the generated clients of specgen stand on: ids, emitters, a batch processor and exporters.
 *
 * @packageDocumentation
 */

export { createEmitter } from "./emitter.js";
export type { Emitter, EmitterOptions, Flow, Measured, SpanInit, SpanType } from "./emitter.js";
export {
  atLeast, atMost, double, int, maxItems, maxLength, minLength, notEmpty, oneOf, text } from "./checks.js";
export type { Check, Rule } from "./checks.js";
export { dateTime, email, hex, ipv4, ipv6, uri, uuid } from "./formats.js";
export { pattern } from "./pattern.js";
export { randomIds, systemClock } from "./clock.js";
export type { Clock, IdGenerator } from "./clock.js";
export { deriveRef, deriveTraceId, parseRef, parseTraceparent, sameTrace, traceparent, validContext } from "./ids.js";
export type { Key, Ref, SpanContext } from "./ids.js";
export { checkTag, put, putKey } from "./tags.js";
export type { TagList } from "./tags.js";
export type {
  Extra, Scalar, Service, SpanData, SpanExporter, SpanProcessor, Tags, TagValue, Violation } from "./span.js";
/** Generated code asks for the newest of these that it needs: with an older runtime it does not compile. */
export const atLeast1_0 = true;
export { batchSpanProcessor } from "./batch.js";
export type { BatchOptions, BatchSpanProcessor } from "./batch.js";
export type { HttpExporter, HttpExporterOptions } from "./http.js";
export { otlpExporter, otlpRequest } from "./otlp.js";
export { spanEventExporter, spanEventLine, toSpanEvent } from "./spanevent.js";
export type { SpanEvent } from "./spanevent.js";
