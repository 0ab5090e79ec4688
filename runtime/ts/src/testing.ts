/**
 * For unit tests of code that emits spans. Apps do not import it.
 *
 * @packageDocumentation
 */

import type { Clock, IdGenerator } from "./clock.js";
import type { EmitterOptions } from "./emitter.js";
import type { SpanData, SpanExporter, SpanProcessor, Violation } from "./span.js";
import { sourcesOf } from "./sources.js";
import { toSpanEvent } from "./spanevent.js";
import type { SpanEvent } from "./spanevent.js";
import type { Checks } from "./tags.js";
import { violationText } from "./violations.js";
import type { ViolationListener } from "./violations.js";

/** Keeps the spans that a processor exports. */
export interface InMemoryExporter extends SpanExporter {
  /** What was exported so far, in order. */
  readonly spans: readonly SpanData[];
  /** Forgets all spans. */
  reset(): void;
}

/** Makes an exporter that keeps the spans it is given. */
export function inMemoryExporter(): InMemoryExporter {
  const spans: SpanData[] = [];
  return {
    spans,
    reset: () => {
      spans.length = 0;
    },
    export: (batch) => {
      spans.push(...batch);
      return Promise.resolve([]);
    },
    shutdown: () => Promise.resolve(),
  };
}

/** Keeps the spans of emitters, and makes a test fail that breaks the spec. */
export interface Recorder<Flow extends string> extends SpanProcessor {
  /** Options for emitters: `notificationWeb({ ...recorder.options, appVersion: "1" })`. */
  readonly options: Required<Omit<EmitterOptions<Flow>, "resourceAttributes">>;
  /** The spans that were emitted so far, in order. `sampled` of each says whether it would have been exported. */
  readonly spans: readonly SpanData[];
  /** The violations so far. */
  readonly violations: readonly Violation[];
  /** The spans so far in the flat form: plain objects, which any test library can compare. */
  events(): readonly SpanEvent[];
  /** Forgets all spans and violations. */
  reset(): void;
}

/** How a recorder is set up. */
export interface RecorderOptions {
  /** Collects violations instead of failing, for tests with bad input. */
  readonly collectViolations?: boolean | undefined;
  /** The start of its clock, which advances by a millisecond each time it is read. 2024-04-05T19:34:38Z if not given. */
  readonly start?: bigint | undefined;
}

/** A span broke the spec. */
export class ViolationError extends Error {
  readonly violation: Violation;

  constructor(violation: Violation) {
    super(violationText(violation));
    this.name = "ViolationError";
    this.violation = violation;
  }
}

/**
 * Makes a recorder. Time and random ids are the same in each run. Because an emitter never throws, a violation shows as a
 * rejected `forceFlush`, and as an error that `events` and `spans` throw.
 *
 * @param checks - Those of the flow, which its module exports: `recorder(notificationChecks)`.
 */
export function recorder<Flow extends string>(
  checks: (listener: ViolationListener) => Checks<Flow>,
  { collectViolations = false, start = 1_712_345_678_000_000_000n }: RecorderOptions = {},
): Recorder<Flow> {
  let spans: SpanData[] = [];
  let violations: Violation[] = [];
  let now = start;
  let id = 0;
  const tick = (): bigint => (now += 1_000_000n);
  const clock: Clock = { now: tick, monotonic: tick };
  const ids: IdGenerator = {
    traceId: () => hex(++id, 32),
    spanId: () => hex(++id, 16),
  };

  function check(): void {
    const [first] = violations;
    if (first !== undefined && !collectViolations) {
      throw new ViolationError(first);
    }
  }

  const flush = async (): Promise<boolean> => {
    await Promise.resolve();
    check();
    return true;
  };
  const processor: SpanProcessor = {
    takesUnsampled: true,
    onEnd: (span) => {
      spans.push(span);
    },
    forceFlush: flush,
    shutdown: flush,
  };
  return {
    ...processor,
    options: { processor, sources: sourcesOf({ clock, ids }), onViolation: checks((violation) => violations.push(violation)) },
    get spans() {
      check();
      return spans;
    },
    get violations() {
      return violations;
    },
    events: () => {
      check();
      return spans.map(toSpanEvent);
    },
    reset: () => {
      spans = [];
      violations = [];
    },
  };
}

function hex(n: number, digits: number): string {
  return n.toString(16).padStart(digits, "0");
}
