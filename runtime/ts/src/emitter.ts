/** The emitter of one service: gives a span its ids and times, checks it, hands it on. Nothing here throws or waits. */

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
  ref(init: Init, ids: IdGenerator): Omit<Ref<Name>, "~ref">;
  /** Checks the trace id that the span has from its parent. */
  trace?(list: TagList, init: Init): void;
  /**
   * Puts the declared tags in the spec's order, the absent ones too. A measured span's are put twice: when it starts, with an
   * empty end, and when it ends, with an empty init. So each is checked when it is given.
   */
  tags?(list: TagList, init: Init, end: End): void;
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
interface Draft<Name extends string> extends TagList {
  readonly ref: Ref<Name>;
  readonly parent: SpanContext | undefined;
  readonly start: bigint;
  links: readonly SpanContext[];
}

/**
 * Called by generated code. The tags are the service's own.
 *
 * Whatever is not ours may throw: an application's mistake must cost neither the span nor the caller. Where what the types
 * promise does not hold, what was put until then goes out.
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
    // As above.
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

  /** An id of the injected generator, or, where that has none, a random one. */
  function makeId(kind: keyof IdGenerator): string {
    try {
      const id = ids?.[kind]();
      if (id && /[^0]/.test(id)) {
        return id;
      }
    } catch {
      // As above.
    }
    return randomIds[kind]();
  }

  /** A time of the injected clock, or, where that has none, of the machine's. */
  function read(hand: keyof Clock): bigint {
    try {
      return clock?.[hand]() ?? systemClock[hand]();
    } catch {
      return systemClock[hand]();
    }
  }

  /** Settles a span's ids and its start, and puts the tags that are given there. */
  function begin<Name extends string, Init extends SpanInit, End>(
    type: SpanType<Name, Init, End>,
    given: Init,
  ): Draft<Name> {
    let parent: SpanContext | undefined;
    let ref: Ref<Name>;
    try {
      parent = validContext(given.parent);
    } catch {
      // As above.
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
      // As above.
    }
    try {
      draft.links = [...(type.links?.(init) ?? [])];
    } catch {
      // As above.
    }
    more(draft, init);
    return draft;
  }

  /** Adds undeclared tags. */
  function more(list: TagList, given: Pick<SpanInit, "extra">): void {
    try {
      addExtra(list, taken, given.extra);
    } catch {
      // As above.
    }
  }

  /** Hands a span over. */
  function finish<Name extends string>(draft: Draft<Name>, duration: bigint): Ref<Name> {
    const { span, ref, parent, links, start, doubles } = draft;
    try {
      const end = start + duration;
      processor.onEnd({ name: span, context: ref, parent, links, service, start, end, tags: settle(draft), doubles });
    } catch {
      // As above.
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
            // As above.
          }
          more(draft, end);
          finish(draft, duration < 0n ? 0n : duration);
        },
      };
    },
  };
}
