/** Spans in the flat form, one JSON object a line. docs/runtime-contract.md has its members and their order. */

import { httpExporter } from "./http.js";
import type { HttpExporterOptions } from "./http.js";
import type { SpanData, SpanExporter, Tag, TagValue } from "./span.js";
import { doubleText } from "./text.js";

/** A span in the flat form. */
export interface SpanEvent {
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent_id?: string;
  readonly parent_trace_id?: string;
  readonly name: string;
  readonly service_name: string;
  /** Microseconds since 1970, UTC. */
  readonly timestamp: number;
  /** Microseconds. */
  readonly duration: number;
  /** Whether the span is an error; absent if it is none. */
  readonly error?: true;
  readonly flow: string;
  readonly flow_version: string;
  /** The service's tags, then the span's. */
  readonly tags?: Readonly<Record<string, TagValue>>;
  readonly links?: readonly { readonly trace_id: string; readonly span_id: string }[];
  /** How many links were given beyond those that a span carries. */
  readonly dropped_links?: number;
}

/** A span in the flat form, as an object. JSON.stringify would write a whole double as an int: see {@link spanEventLine}. */
export function toSpanEvent(span: SpanData): SpanEvent {
  return JSON.parse(spanEventLine(span)) as SpanEvent;
}

/** A span in the flat form, as one line of JSON without its line feed. */
export function spanEventLine(span: SpanData): string {
  const { context, parent, service, links } = span;
  const tags = [...service.tags, ...span.tags].map(member).join(",");
  // Members that are undefined are left out. The tags replace a placeholder that cannot occur within a JSON string.
  return JSON.stringify({
    trace_id: context.traceId,
    span_id: context.spanId,
    parent_id: parent?.spanId,
    parent_trace_id: parent?.traceId === context.traceId ? undefined : parent?.traceId,
    name: span.name,
    service_name: service.name,
    timestamp: Number(span.start / 1000n),
    duration: Number((span.end - span.start) / 1000n),
    error: span.error === undefined ? undefined : true,
    flow: service.flow,
    flow_version: service.flowVersion,
    tags: tags ? 0 : undefined,
    links: links.length > 0 ? links.map((to) => ({ trace_id: to.traceId, span_id: to.spanId })) : undefined,
    dropped_links: span.droppedLinks || undefined,
  }).replace('"tags":0', () => `"tags":{${tags}}`);
}

function member([tag, value, isDouble]: Tag): string {
  return `${JSON.stringify(tag)}:${json(value, isDouble)}`;
}

/** A value as JSON. */
export function json(value: TagValue, isDouble?: boolean): string {
  if (typeof value === "object") {
    return `[${value.map((item) => json(item, isDouble)).join(",")}]`;
  }
  return typeof value === "number" && Number.isFinite(value)
    ? (isDouble ? doubleText : String)(value)
    : JSON.stringify(typeof value === "number" ? String(value) : value);
}

/** Posts SpanEvents as JSON lines. They are text/plain, which browsers send to another origin without a preflight. */
export function spanEventExporter(options: HttpExporterOptions): SpanExporter {
  return httpExporter(options, options.endpoint, {
    type: "text/plain;charset=UTF-8",
    span: (span) => `${spanEventLine(span)}\n`,
    body: (_spans, texts) => texts.join(""),
  });
}
