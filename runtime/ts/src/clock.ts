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
  traceId: () => random() + random(),
  spanId: random,
} as Sources;

/** A number without its fraction; 0 if it is below, or none, as a test's fake clock may have it. */
export function whole(number: number): bigint {
  return number > 0 && number < 1e19 ? BigInt(Math.floor(number)) : 0n;
}

function random(): string {
  return word() + word();
}

/** 32 random bits: 0 only if Math.random is exactly 0, so no id is all zero. */
function word(): string {
  return hexOf(Math.ceil(Math.random() * 0xffffffff));
}
