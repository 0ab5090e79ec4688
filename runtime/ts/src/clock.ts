/** Clocks and random ids, which are injected so that tests can expect exact values. */

import { hexOf } from "./sha256.js";
import { uptime } from "./time.js";

/** Reads time, in nanoseconds. */
export interface Clock {
  /** The time since 1970, UTC. */
  now(): bigint;
  /** The time since any origin. It never goes back. */
  monotonic(): bigint;
}

/** Makes the ids that are not derived: lower-case hex, not all zero. */
export interface IdGenerator {
  /** 32 hex digits. */
  traceId(): string;
  /** 16 hex digits. */
  spanId(): string;
}

/** Where an emitter has its times and ids from. {@link sourcesOf} makes one of an app's own. */
export interface Sources extends Clock, IdGenerator {
  /** For the compiler alone, so that none is given that may throw. */
  readonly "~guarded": true;
}

/**
 * The machine's. performance.timeOrigin cannot give the time of day: it lags once the machine has slept. The ids must be unique, not
 * secret, so Math.random is enough, as in OpenTelemetry's SDK.
 */
export const system = {
  now: () => whole(Date.now()) * 1_000_000n,
  monotonic: () => whole(uptime() * 1e6),
  // A UUID of version 4, whose own bits decide whether it is sampled: of another trace id they are hashed.
  traceId: () => word() + word(~0xf000, 0x4000) + word(0x3fff_ffff, 1 << 31) + word(),
  spanId: () => word() + word(),
} as Sources;

/** A number without its fraction; 0 if it is below, or none, as a test's fake clock may have it. */
export function whole(number: number): bigint {
  return number > 0 && number < 1e19 ? BigInt(Math.floor(number)) : 0n;
}

/** 32 random bits, some of them given: 0 only if Math.random is exactly 0, so no id is all zero. */
function word(random = -1, given = 0): string {
  return hexOf((Math.ceil(Math.random() * 0xffffffff) & random) | given);
}
