/** The emitter of one service: gives a span its ids and times, checks it, hands it on. Nothing here throws or waits. */

import { attempt } from "./attempt.js";
import { randomIds, systemClock } from "./clock.js";
import type { Clock, IdGenerator } from "./clock.js";
import { validContext } from "./ids.js";
import type { Ref, SpanContext } from "./ids.js";
import type { Extra, Service, SpanProcessor, Violation } from "./span.js";
import { collect } from "./tags.js";
import type { Put, Report } from "./tags.js";

/** What every emitter is made with. */
export interface EmitterOptions {
  /** Where finished spans go. */
  readonly processor: Pick<SpanProcessor, "onEnd">;
  /** Called, while the span is emitted, for what only run time can see. In tests, fail here. */
  readonly onViolation?: ((violation: Violation) => void) | undefined;
  readonly clock?: Clock | undefined;
  readonly ids?: IdGenerator | undefined;
}

/** What callers may give for any span. */
export interface SpanInit {
  readonly parent?: SpanContext | undefined;
  readonly extra?: Extra | undefined;
}

/** A flow, as its emitters stamp it on every span. */
export interface Flow {
  readonly name: string;
  readonly version: string;
}

/** A span as generated: how its ids, tags and links follow from what the caller gives, at its start and at its end. */
export interface SpanType<Name extends string, Init, End = object> {
  readonly name: Name;
  /** The parent's span name, where one must be given. */
  readonly parent?: string;
  /** Works out the ids. */
  ref(init: Init, ids: IdGenerator): Ref<Name>;
  /** Checks the trace id that the span has from its parent. */
  trace?(report: Report, init: Init): void;
  /** Puts the declared tags in the spec's order, the absent ones too. */
  tags?(put: Put, init: Init, end: End): void;
  links?(init: Init): readonly SpanContext[] | undefined;
}

/** A measured span that has begun. It is recorded when it ends; one that never ends is recorded nowhere. */
export interface Measured<Name extends string, End> {
  /** The span's ids: a child may start before its parent ends. */
  readonly ref: Ref<Name>;
  /** Ends the span. A second call only reports a violation. */
  end(end?: End): void;
}

/** Emits and starts spans of one service, as generated code asks. */
export interface Emitter {
  emit<Name extends string, Init extends SpanInit>(type: SpanType<Name, Init>, init: Init): Ref<Name>;
  start<Name extends string, Init extends SpanInit, End>(
    type: SpanType<Name, Init, End>,
    init: Init,
  ): Measured<Name, End>;
}

type SpanEnd = Pick<SpanInit, "extra">;

/** Called by generated code. The tags are the service's own. */
export function createEmitter(
  options: EmitterOptions,
  flow: Flow,
  name: string,
  ownTags: (put: Put) => void = () => undefined,
): Emitter {
  const reportOf =
    (span: string): Report =>
    (rule, tag, value, expected) =>
      attempt(() => options.onViolation?.({ rule, span, tag, value, expected }));
  const id = (kind: keyof IdGenerator): string => {
    const made = attempt(() => options.ids?.[kind]());
    return made !== undefined && /[^0]/.test(made) ? made : randomIds[kind]();
  };
  const ids: IdGenerator = { traceId: () => id("traceId"), spanId: () => id("spanId") };
  const time = (hand: keyof Clock): bigint => attempt(() => options.clock?.[hand]()) ?? systemClock[hand]();

  const ownNames = new Set<string>();
  const own = collect(reportOf(""), ownNames, ownTags, []);
  const service: Service = { name, flow: flow.name, flowVersion: flow.version, ...own };

  /** Settles a span's ids and its start; what it returns ends it. */
  const begin = <Name extends string, Init extends SpanInit, End>(
    type: SpanType<Name, Init, End>,
    given: Init,
  ): [Ref<Name>, Report, (end: End & SpanEnd, duration: bigint) => void] => {
    const span = type.name;
    const report = reportOf(span);
    // A copy, which the caller cannot change; a getter that throws makes it empty.
    const copy = attempt(() => ({ ...given })) ?? ({} as Init);
    const parent = attempt(() => validContext(copy.parent));
    const init = { ...copy, parent };
    const orphan = type.parent !== undefined && !parent;
    if (orphan) {
      report("missing-parent", "", "", type.parent);
    }
    const ref = attempt(() => type.ref(init, ids)) ?? { traceId: ids.traceId(), spanId: ids.spanId(), span };
    const now = time("now");
    const start = now > 0n ? now : 0n;
    const finish = (end: End & SpanEnd, duration: bigint): void => {
      if (!orphan) {
        attempt(() => type.trace?.(report, init));
      }
      const fill = (put: Put): void => type.tags?.(put, init, end);
      const collected = collect(report, new Set(ownNames), fill, [init.extra, end.extra]);
      const links = attempt(() => [...(type.links?.(init) ?? [])]) ?? [];
      attempt(() => {
        options.processor.onEnd({ name: span, context: ref, parent, links, service, start, end: start + duration, ...collected });
      });
    };
    return [ref, report, finish];
  };

  return {
    emit: (type, init) => {
      const [ref, , finish] = begin(type, init);
      finish({}, 1000n);
      return ref;
    },
    start: <Name extends string, Init extends SpanInit, End>(type: SpanType<Name, Init, End>, init: Init) => {
      const [ref, report, finish] = begin(type, init);
      const started = time("monotonic");
      let ended = false;
      return {
        ref,
        end: (end?: End) => {
          if (ended) {
            report("ended-twice", "", "", "one end");
            return;
          }
          ended = true;
          const duration = time("monotonic") - started;
          finish({ ...end } as End & SpanEnd, duration > 0n ? duration : 0n);
        },
      };
    },
  };
}
