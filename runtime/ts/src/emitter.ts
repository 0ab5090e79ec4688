/** The emitter of one service: gives a span its ids and times, checks it, hands it on. Nothing here throws or waits. */

import { randomIds, systemClock } from "./clock.js";
import type { Clock, IdGenerator } from "./clock.js";
import { validContext } from "./ids.js";
import type { Ref, SpanContext } from "./ids.js";
import type { Extra, Service, SpanProcessor, Violation } from "./span.js";
import { addExtra, putInto } from "./tags.js";
import type { Put, Report, TagList } from "./tags.js";

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

/** A span that has begun. */
interface Draft<Name extends string, Init, End> {
  readonly type: SpanType<Name, Init, End>;
  readonly init: Init;
  readonly parent: SpanContext | undefined;
  readonly orphan: boolean;
  readonly ref: Ref<Name>;
  readonly start: bigint;
  readonly list: TagList;
}

/** Called by generated code. The tags are the service's own. */
export function createEmitter(
  options: EmitterOptions,
  flow: Flow,
  name: string,
  ownTags?: (put: Put) => void,
): Emitter {
  const own = listOf(options, "", []);
  attempt(() => ownTags?.(putInto(own)));
  const { tags, doubles } = own;
  const service: Service = { name, flow: flow.name, flowVersion: flow.version, tags, doubles };

  return {
    emit: (type, init) => {
      const draft = begin(options, own.names, type, init);
      finish(options, service, draft, {}, 1000n);
      return draft.ref;
    },
    start: <Name extends string, Init extends SpanInit, End>(type: SpanType<Name, Init, End>, init: Init) => {
      const draft = begin(options, own.names, type, attempt(() => ({ ...init })) ?? init);
      const started = read(options, "monotonic");
      let ended = false;
      return {
        ref: draft.ref,
        end: (end?: End) => {
          if (ended) {
            draft.list.report("ended-twice", "", "", "one end");
            return;
          }
          ended = true;
          const duration = read(options, "monotonic") - started;
          finish(options, service, draft, (end ?? {}) as End & Pick<SpanInit, "extra">, duration < 0n ? 0n : duration);
        },
      };
    },
  };
}

/** Settles a span's ids and its start. */
function begin<Name extends string, Init extends SpanInit, End>(
  options: EmitterOptions,
  ownNames: readonly string[],
  type: SpanType<Name, Init, End>,
  given: Init,
): Draft<Name, Init, End> {
  const list = listOf(options, type.name, [...ownNames]);
  const parent = attempt(() => validContext(given.parent));
  const orphan = !parent && type.parent !== undefined;
  if (orphan) {
    list.report("missing-parent", "", "", type.parent);
  }
  const init = orphan ? { ...given, parent } : given;
  const ids: IdGenerator = { traceId: () => make(options, "traceId"), spanId: () => make(options, "spanId") };
  const ref = attempt(() => type.ref(init, ids)) ?? { traceId: ids.traceId(), spanId: ids.spanId(), span: type.name };
  const now = read(options, "now");
  return { type, init, parent, orphan, ref, start: now < 0n ? 0n : now, list };
}

/** Hands a span over. */
function finish<Name extends string, Init extends SpanInit, End>(
  { processor }: EmitterOptions,
  service: Service,
  { type, init, parent, orphan, ref, start, list }: Draft<Name, Init, End>,
  end: End & Pick<SpanInit, "extra">,
  duration: bigint,
): void {
  let links: readonly SpanContext[] = [];
  try {
    if (!orphan) {
      type.trace?.(list.report, init);
    }
    type.tags?.(putInto(list), init, end);
  } catch {
    // Not what the types promise: what was put until then goes out.
  }
  try {
    addExtra(list, init.extra);
    addExtra(list, end.extra);
  } catch {
    // Likewise.
  }
  try {
    if (type.links) {
      links = [...(type.links(init) ?? [])];
    }
  } catch {
    // Likewise.
  }
  try {
    const { tags, doubles } = list;
    const span = { name: type.name, context: ref, parent, links, service, start, end: start + duration, tags, doubles };
    processor.onEnd(span);
  } catch {
    // The processor's own mistake must not reach who emits.
  }
}

function listOf({ onViolation }: EmitterOptions, span: string, names: string[]): TagList {
  const report: Report = (rule, tag, value, expected) =>
    attempt(() => onViolation?.({ rule, span, tag, value, expected }));
  return { report, tags: new Map(), doubles: [], names };
}

/** An id of the injected generator, or, where that has none, a random one. */
function make({ ids }: EmitterOptions, kind: keyof IdGenerator): string {
  const made = attempt(() => ids?.[kind]());
  return made && /[^0]/.test(made) ? made : randomIds[kind]();
}

/** A time of the injected clock, or, where that has none, of the machine's. */
function read({ clock }: EmitterOptions, hand: keyof Clock): bigint {
  return attempt(() => clock?.[hand]()) ?? systemClock[hand]();
}

/** Runs what is not ours: an application's mistake must cost neither the span nor the caller. */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
