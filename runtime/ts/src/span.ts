/** The data that emitters, processors and exporters pass on. */

import type { Rule } from "./checks.js";
import type { SpanContext } from "./ids.js";

/** One value. */
export type Scalar = string | number | boolean;

/** The value of a tag. */
export type TagValue = Scalar | readonly Scalar[];

/** A tag of a finished span. `isDouble` says that a number is a double on the wire, even if it is whole. */
export type Tag<Value = TagValue> = readonly [name: string, value: Value, isDouble?: boolean | undefined];

/** Tags by their names on the wire. One that is undefined counts as absent. */
export type Tags = Readonly<Record<string, TagValue | undefined>>;

/**
 * Tags that the spec does not declare: an object, or entries, which keep their order and may have a rule. With `double` a
 * whole number is a double on the wire: `[["ratio", 1, [double]]]`.
 */
export type Extra = Tags | Iterable<readonly [tag: string, value: TagValue | undefined, rule?: Rule]>;

/** The service that emits. All spans of an emitter have the same object, so that exporters can group by it. */
export interface Service {
  readonly name: string;
  readonly flow: string;
  readonly flowVersion: string;
  /** The tags that were given once, when the emitter was made. */
  readonly tags: readonly Tag[];
  /** Resource attributes beside the spec's. A SpanEvent does not have them. */
  readonly attributes: readonly Tag[];
}

/** A finished span. It does not change any more. */
export interface SpanData {
  readonly name: string;
  readonly context: SpanContext;
  /** The parent, perhaps in another trace. */
  readonly parent: SpanContext | undefined;
  /** In the caller's order. A parent in another trace is not among them: each exporter writes it as its format allows. */
  readonly links: readonly SpanContext[];
  /** How many links were given beyond those that a span carries. */
  readonly droppedLinks: number;
  readonly service: Service;
  /** What OTLP calls it: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  /** Why the span is an error: the value on the wire of the tag that says so. Undefined if it is none. */
  readonly error: string | undefined;
  /** Whether it is exported. Only a processor that asks for them gets spans that are not. */
  readonly sampled: boolean;
  /** Nanoseconds since 1970, UTC. */
  readonly start: bigint;
  /** Nanoseconds since 1970, UTC. */
  readonly end: bigint;
  /** Declared tags in the spec's order, then the others. */
  readonly tags: readonly Tag[];
}

/** What is wrong with a span, which is emitted nevertheless. The rules have the names that the validator gives them. */
export interface Violation {
  readonly rule:
    | "tag-value"
    | "missing-parent"
    | "trace-id-mismatch"
    | "invalid-utf8"
    | "ended-twice"
    | "end-before-start"
    | "too-many-links"
    | "shadowed-tag";
  /** The span's name; empty for the service's own tags. */
  readonly span: string;
  /** The tag's name; empty if the violation is not about a tag. */
  readonly tag: string;
  /** The value as on the wire. Of `too-many-links` how many were given, of `end-before-start` the end. */
  readonly value: string;
  /** Whether the spec gives the tag a sensitivity: a log should have {@link violationText}, which does not show the value. */
  readonly sensitive?: boolean;
  /** What would have been right. */
  readonly expected: string;
}

/** Takes finished spans. It must never throw or block. Timeouts are milliseconds. */
export interface SpanProcessor {
  onEnd(span: SpanData): void;
  /** Whether it takes spans that are not sampled too, as tests do. Then it must not export them. */
  readonly takesUnsampled?: boolean | undefined;
  /** Exports what is queued. Resolves to whether that finished in time. */
  forceFlush(timeout?: number): Promise<boolean>;
  /** Exports what is queued and takes no more spans. Resolves to whether that finished in time. */
  shutdown(timeout?: number): Promise<boolean>;
}

/**
 * Spans that were not exported. Of a batch processor they count as dropped where the queue was full or it is shut down, else as
 * rejected.
 */
export interface ExportError {
  /** How many. 0 where none is lost and something is wrong with the exporter's options. */
  readonly spans: number;
  /**
   * - `queue-full`: the queue is full, in spans or in bytes
   * - `shut-down`: emitted after the shutdown, or still waiting when that ran out of time
   * - `too-large`: the span alone is above the limit of a request
   * - `refused`: the receiver refused them for good
   * - `failed`: the export failed, was given up or was cancelled
   */
  readonly reason: "queue-full" | "shut-down" | "too-large" | "refused" | "failed";
  /** Why, for people. It has nothing of the spans, and no header. */
  readonly message: string;
}

/** Sends batches of spans. A batch processor never calls it while a call of export is running, but for exportNow and cancel. */
export interface SpanExporter {
  /**
   * Sends a batch. Retries are the exporter's.
   *
   * @param timeout - Milliseconds after which it has given up.
   * @returns Which spans were not exported. Where the promise is rejected, none was.
   */
  export(spans: readonly SpanData[], timeout: number): Promise<readonly ExportError[]>;
  /**
   * Sends what it can at once, because the page goes away. A call of `export` may be running.
   *
   * @returns How many spans, from the first on, were taken, and what becomes of them.
   */
  exportNow?(spans: readonly SpanData[]): readonly [spans: number, errors: Promise<readonly ExportError[]>];
  /**
   * Of an exporter that tries again, why the last attempt that has ended failed, as the message of an {@link ExportError} says it:
   * a shutdown that runs out of time says with it why nothing could be sent. Undefined where the last attempt was taken, and before
   * the first. An attempt that `cancel` breaks off is none. An exporter that hands batches to another passes its answer on.
   */
  readonly lastFailure?: string | undefined;
  /** Gives up what is being exported, because a shutdown ran out of time, and begins nothing more. */
  cancel?(): void;
  shutdown(): Promise<void>;
}
