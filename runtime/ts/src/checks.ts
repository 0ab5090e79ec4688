/**
 * What only run time can see of a tag. Generated code puts checks together into rules, so that a bundle carries only those
 * that its spans ask for.
 */

import type { TagValue } from "./span.js";
import { doubleText } from "./text.js";
import type { WriteNumber } from "./text.js";

/** Says what was expected of a value, or false where it is fine. It sees a list, then each of its items. */
export interface Check {
  (value: TagValue): string | false;
  /** How numbers are written, where it is not as ECMAScript does. */
  readonly write?: WriteNumber;
}

/** The checks of one tag, in the order that is the same in all languages. Of those that fail the first counts. */
export type Rule = readonly Check[];

/** Marks a tag as a double on the wire, also where its value is whole. It comes first in a rule. */
export const double: Check = /* @__PURE__ */ Object.assign(() => false as const, { write: doubleText });

/** A whole number. JavaScript holds them up to 2^53; what is beyond is a double on the wire. */
export const int: Check = (value) => typeof value === "number" && !Number.isSafeInteger(value) && "a whole number";

/** Any text but the empty one: what is asked of every id. */
export const notEmpty: Check = (value) => value === "" && "at least 1 character";

/** The least length, in code points, from 2 on. */
export function minLength(least: number): Check {
  // A code point takes one or two UTF-16 units, so most texts need no counting.
  return text(
    `at least ${String(least)} characters`,
    (value) => value.length >= least * 2 || Array.from(value).length >= least,
  );
}

/** The greatest length, in code points. */
export function maxLength(most: number): Check {
  // As above; and none needs much counting.
  return text(
    `at most ${count(most, "character")}`,
    (value) => value.length <= most || (value.length <= most * 2 && Array.from(value).length <= most),
  );
}

/** The greatest length of a list. */
export function maxItems(most: number): Check {
  return (value) => typeof value === "object" && value.length > most && `at most ${count(most, "item")}`;
}

/** The least value. The words are as the spec has the number. */
export function atLeast(least: number, words: string = String(least)): Check {
  return (value) => typeof value === "number" && value < least && `at least ${words}`;
}

/** The greatest value. The words are as the spec has the number. */
export function atMost(most: number, words: string = String(most)): Check {
  return (value) => typeof value === "number" && value > most && `at most ${words}`;
}

/** A closed enum, by its values on the wire. */
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
