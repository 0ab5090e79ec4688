/** The emitter of one service: gives a span its ids and times, checks it and hands it to a processor. It never throws or waits. */

import { randomIds, systemClock } from "./clock.js";
import type { Clock, IdGenerator } from "./clock.js";
import { validContext } from "./ids.js";
import type { Ref, SpanContext } from "./ids.js";
import type { Extra, Service, SpanProcessor, Violation } from "./span.js";
import { addExtra, report, settle } from "./tags.js";
import type { TagList } from "./tags.js";

/** What every emitter is made with. */
export interface EmitterOptions {
  /** Where finished spans go. */
  readonly processor: Pick<SpanProcessor, "onEnd">;
  /** Called for each rule of the spec that a span breaks, while it is emitted. A test should fail here. */
  readonly onViolation?: ((violation: Violation) => void) | undefined;
  readonly clock?: Clock | undefined;
  readonly ids?: IdGenerator | undefined;
}

/** What callers may give for any span. */
interface SpanInit {
  readonly parent?: SpanContext | undefined;
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
  /** The parent's span name, where one must be given. */
  readonly parent?: string;
  /** Makes the ids. */
  ref(init: Init, ids: IdGenerator): Omit<Ref<Name>, "~ref">;
  /** Checks the trace id that the span has from its parent. */
  trace?(list: TagList, init: Init): void;
  /**
   * Puts the declared tags in the spec's order, absent ones too. For a measured span it is called twice: at the start with an
   * empty end, at the end with an empty init. So each tag is checked when it is given.
   */
  tags?(list: TagList, init: Init, end: End): void;
  links?(init: Init): readonly SpanContext[] | undefined;
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
  emit<Name extends string, Init extends SpanInit>(type: SpanType<Name, Init>, init: Init): Ref<Name>;
  start<Name extends string, Init extends SpanInit, End>(
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
  { processor, onViolation, clock, ids }: EmitterOptions,
  flow: Flow,
  name: string,
  ownTags?: (list: TagList) => void,
): Emitter {
  const own: TagList = { span: "", onViolation, tags: new Map(), doubles: [] };
  try {
    ownTags?.(own);
  } catch {
    // See createEmitter.
  }
  const taken = [...own.tags.keys()];
  const service: Service = {
    name,
    flow: flow.name,
    flowVersion: flow.version,
    tags: settle(own),
    doubles: own.doubles,
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

  /** A time of the injected clock, or of the machine's if that fails. */
  function read(hand: keyof Clock): bigint {
    try {
      return clock?.[hand]() ?? systemClock[hand]();
    } catch {
      return systemClock[hand]();
    }
  }

  /** Gives a span its ids and its start, and puts the tags that are given there. */
  function begin<Name extends string, Init extends SpanInit, End>(
    type: SpanType<Name, Init, End>,
    given: Init,
  ): Draft<Name> {
    let parent: SpanContext | undefined;
    let ref: Ref<Name>;
    try {
      parent = validContext(given.parent);
    } catch {
      // See createEmitter.
    }
    const orphan = parent ? undefined : type.parent;
    const init = orphan ? { ...given, parent } : given;
    try {
      ref = type.ref(init, safeIds) as Ref<Name>;
    } catch {
      ref = { traceId: makeId("traceId"), spanId: makeId("spanId"), span: type.name } as Ref<Name>;
    }
    const now = read("now");
    const draft: Draft<Name> = {
      span: type.name,
      onViolation,
      tags: new Map(),
      doubles: [],
      ref,
      parent,
      start: now < 0n ? 0n : now,
      links: [],
    };
    try {
      if (orphan) {
        report(draft, "missing-parent", "", "", orphan);
      } else {
        type.trace?.(draft, init);
      }
      type.tags?.(draft, init, {} as End);
    } catch {
      // See createEmitter.
    }
    try {
      draft.links = [...(type.links?.(init) ?? [])];
    } catch {
      // See createEmitter.
    }
    more(draft, init);
    return draft;
  }

  /** Adds undeclared tags. */
  function more(list: TagList, given: Pick<SpanInit, "extra">): void {
    try {
      addExtra(list, taken, given.extra);
    } catch {
      // See createEmitter.
    }
  }

  /** Hands a span over. */
  function finish<Name extends string>(draft: Draft<Name>, duration: bigint): Ref<Name> {
    const { span, ref, parent, links, start, doubles } = draft;
    try {
      const end = start + duration;
      processor.onEnd({ name: span, context: ref, parent, links, service, start, end, tags: settle(draft), doubles });
    } catch {
      // See createEmitter.
    }
    return ref;
  }

  return {
    emit: (type, init) => finish(begin(type, init), 1000n),
    start: <Name extends string, Init extends SpanInit, End>(type: SpanType<Name, Init, End>, init: Init) => {
      const draft = begin(type, init);
      const started = read("monotonic");
      let ended = false;
      return {
        ref: draft.ref,
        end: (given?: End & Pick<SpanInit, "extra">) => {
          if (ended) {
            report(draft, "ended-twice", "", "", "one end");
            return;
          }
          ended = true;
          const duration = read("monotonic") - started;
          const end = given ?? ({} as End & Pick<SpanInit, "extra">);
          try {
            type.tags?.(draft, {} as Init, end);
          } catch {
            // See createEmitter.
          }
          more(draft, end);
          finish(draft, duration < 0n ? 0n : duration);
        },
      };
    },
  };
}
