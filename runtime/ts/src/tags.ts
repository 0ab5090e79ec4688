/** The tags of one span between the caller and the wire. They are repaired and put in order. What only reports is in violations.ts. */

import type { Rule } from "./checks.js";
import type { Extra, Scalar, TagValue, Violation } from "./span.js";
import { isWellFormed, repair } from "./text.js";

/**
 * Listens to what is wrong with spans of a flow. The flow's module makes it of a function: `notificationChecks((violation) => …)`.
 * The flow's rules, and all that puts violations into words, are in the bundles of those alone who do so.
 */
export interface Checks<Flow extends string = string> {
  /**
   * Looks at what happened to a span, and reports it if it is a violation.
   *
   * @param rule - With `tag-value`, a tag was put, and is checked.
   * @param more - Of `tag-value`, `invalid-utf8` and `shadowed-tag` the rule of an extra, or whether the tag is a key of the span's
   * id; of the others what was expected.
   */
  (list: TagList, rule: Violation["rule"], tag: string, value: unknown, more: unknown): void;
  /** For the compiler alone. */
  readonly "~flow": Flow;
}

/** The tags of a span or of a service while they are collected. */
export interface TagList {
  /** The span's name; empty for a service. */
  readonly span: string;
  readonly checks: Checks | undefined;
  /** In the spec's order. A declared tag that is not given is undefined, which keeps its place. */
  readonly tags: Map<string, TagValue | undefined>;
  readonly doubles: string[];
}

/** Tells who listens what happened. */
export function report(list: TagList, rule: Violation["rule"], tag: string, value: unknown, more?: unknown): void {
  try {
    list.checks?.(list, rule, tag, value, more);
  } catch {
    // An error of the application's callback must not cost the span.
  }
}

/** Puts a declared tag. It is called for each tag in the spec's order, and for each of a measured span twice. */
export function put(list: TagList, tag: string, given: TagValue | undefined, isKey?: true): void {
  list.tags.set(tag, given === undefined ? list.tags.get(tag) : checked(list, tag, given, isKey));
}

/** Puts a declared tag that the span's id derives from. Keys are separated by NUL there, so text must not contain one. */
export function putKey(list: TagList, tag: string, given: TagValue | undefined): void {
  put(list, tag, given, true);
}

/** Puts a declared tag that is a double on the wire, even if it is whole. */
export function putDouble(list: TagList, tag: string, given: TagValue | undefined): void {
  put(list, tag, given);
  if (given !== undefined) {
    list.doubles.push(tag);
  }
}

/** Checks the tag that the trace id derives from, if it is not a tag of the span. */
export function checkTag(list: TagList, tag: string, given: TagValue | undefined): void {
  if (given !== undefined) {
    checked(list, tag, given);
  }
}

/** Checks that an id tag gives the trace id that the span has from its parent. */
export function sameTrace(list: TagList, traceId: string, tag: string, value: string): void {
  report(list, "trace-id-mismatch", tag, value, traceId);
}

/** Adds undeclared tags, unless their name is taken. */
export function addExtra(list: TagList, taken: readonly string[], extra: Extra = []): void {
  for (const [key, given, rule = []] of Symbol.iterator in extra ? extra : entries(extra)) {
    if (given !== undefined) {
      const tag = repair(key);
      const value = clean(list, tag, given, rule, tag !== key);
      const isTaken = list.tags.has(tag) || taken.includes(tag);
      report(list, isTaken ? "shadowed-tag" : "tag-value", tag, value, rule);
      if (!isTaken) {
        list.tags.set(tag, value);
        if (rule[0]?.write) {
          list.doubles.push(tag);
        }
      }
    }
  }
}

function entries(extra: object): [string, TagValue | undefined, Rule?][] {
  return Object.entries(extra);
}

/** Removes the tags that were not given, and returns the others. */
export function settle({ tags }: TagList): Map<string, TagValue> {
  tags.forEach((value, tag) => {
    if (value === undefined) {
      tags.delete(tag);
    }
  });
  return tags as Map<string, TagValue>;
}

/** The value of an enum tag if it is one of those that make the span an error. */
export function errorOf(tags: ReadonlyMap<string, TagValue>, tag: string, ...errors: readonly string[]): string | undefined {
  const value = tags.get(tag);
  return errors.find((error) => error === value);
}

function checked(list: TagList, tag: string, given: TagValue, isKey?: true): TagValue {
  const value = clean(list, tag, given);
  report(list, "tag-value", tag, value, isKey);
  return value;
}

/** Whether text was repaired since this was last set to false. */
let repaired = false;

/** The value as UTF-8 can encode it; anything but numbers and booleans becomes text. Reports that text was repaired. */
function clean(list: TagList, tag: string, given: TagValue, rule?: Rule, broken = false): TagValue {
  repaired = broken;
  const value = Array.isArray(given) ? given.map(scalar) : scalar(given);
  if (repaired) {
    report(list, "invalid-utf8", tag, value, rule);
  }
  return value;
}

function scalar(value: unknown): Scalar {
  if (typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  const text = String(value);
  if (isWellFormed(text)) {
    return text;
  }
  repaired = true;
  return repair(text);
}
