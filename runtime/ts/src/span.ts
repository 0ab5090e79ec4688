/** What passes between emitters, processors and exporters. */

import type { SpanContext } from "./ids.js";

/** One value. */
export type Scalar = string | number | boolean;

/** What a tag holds. */
export type TagValue = Scalar | readonly Scalar[];

/** Tags by their names on the wire; undefined is as good as absent. */
export type Tags = Readonly<Record<string, TagValue | undefined>>;

/** Who emits: one object for all spans of an emitter, so that exporters can group by it. */
export interface Service {
  readonly name: string;
  readonly flow: string;
  readonly flowVersion: string;
  /** The tags that were given once, when the emitter was made. */
  readonly tags: ReadonlyMap<string, TagValue>;
  /** Which of the tags are doubles on the wire, also where they are whole. */
  readonly doubles: readonly string[];
}

/** A finished span. Nobody changes it any more. */
export interface SpanData {
  readonly name: string;
  readonly context: SpanContext;
  /** Its parent, perhaps in another trace. */
  readonly parent: SpanContext | undefined;
  /** In the caller's order. The parent in another trace is not among them: exporters write it as their format can. */
  readonly links: readonly SpanContext[];
  readonly service: Service;
  /** Nanoseconds since 1970, UTC. */
  readonly start: bigint;
  /** Nanoseconds since 1970, UTC. */
  readonly end: bigint;
  /** In the spec's order, undeclared ones last. */
  readonly tags: ReadonlyMap<string, TagValue>;
  /** Which of the tags are doubles on the wire, also where they are whole. */
  readonly doubles: readonly string[];
}

/** What is wrong with a span that was emitted all the same. The rules are the validator's. */
export interface Violation {
  readonly rule: "tag-value" | "missing-parent" | "trace-id-mismatch" | "invalid-utf8" | "ended-twice" | "shadowed-tag";
  /** The span's name; empty for the service's own tags. */
  readonly span: string;
  /** The tag's name; empty where no tag is to blame. */
  readonly tag: string;
  /** The value as on the wire. */
  readonly value: string;
  /** What would have been right. */
  readonly expected: string;
}

/** Takes finished spans. It never throws and never blocks. */
export interface SpanProcessor {
  onEnd(span: SpanData): void;
  /**
   * Exports what is queued; resolves when that is done or the time is over.
   *
   * @param timeout - Milliseconds.
   */
  forceFlush(timeout?: number): Promise<void>;
  /** Exports what is queued and takes no more. */
  shutdown(timeout?: number): Promise<void>;
}

/** Sends batches away. The calls of `export` are serial; a rejected promise means that the batch is lost. */
export interface SpanExporter {
  /**
   * Sends a batch.
   *
   * @param signal - Aborted when the time for the batch is over.
   */
  export(spans: readonly SpanData[], signal: AbortSignalLike): Promise<void>;
  /**
   * Hands over what it can as the page goes away: synchronously, and beside a call of `export` that is under way.
   *
   * @returns How many spans, from the first on, were taken.
   */
  exportNow?(spans: readonly SpanData[]): number;
  shutdown(): Promise<void>;
}

/** What is used of an AbortSignal; a type of our own, so that neither the DOM's types nor Node's are asked for. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
