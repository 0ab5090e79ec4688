/** Ids by the rules of docs/ids.md. Everything here is synchronous, and works without TextEncoder and crypto. */

import type { IdGenerator } from "./clock.js";
import { begin, finish, put } from "./sha256.js";
import { utf8 } from "./text.js";

/**
 * A trace id (32 hex digits) and a span id (16), lower case, neither all zero. What OpenTelemetry calls a SpanContext
 * fits where one is asked for.
 */
export interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
  /** The flags of W3C Trace Context, as OpenTelemetry has them: bit 0 is set where the span is sampled. Absent counts as 1. */
  readonly traceFlags?: number | undefined;
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
  return finish(4);
}

/** The ref of a span whose id follows from its trace and its key. */
export function deriveRef<Span extends string>(traceId: string, span: Span, ...key: readonly Key[]): Ref<Span> {
  begin();
  putHex(traceId);
  putKey(span);
  key.forEach(putKey);
  return { traceId, spanId: finish(2), span } as Ref<Span>;
}

/** The ref of a span whose key is its parent, in a trace that the parent does not give. Without a parent the span id is random. */
export function deriveChild<Span extends string>(
  traceId: string,
  span: Span,
  parent: SpanContext | undefined,
  ids: IdGenerator,
): Omit<Ref<Span>, "~ref"> {
  return parent ? deriveRef(traceId, span, parent) : { traceId, spanId: ids.spanId(), span };
}

/** Whether a span is exported, and its children in traces that have no id of their own. */
export function isSampled({ traceFlags = 1 }: SpanContext): boolean {
  return traceFlags % 2 === 1;
}

/**
 * Gives a new context the flag that its trace id makes it have: consistent probability sampling of OpenTelemetry, by which
 * all services keep the same traces.
 *
 * @param threshold - 2^56 times the share of traces that are dropped, rounded up: 14 hex digits. Empty where none is.
 */
export function sampled<Context extends SpanContext>(context: Context, threshold = ""): Context {
  return flagged(context, threshold === "" || randomness(context.traceId) >= threshold);
}

/** Gives a new context the flag of a parent in its trace; without one, that which its trace id makes it have. */
export function inherited<Context extends SpanContext>(
  context: Context,
  parent: SpanContext | undefined,
  threshold?: string,
): Context {
  return parent?.traceId === context.traceId ? flagged(context, isSampled(parent)) : sampled(context, threshold);
}

/** A context that is sampled has no flags, so that equal ones are deeply equal however they came about. */
function flagged<Context extends SpanContext>(context: Context, keep: boolean): Context {
  return keep ? context : Object.assign(context, { traceFlags: 0 });
}

/** The 56 random bits of a trace id in hex: its last 7 bytes if it is a UUID of version 4 or 7, else those of its hash. */
export function randomness(traceId: string): string {
  if (/^.{12}[47].{3}[89ab]/.test(traceId)) {
    return traceId.slice(18);
  }
  begin();
  putHex(traceId);
  return finish(8, 6).slice(2);
}

/** The W3C traceparent of a span (Trace Context level 2, section 3.2): 55 characters, with the flag 01 if it is sampled, else 00. */
export function traceparent(context: SpanContext): string {
  return `00-${context.traceId}-${context.spanId}-0${isSampled(context) ? "1" : "0"}`;
}

/** Reads a W3C traceparent with its flag; undefined if it is none. */
export function parseTraceparent(text: string): SpanContext | undefined {
  // Version 00 has 55 characters. Later versions may have more behind these, which is ignored.
  const [, traceId, spanId, flags] =
    /^(?!ff|00.{54})[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-[\da-f]([\da-f])(-|$)/s.exec(text) ?? [];
  return traceId && spanId ? flagged({ traceId, spanId }, parseInt(flags as string, 16) % 2 === 1) : undefined;
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
  let bytes = text;
  for (let i = 0; i < bytes.length; i++) {
    // Most texts are ASCII: the first character that is not is found on the way.
    if (bytes === text && text.charCodeAt(i) > 0x7f) {
      bytes = utf8(text);
    }
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
