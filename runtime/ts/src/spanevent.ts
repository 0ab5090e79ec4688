/** The flat form of spans: one JSON object a line. docs/runtime-contract.md has its members and their order. */

import type { SpanData, TagValue } from "./span.js";
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
  readonly flow: string;
  readonly flow_version: string;
  /** The service's tags, then the span's. */
  readonly tags?: Readonly<Record<string, TagValue>>;
  readonly links?: readonly { readonly trace_id: string; readonly span_id: string }[];
}

/** A span in the flat form, as an object. JSON.stringify would write a whole double as an int: see {@link spanEventLine}. */
export function toSpanEvent(span: SpanData): SpanEvent {
  const tags = Object.fromEntries([...span.service.tags, ...span.tags]);
  return { ...head(span), ...(Object.keys(tags).length > 0 && { tags }), ...tail(span) };
}

/** A span in the flat form, as one line of JSON without its line feed. */
export function spanEventLine(span: SpanData): string {
  const tags = [...members(span.service), ...members(span)].join(",");
  return [JSON.stringify(head(span)), tags && `{"tags":{${tags}}}`, JSON.stringify(tail(span))]
    .map((object) => object.slice(1, -1))
    .filter(Boolean)
    .join(",")
    .replace(/.*/s, "{$&}");
}

function head(span: SpanData): Omit<SpanEvent, "tags" | "links"> {
  const { context, parent, service } = span;
  return {
    trace_id: context.traceId,
    span_id: context.spanId,
    ...(parent && { parent_id: parent.spanId }),
    ...(parent && parent.traceId !== context.traceId && { parent_trace_id: parent.traceId }),
    name: span.name,
    service_name: service.name,
    timestamp: Number(span.start / 1000n),
    duration: Number((span.end - span.start) / 1000n),
    flow: service.flow,
    flow_version: service.flowVersion,
  };
}

function tail({ links }: SpanData): Pick<SpanEvent, "links"> {
  return links.length > 0
    ? { links: links.map(({ traceId, spanId }) => ({ trace_id: traceId, span_id: spanId })) }
    : {};
}

interface Tagged {
  readonly tags: ReadonlyMap<string, TagValue>;
  readonly doubles: readonly string[];
}

function members({ tags, doubles }: Tagged): string[] {
  return [...tags].map(([tag, value]) => `${JSON.stringify(tag)}:${json(value, doubles.includes(tag))}`);
}

function json(value: TagValue, isDouble: boolean): string {
  if (typeof value === "object") {
    return `[${value.map((item) => json(item, isDouble)).join(",")}]`;
  }
  if (typeof value !== "number") {
    return JSON.stringify(value);
  }
  const text = isDouble ? doubleText(value) : String(value);
  return Number.isFinite(value) ? text : `"${text}"`;
}
