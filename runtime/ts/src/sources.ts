/** Clocks and ids that an app gives, in tests above all. Bundles of apps that give none do not have this. */

import { system } from "./clock.js";
import type { Clock, IdGenerator, Sources } from "./clock.js";

/** The machine's clocks. */
export const systemClock: Clock = system;

/** Random ids. */
export const randomIds: IdGenerator = system;

/** A clock, ids, or both. */
export interface GivenSources {
  readonly clock?: Clock | undefined;
  readonly ids?: IdGenerator | undefined;
}

/**
 * Makes what an emitter's `sources` are. Where the clock or the generator throws, or gives something else than it should, the
 * machine's time and random ids are taken.
 */
export function sourcesOf({ clock, ids }: GivenSources): Sources {
  const time = (hand: keyof Clock) => (): bigint => {
    const value = attempt(() => clock?.[hand]());
    return typeof value === "bigint" ? value : system[hand]();
  };
  const id = (kind: keyof IdGenerator) => (): string => {
    const value = attempt(() => ids?.[kind]());
    return typeof value === "string" && /[^0]/.test(value) ? value : system[kind]();
  };
  const now = time("now");
  return {
    now: () => {
      const since1970 = now();
      return since1970 < 0n ? 0n : since1970;
    },
    monotonic: time("monotonic"),
    traceId: id("traceId"),
    spanId: id("spanId"),
  } as Sources;
}

/** What is given, or undefined if that fails. */
function attempt(give: () => unknown): unknown {
  try {
    return give();
  } catch {
    return undefined;
  }
}
