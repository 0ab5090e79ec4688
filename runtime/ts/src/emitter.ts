/** The emitter of one service: gives a span its ids and times, checks it and hands it to a processor. It never throws or waits. */

import { randomIds, systemClock } from "./clock.js";
import type { Clock, IdGenerator } from "./clock.js";
import { isSampled, validContext } from "./ids.js";
import type { Ref, SpanContext } from "./ids.js";
import type { Extra, Service, SpanProcessor, TagValue } from "./span.js";
import { addExtra, report, settle } from "./tags.js";
import type { Checks, TagList } from "./tags.js";

/** What every emitter is made with. */
export interface EmitterOptions<Flow extends string = string> {
  /** Where finished spans go. */
  readonly processor: Pick<SpanProcessor, "onEnd" | "takesUnsampled">;
  /** Hears of each rule of the spec that a span breaks. The flow's module makes it: `notificationChecks((violation) => …)`. */
  readonly onViolation?: Checks<Flow> | undefined;
  readonly clock?: Clock | undefined;
  readonly ids?: IdGenerator | undefined;
  /** Resource attributes beside the service's tags, such as those of {@link resourceFromEnv}. A SpanEvent does not have them. */
  readonly resourceAttributes?: Extra | undefined;
}

/** What callers may give for any span. */
interface SpanInit {
  readonly parent?: SpanContext | undefined;
  readonly extra?: Extra | undefined;
}

/** What callers may give for a span that has one time. */
interface InstantInit extends SpanInit {
  readonly timestamp?: Date | undefined;
}

/** What callers may give for a span that begins and ends. */
interface MeasuredInit extends SpanInit {
  readonly startTime?: Date | undefined;
}

/** What callers may give for the end of any span. */
interface SpanEnd {
  readonly endTime?: Date | undefined;
  readonly extra?: Extra | undefined;
}

/** The flow that every span of an emitter belongs to. */
export interface Flow {
  readonly name: string;
  readonly version: string;
}

/** What generated code says of a span: how its ids, tags and links follow from what its start and its end are given. */
export interface SpanType<Name extends string, Init, End = object> {
  readonly name: Name;
  /** What OTLP calls it, if not internal. */
  readonly kind?: number;
  /** The names of the spans that may be its parent, where one must be given. */
  readonly parent?: string;
  /** Makes the ids. A parent that is not valid counts as none. */
  ref(init: Init, ids: IdGenerator): Omit<Ref<Name>, "~ref">;
  /** Gives the ref its flag, where not every span is sampled. */
  sample?(ref: Ref<Name>, parent: SpanContext | undefined): Ref<Name>;
  /** Checks the trace id that the span has from its parent. */
  trace?(list: TagList, init: Init): void;
  /**
   * Puts the declared tags in the spec's order, absent ones too. For a measured span it is called twice: at the start with an
   * empty end, at the end with an empty init. So each tag is checked when it is given.
   */
  tags?(list: TagList, init: Init, end: End): void;
  links?(init: Init): readonly SpanContext[] | undefined;
  /** Why the span is an error, by its tags. */
  error?(tags: ReadonlyMap<string, TagValue>): string | undefined;
}

/** A measured span that has begun. It is recorded when it ends; one that never ends is recorded nowhere. */
interface Measured<Name extends string, End> {
  /** The span's ids: a child may start before its parent ends. */
  readonly ref: Ref<Name>;
  /** Ends the span. A second call only reports a violation. */
  end(end?: End): void;
}

/** Emits and starts the spans of one service. */
interface Emitter {
  emit<Name extends string, Init extends InstantInit>(type: SpanType<Name, Init>, init: Init): Ref<Name>;
  start<Name extends string, Init extends MeasuredInit, End>(
    type: SpanType<Name, Init, End>,
    init: Init,
  ): Measured<Name, End>;
}

/** A span that has begun. */
interface Draft<Name extends string> extends TagList {
  readonly ref: Ref<Name>;
  readonly parent: SpanContext | undefined;
  readonly start: bigint;
  links: readonly SpanContext[];
  droppedLinks: number;
}

/** The links that a span carries at most. */
const maxLinks = 32_768;

/** How long a span is that has one time, or an end before its start. Nanoseconds. */
const instant = 1000n;

/** A time that the caller gives, in nanoseconds; undefined if there is none, or one that 64 bits do not hold. */
function told<Key extends string>(from: Readonly<Partial<Record<Key, Date | undefined>>>, key: Key): bigint | undefined {
  try {
    const milliseconds = from[key]?.getTime() ?? NaN;
    return Math.abs(milliseconds) < 9_223_372_036_855 ? BigInt(Math.max(0, milliseconds)) * 1_000_000n : undefined;
  } catch {
    return undefined; // See createEmitter.
  }
}

/** Adds undeclared tags. */
function more(list: TagList, taken: readonly string[], given: { readonly extra?: Extra | undefined }): void {
  try {
    addExtra(list, taken, given.extra);
  } catch {
    // See createEmitter.
  }
}

/**
 * Makes the emitter of a service.
 *
 * Callbacks of the application may throw, and so may reading values that do not have their declared types. That must neither
 * reach the caller nor cost the span: every such error is caught, and the span is emitted with what it has by then.
 *
 * @param ownTags - Puts the tags of the service itself.
 */
