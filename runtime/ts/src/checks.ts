/**
 * What only run time can see of a tag. Generated code puts checks together into rules, so that a bundle carries only those
 * that its spans ask for.
 */

import { deriveTraceId } from "./ids.js";
import type { TagValue, Violation } from "./span.js";

/** Says what was expected of a value, or undefined where it is fine. It sees a list, then each of its items. */
export interface Check {
  (value: TagValue, traceId: string): string | undefined;
  /** A check with a rule of its own is asked also where another one has failed; of the others the first failure counts. */
  readonly rule?: Violation["rule"];
}

/** The checks of one tag, in the order that is the same in all languages. */
export type Rule = readonly Check[];

/** Marks a tag as a double on the wire, also where its value is whole. */
export const double: Check = () => undefined;

/** A whole number. JavaScript holds them up to 2^53; what is beyond is a double on the wire. */
export const int: Check = (value) =>
  typeof value !== "number" || Number.isSafeInteger(value) || !Number.isFinite(value) ? undefined : "a whole number";

/** A key value must not hold the character that ends a key value. */
export const noNul: Check = /* @__PURE__ */ Object.assign(
  text("no NUL character", (value) => !value.includes("\0")),
  { rule: "tag-value" } as const,
);

/** The least length, in code points. */
export function minLength(least: number): Check {
  return text(`at least ${count(least, "character")}`, (value) => Array.from(value).length >= least);
}

/** The greatest length, in code points. */
export function maxLength(most: number): Check {
  // A code point takes one or two UTF-16 units, so most texts need no counting, and none much of it.
  return text(
    `at most ${count(most, "character")}`,
    (value) => value.length <= most || (value.length <= most * 2 && Array.from(value).length <= most),
  );
}

/** The greatest length of a list. */
export function maxItems(most: number): Check {
  return (value) => (typeof value === "object" && value.length > most ? `at most ${count(most, "item")}` : undefined);
}

/** The least value. The words are as the spec has the number. */
export function atLeast(least: number, words: string = String(least)): Check {
  return (value) => (typeof value === "number" && value < least ? `at least ${words}` : undefined);
}

/** The greatest value. The words are as the spec has the number. */
export function atMost(most: number, words: string = String(most)): Check {
  return (value) => (typeof value === "number" && value > most ? `at most ${words}` : undefined);
}

/** A closed enum, by its values on the wire. */
export function oneOf(...values: readonly string[]): Check {
  return text(`one of ${values.join(", ")}`, (value) => values.includes(value));
}

/** The value must give the trace id that the span has from its parent; none where the parent is missing. */
export function sameTrace(flow: string): Check {
  const check = (value: TagValue, traceId: string): string | undefined =>
    typeof value === "string" && traceId !== "" && deriveTraceId(flow, value) !== traceId ? traceId : undefined;
  return Object.assign(check, { rule: "trace-id-mismatch" } as const);
}

/** Makes a check of texts. */
export function text(expected: string, test: (value: string) => boolean): Check {
  return (value) => (typeof value !== "string" || test(value) ? undefined : expected);
}

function count(n: number, noun: string): string {
  return `${String(n)} ${noun}${n === 1 ? "" : "s"}`;
}
