/** Time and chance, injected so that tests are exact. */

import { hexOf } from "./sha256.js";

/** Reads time, in nanoseconds. */
export interface Clock {
  /** Since 1970, UTC. */
  now(): bigint;
  /** From any origin, never set back. */
  monotonic(): bigint;
}

/** Makes the ids that do not derive: lower-case hex, not all zero. */
export interface IdGenerator {
  /** 32 hex digits. */
  traceId(): string;
  /** 16 hex digits. */
  spanId(): string;
}

declare const performance: { now(): number } | undefined;

/** The machine's clocks. performance.timeOrigin is no base for wall time: it lags after the machine has slept. */
export const systemClock: Clock = {
  now: () => BigInt(Date.now()) * 1_000_000n,
  monotonic: () => BigInt(Math.round((typeof performance === "undefined" ? Date : performance).now() * 1e6)),
};

/** Random ids. They are unique and no secret, so Math.random does, as in OpenTelemetry's SDK. */
export const randomIds: IdGenerator = {
  traceId: () => random() + random(),
  spanId: random,
};

function random(): string {
  let hex = "";
  while (hex.length < 16) {
    hex += hexOf[Math.ceil(Math.random() * 255)] ?? ""; // almost never 0, and so no id is all zero
  }
  return hex;
}
