/**
 * Checks of values that types cannot express. Generated code combines them into rules, so that a bundle has only those that
 * its spans need.
 */

import type { TagValue } from "./span.js";
import { doubleText } from "./text.js";
import type { WriteNumber } from "./text.js";

/** Returns what was expected of a value, or false if it is fine. It is called with a list, then with each of its items. */
export interface Check {
  (value: TagValue): string | false;
  /** Writes numbers, if not as ECMAScript does. */
  readonly write?: WriteNumber;
}

/** The checks of one tag, in the same order in all languages. Only the first that fails is reported. */
export type Rule = readonly Check[];

/** Marks a tag as a double on the wire, even if its value is whole. It must be the first in a rule. */
export const double: Check = /* @__PURE__ */ Object.assign(() => false as const, { write: doubleText });

/** A whole number of at most 2^53 - 1, above which a JavaScript number is not exact. Others are doubles on the wire. */
export const int: Check = (value) => typeof value === "number" && !Number.isSafeInteger(value) && "a whole number";

/** Any text but the empty one. Every id has this check. */
export const notEmpty: Check = (value) => value === "" && "at least 1 character";

/** The least length, in code points; at least 2. */
export function minLength(least: number): Check {
  // A code point takes one or two UTF-16 units, so most texts need not be counted.
  return text(
    `at least ${String(least)} characters`,
    (value) => value.length >= least * 2 || Array.from(value).length >= least,
  );
}

/** The greatest length, in code points. */
export function maxLength(most: number): Check {
  // As above. No text of more than twice as many units is counted.
  return text(
    `at most ${count(most, "character")}`,
    (value) => value.length <= most || (value.length <= most * 2 && Array.from(value).length <= most),
  );
}

/** The least length of a list. */
export function minItems(least: number): Check {
  return (value) => typeof value === "object" && value.length < least && `at least ${count(least, "item")}`;
}

/** The greatest length of a list. */
export function maxItems(most: number): Check {
  return (value) => typeof value === "object" && value.length > most && `at most ${count(most, "item")}`;
}

/** The least value. The words are the number as it is written in violations. */
export function atLeast(least: number, words: string = String(least)): Check {
  return (value) => typeof value === "number" && value < least && `at least ${words}`;
}

/** The greatest value. The words are the number as it is written in violations. */
export function atMost(most: number, words: string = String(most)): Check {
  return (value) => typeof value === "number" && value > most && `at most ${words}`;
}

/** One of the values of a closed enum, as they are on the wire. */
export function oneOf(...values: readonly string[]): Check {
  return text(`one of ${values.join(", ")}`, (value) => values.includes(value));
}

/** Makes a check of texts. */
export function text(expected: string, test: (value: string) => boolean): Check {
  return (value) => typeof value === "string" && !test(value) && expected;
}

function count(n: number, noun: string): string {
  return `${String(n)} ${noun}${n === 1 ? "" : "s"}`;
}
