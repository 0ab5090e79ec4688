/** Ids by the rules of docs/ids.md. Everything here is synchronous, and works without TextEncoder and crypto. */

import { begin, finish, put } from "./sha256.js";
import { report } from "./tags.js";
import type { TagList } from "./tags.js";
import { repair, utf8 } from "./text.js";

/**
 * A trace id (32 hex digits) and a span id (16), lower case, neither all zero. What OpenTelemetry calls a SpanContext
 * fits where one is asked for.
 */
export interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
}

/**
 * The ids of a span with a certain name. It is plain data, so it survives postMessage, IndexedDB and JSON. Emitting the span,
 * deriving it from its key and reading a traceparent return one.
 */
export interface Ref<Span extends string> extends SpanContext {
  /** The span's name. */
  readonly span: Span;
  /** For the compiler alone, so that no object literal is a ref. No ref has it at run time. */
  readonly "~ref": Span;
}

/** A value that a span id derives from. A parent counts as the 8 bytes of its span id. */
type Key = string | number | boolean | SpanContext;

/** The trace id that the value of an id tag stands for. */
export function deriveTraceId(flow: string, value: string): string {
  if (/^(?![0-]*$)[\da-f]{8}(-?)[\da-f]{4}\1[\da-f]{4}\1[\da-f]{4}\1[\da-f]{12}$/i.test(value)) {
    return value.replace(/-/g, "").toLowerCase();
  }
  begin();
  putText(`${flow}\0${value}`);
  return finish(16);
}

/** The ref of a span whose id follows from its trace and its key. */
export function deriveRef<Span extends string>(traceId: string, span: Span, ...key: readonly Key[]): Ref<Span> {
  begin();
  putHex(traceId);
  putKey(span);
  key.forEach(putKey);
  return { traceId, spanId: finish(8), span } as Ref<Span>;
}

/** Reports an id tag whose value does not give the trace id that the span has from its parent. */
export function sameTrace(list: TagList, traceId: string, flow: string, tag: string, value: string): void {
  if (deriveTraceId(flow, value) !== traceId) {
    report(list, "trace-id-mismatch", tag, repair(value), traceId);
  }
}

/** The W3C traceparent of a span (Trace Context level 2, section 3.2): 55 characters, always with the flag 01. */
export function traceparent(context: SpanContext): string {
  return `00-${context.traceId}-${context.spanId}-01`;
}

/** Reads a W3C traceparent; undefined if it is none. */
export function parseTraceparent(text: string): SpanContext | undefined {
  // Version 00 has 55 characters. Later versions may have more behind these, which is ignored.
  const [, traceId, spanId] =
    /^(?!ff|00.{54})[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-[\da-f]{2}(-|$)/s.exec(text) ?? [];
  return traceId && spanId ? { traceId, spanId } : undefined;
}

/** Reads a W3C traceparent as the ref of a span; undefined if it is none. */
export function parseRef<Span extends string>(span: Span, text: string): Ref<Span> | undefined {
  const context = parseTraceparent(text);
  return context && ({ ...context, span } as Ref<Span>);
}

/** The context if it is valid, else undefined. OpenTelemetry has a context of zeros where there is none. */
export function validContext(context: SpanContext | undefined): SpanContext | undefined {
  return context && /^(?!0*$)[\da-f]{32}$/.test(context.traceId) && /^(?!0*$)[\da-f]{16}$/.test(context.spanId)
    ? context
    : undefined;
}

function putKey(part: Key): void {
  if (typeof part === "object") {
    putHex(part.spanId);
  } else {
    putText(String(part));
  }
  put(0);
}

function putText(text: string): void {
  const bytes = utf8(text);
  for (let i = 0; i < bytes.length; i++) {
    put(bytes.charCodeAt(i));
  }
}

function putHex(hex: string): void {
  for (let i = 0; i < hex.length; i += 2) {
    put((nibble(hex, i) << 4) | nibble(hex, i + 1));
  }
}

function nibble(hex: string, at: number): number {
  const code = hex.charCodeAt(at);
  return (code & 15) + 9 * (code >> 6);
}
