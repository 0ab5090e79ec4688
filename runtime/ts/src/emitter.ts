/** The emitter of one service: gives a span its ids and times, checks it and hands it to a processor. It never throws or waits. */

import { system, whole } from "./clock.js";
import type { IdGenerator, Sources } from "./clock.js";
import { isSampled, validContext } from "./ids.js";
import type { Ref, SpanContext } from "./ids.js";
import type { Extra, Service, SpanData, SpanProcessor, Tag } from "./span.js";
import type { Links } from "./links.js";
import { addExtra, endBeforeStart, endedTwice, noParent, report, settle, tagList } from "./tags.js";
import type { Checks, TagList } from "./tags.js";

/** What every emitter is made with. */
export interface EmitterOptions<Flow extends string = string> {
  /** Where finished spans go. */
  readonly processor: Pick<SpanProcessor, "onEnd" | "takesUnsampled">;
  /** Hears of each rule of the spec that a span breaks. The flow's module makes it: `notificationChecks((violation) => …)`. */
  readonly onViolation?: Checks<Flow> | undefined;
  /** Where times and random ids come from, if not from the machine: {@link sourcesOf}. */
  readonly sources?: Sources | undefined;
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
  /** The links of the span, which {@link linksTo} makes. */
  links?(list: TagList, init: Init): Links;
  /** Why the span is an error, by its tags. */
  error?(tags: readonly Tag[]): string | undefined;
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
interface Begun<Name extends string> extends Pick<SpanData, "parent" | "start"> {
  readonly ref: Ref<Name>;
  readonly list: TagList;
  readonly links: Links;
}

const none: Links = { links: [], droppedLinks: 0 };

/** How long a span is that has one time, or an end before its start. Nanoseconds. */
const instant = 1000n;

/** A time that the caller gives, in nanoseconds; undefined if there is none, or one that 64 bits do not hold. */
function told<Key extends string>(from: Readonly<Partial<Record<Key, Date | undefined>>>, key: Key): bigint | undefined {
  try {
    const milliseconds = from[key]?.getTime() ?? NaN;
    return Math.abs(milliseconds) < 9_223_372_036_855 ? whole(milliseconds) * 1_000_000n : undefined;
  } catch {
    return undefined; // See createEmitter.
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
  { processor, onViolation: checks, sources = system, resourceAttributes }: EmitterOptions,
  flow: Flow,
  name: string,
  ownTags?: (list: TagList) => void,
): Emitter {
  const own = tagList("", checks, ["service.name"]);
  try {
    ownTags?.(own);
  } catch {
    // See above.
  }
  const tags = settle(own);
  addExtra(own, { extra: resourceAttributes });
  const service: Service = { name, flow: flow.name, flowVersion: flow.version, tags, attributes: own.extra };

  /** Gives a span its ids and its start, and puts the tags that are given there. */
  function begin<Name extends string, Init extends SpanInit, End>(
    type: SpanType<Name, Init, End>,
    given: Init,
    start: bigint,
  ): Begun<Name> {
    let init = given;
    let parent: SpanContext | undefined;
    let ref: Ref<Name>;
    let links = none;
    try {
      parent = validContext(given.parent);
      if (given.parent !== parent) {
        init = { ...given, parent };
      }
    } catch {
      // See above.
    }
    try {
      ref = type.ref(init, sources) as Ref<Name>;
    } catch {
      ref = { traceId: sources.traceId(), spanId: sources.spanId(), span: type.name } as Ref<Name>;
    }
    ref = type.sample?.(ref, parent) ?? ref;
    const list = tagList(type.name, checks, own.tags);
    try {
      if (type.parent && !parent) {
        report(list, noParent, "", "", type.parent);
      } else {
        type.trace?.(list, init);
      }
      type.tags?.(list, init, {} as End);
    } catch {
      // See above.
    }
    addExtra(list, init);
    try {
      links = type.links?.(list, init) ?? none;
    } catch {
      // See above.
    }
    return { ref, list, parent, links, start };
  }

  /** Hands a span over, if anybody is to have it. */
  function finish<Name extends string, Init, End>(
    type: SpanType<Name, Init, End>,
    { ref: context, list, parent, links: { links, droppedLinks }, start }: Begun<Name>,
    end = start + instant,
  ): Ref<Name> {
    const { name, kind = 1 } = type;
    try {
      const sampled = isSampled(context);
      const tags = settle(list);
      const error = type.error?.(tags);
      if (sampled || processor.takesUnsampled) {
        processor.onEnd({ name, context, parent, links, droppedLinks, service, kind, error, sampled, start, end, tags });
      }
    } catch {
      // See above.
    }
    return context;
  }

  return {
    emit: (type, init) => finish(type, begin(type, init, told(init, "timestamp") ?? sources.now())),
    start: <Name extends string, Init extends MeasuredInit, End>(type: SpanType<Name, Init, End>, init: Init) => {
      const startTime = told(init, "startTime");
      const begun = begin(type, init, startTime ?? sources.now());
      const { ref, list, start } = begun;
      const started = sources.monotonic();
      let ended = false;
      return {
        ref,
        end: (end: End & SpanEnd = {} as End & SpanEnd) => {
          if (ended) {
            report(list, endedTwice);
            return;
          }
          ended = true;
          // The monotonic clock does not know a start that was told.
          const elapsed = sources.monotonic() - started;
          let time = told(end, "endTime") ?? (startTime === undefined ? start + (elapsed < 0n ? 0n : elapsed) : sources.now());
          list.at = 0;
          try {
            type.tags?.(list, {} as Init, end);
          } catch {
            // See above.
          }
          addExtra(list, end);
          if (time < start) {
            report(list, endBeforeStart, "", time, start);
            time = start + instant;
          }
          finish(type, begun, time);
        },
      };
    },
  };
}