export function createEmitter(
  { processor, onViolation: checks, clock, ids, resourceAttributes }: EmitterOptions,
  flow: Flow,
  name: string,
  ownTags?: (list: TagList) => void,
): Emitter {
  const own: TagList = { span: "", checks, tags: new Map(), doubles: [] };
  try {
    ownTags?.(own);
  } catch {
    // See createEmitter.
  }
  const taken = [...own.tags.keys()];
  const beside: TagList = { span: "", checks, tags: new Map(), doubles: [] };
  more(beside, [...taken, "service.name"], { extra: resourceAttributes });
  const service: Service = {
    name,
    flow: flow.name,
    flowVersion: flow.version,
    tags: settle(own),
    doubles: own.doubles,
    attributes: { tags: settle(beside), doubles: beside.doubles },
  };
  const safeIds: IdGenerator = { traceId: () => makeId("traceId"), spanId: () => makeId("spanId") };

  /** An id of the injected generator, or a random one if that fails. */
  function makeId(kind: keyof IdGenerator): string {
    try {
      const id = ids?.[kind]();
      if (id && /[^0]/.test(id)) {
        return id;
      }
    } catch {
      // See createEmitter.
    }
    return randomIds[kind]();
  }

  /** A time of the injected clock, or of the machine's if that fails or gives something else. */
  function read(hand: keyof Clock): bigint {
    try {
      const time: unknown = clock?.[hand]();
      if (typeof time === "bigint") {
        return time;
      }
    } catch {
      // See createEmitter.
    }
    return systemClock[hand]();
  }

  /** The time of day, which counts as 1970 before that. */
  function now(): bigint {
    const time = read("now");
    return time < 0n ? 0n : time;
  }

  /** Gives a span its ids and its start, and puts the tags that are given there. */
  function begin<Name extends string, Init extends SpanInit, End>(
    type: SpanType<Name, Init, End>,
    given: Init,
    start: bigint,
  ): Draft<Name> {
    let init = given;
    let parent: SpanContext | undefined;
    let ref: Ref<Name>;
    try {
      parent = validContext(given.parent);
      if (given.parent !== parent) {
        init = { ...given, parent };
      }
    } catch {
      // See createEmitter.
    }
    try {
      ref = type.ref(init, safeIds) as Ref<Name>;
    } catch {
      ref = { traceId: makeId("traceId"), spanId: makeId("spanId"), span: type.name } as Ref<Name>;
    }
    try {
      ref = type.sample?.(ref, parent) ?? ref;
    } catch {
      // See createEmitter.
    }
    const draft: Draft<Name> = {
      span: type.name,
      checks,
      tags: new Map(),
      doubles: [],
      ref,
      parent,
      start,
      links: [],
      droppedLinks: 0,
    };
    try {
      if (type.parent && !parent) {
        report(draft, "missing-parent", "", "", type.parent);
      } else {
        type.trace?.(draft, init);
      }
      type.tags?.(draft, init, {} as End);
    } catch {
      // See createEmitter.
    }
    let count = 0;
    try {
      // What is no reference, as an element that an array does not have, is no link.
      const links = Array.from(type.links?.(init) ?? []).filter((link) => validContext(link));
      count = links.length;
      draft.links = links.slice(0, maxLinks);
    } catch {
      // See createEmitter.
    }
    more(draft, taken, init);
    draft.droppedLinks = count - draft.links.length;
    if (draft.droppedLinks > 0) {
      report(draft, "too-many-links", "", count, maxLinks);
    }
    return draft;
  }

  /** Hands a span over, if anybody is to have it. */
  function finish<Name extends string, Init, End>(
    type: SpanType<Name, Init, End>,
    draft: Draft<Name>,
    end = draft.start + instant,
  ): Ref<Name> {
    const { span: name, ref: context, parent, links, droppedLinks, start, doubles } = draft;
    const { kind = 1 } = type;
    try {
      const sampled = isSampled(context);
      const tags = settle(draft);
      const error = type.error?.(tags);
      if (sampled || processor.takesUnsampled) {
        processor.onEnd({ name, context, parent, links, droppedLinks, service, kind, error, sampled, start, end, tags, doubles });
      }
    } catch {
      // See createEmitter.
    }
    return context;
  }

  return {
    emit: (type, init) => finish(type, begin(type, init, told(init, "timestamp") ?? now())),
    start: <Name extends string, Init extends MeasuredInit, End>(type: SpanType<Name, Init, End>, init: Init) => {
      const startTime = told(init, "startTime");
      const draft = begin(type, init, startTime ?? now());
      const started = read("monotonic");
      let ended = false;
      const elapsed = (): bigint => {
        const duration = read("monotonic") - started;
        return draft.start + (duration < 0n ? 0n : duration);
      };
      return {
        ref: draft.ref,
        end: (given?: End & SpanEnd) => {
          if (ended) {
            report(draft, "ended-twice", "", "");
            return;
          }
          ended = true;
          const end = given ?? ({} as End & SpanEnd);
          // The monotonic clock does not know a start that was told.
          let time = told(end, "endTime") ?? (startTime === undefined ? elapsed() : now());
          try {
            type.tags?.(draft, {} as Init, end);
          } catch {
            // See createEmitter.
          }
          more(draft, taken, end);
          if (time < draft.start) {
            report(draft, "end-before-start", "", time, draft.start);
            time = draft.start + instant;
          }
          finish(type, draft, time);
        },
      };
    },
  };
}
