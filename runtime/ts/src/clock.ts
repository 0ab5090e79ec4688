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

/** The machine's clocks. performance.timeOrigin cannot give the time of day: it lags once the machine has slept. */
export const systemClock: Clock = {
  now: () => nanoseconds(Date.now()),
  monotonic: () => nanoseconds(uptime()),
};

/** Milliseconds in nanoseconds; 0 if they are no number, as a test's fake clock may have it. */
function nanoseconds(milliseconds: number): bigint {
  const whole = Math.floor(milliseconds);
  return Number.isFinite(whole) ? BigInt(whole) * 1_000_000n + BigInt(Math.floor((milliseconds - whole) * 1e6)) : 0n;
}

/** Random ids. They must be unique, not secret, so Math.random is enough, as in OpenTelemetry's SDK. */
export const randomIds: IdGenerator = {
  traceId: () => random() + random(),
  spanId: random,
};

function random(): string {
  let hex = "";
  while (hex.length < 16) {
    hex += hexOf[Math.ceil(Math.random() * 255)] ?? ""; // 0 only if Math.random is exactly 0, so no id is all zero
  }
  return hex;
}
