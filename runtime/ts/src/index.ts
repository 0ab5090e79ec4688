/**
 * What apps call and name: processors, exporters, clocks, traceparent, and the types of spans, options and violations. The
 * entry point `testing` has what tests need besides, `generated` what generated modules call.
 *
 * @packageDocumentation
 */

export type { EmitterOptions } from "./emitter.js";
export { double } from "./checks.js";
export type { Check, Rule } from "./checks.js";
export type { Clock, IdGenerator, Sources } from "./clock.js";
export { randomIds, sourcesOf, systemClock } from "./sources.js";
export type { GivenSources } from "./sources.js";
export { parseTraceparent, traceparent } from "./ids.js";
export type { Ref, SpanContext } from "./ids.js";
export type {
  ExportError,
  Extra,
  Scalar,
  Service,
  SpanData,
  SpanExporter,
  SpanProcessor,
  Tag,
  Tags,
  TagValue,
  Violation,
} from "./span.js";
export { exportErrorText } from "./exporterror.js";
export { violationText } from "./violations.js";
export type { ViolationListener } from "./violations.js";
export type { Checks } from "./tags.js";
export { multiSpanProcessor } from "./multi.js";
export { switchSpanProcessor } from "./switch.js";
export type { SwitchSpanProcessor } from "./switch.js";
export { consoleLine, consoleSpanProcessor } from "./console.js";
export { batchSpanProcessor } from "./batch.js";
export type { BatchOptions, BatchSpanProcessor, BatchStats } from "./batch.js";
export { gzip } from "./gzip.js";
export { requestHeaders } from "./headers.js";
export type { Fetch, FetchInit, FetchLayer, FetchResponse, Headers, HttpExporterOptions } from "./http.js";
export { otlpExporter, otlpRequest } from "./otlp.js";
export type { OtlpExporterOptions } from "./otlp.js";
export { otlpFromEnv, processorFromEnv } from "./env.js";
export type { OtlpEnvironment, ProcessorEnvironment } from "./env.js";
export { spanEventExporter, spanEventLine, toSpanEvent } from "./spanevent.js";
export type { SpanEvent } from "./spanevent.js";
