/** What passes between emitters, processors and exporters. */

import type { Rule } from "./checks.js";
import type { SpanContext } from "./ids.js";

/** One value. */
export type Scalar = string | number | boolean;

/** What a tag holds. */
export type TagValue = Scalar | readonly Scalar[];

/** Tags by their names on the wire; undefined is as good as absent. */
export type Tags = Readonly<Record<string, TagValue | undefined>>;

/**
 * Tags that the spec does not declare: by their names, or in an order of the caller's, with a rule where a whole number is
 * a double: `[["ratio", 1, [double]]]`.
 */
export type Extra = Tags | Iterable<readonly [tag: string, value: TagValue | undefined, rule?: Rule]>;

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

/** Takes finished spans. It never throws and never blocks. Timeouts are milliseconds. */
export interface SpanProcessor {
  onEnd(span: SpanData): void;
  /** Exports what is queued. Resolves to whether that was done in time. */
  forceFlush(timeout?: number): Promise<boolean>;
  /** Exports what is queued and takes no more. Resolves to whether that was done in time. */
  shutdown(timeout?: number): Promise<boolean>;
}

/** Sends batches away. Its calls are serial. */
export interface SpanExporter {
  /**
   * Sends a batch. Spans that do not arrive are counted here: whoever calls does not try again.
   *
   * @param timeout - Milliseconds after which it has given up.
   */
  export(spans: readonly SpanData[], timeout: number): Promise<void>;
  /**
   * Hands over what it can as the page goes away: at once, and beside a call of `export` that is under way.
   *
   * @returns How many spans, from the first on, were taken.
   */
  exportNow?(spans: readonly SpanData[]): number;
  shutdown(): Promise<void>;
}
