/** The tags of one span between the caller and the wire. They are repaired, checked and put in order. */

import type { Rule } from "./checks.js";
import type { Extra, Scalar, TagValue, Violation } from "./span.js";
import { isWellFormed, repair } from "./text.js";

/** The tags of a span or of a service while they are collected. */
export interface TagList {
  /** The span's name; empty for a service. */
  readonly span: string;
  readonly onViolation: ((violation: Violation) => void) | undefined;
  /** The tags whose values the text of a violation does not show. */
  readonly sensitive: readonly string[] | undefined;
  /** In the spec's order. A declared tag that is not given is undefined, which keeps its place. */
  readonly tags: Map<string, TagValue | undefined>;
  readonly doubles: string[];
}

/** Reports what is wrong with a tag. */
export function report(
  { span, onViolation, sensitive }: TagList,
  rule: Violation["rule"],
  tag: string,
  value: string,
  expected: string,
): void {
  try {
    onViolation?.({ rule, span, tag, value, expected, ...(sensitive?.includes(tag) && { sensitive: true }) });
  } catch {
    // An error of the application's callback must not cost the span.
  }
}

/** Puts a declared tag. It is called for each tag in the spec's order, and for each of a measured span twice. */
export function put(list: TagList, tag: string, given: TagValue | undefined, rule: Rule = []): void {
  list.tags.set(tag, given === undefined ? list.tags.get(tag) : checked(list, tag, given, rule));
}

/** Puts a declared tag that the span's id derives from. Keys are separated by NUL there, so text must not contain one. */
export function putKey(list: TagList, tag: string, given: TagValue | undefined, rule?: Rule): void {
  put(list, tag, given, rule);
  const value = String(list.tags.get(tag));
  if (given !== undefined && value.includes("\0")) {
    report(list, "tag-value", tag, value, "no NUL character");
  }
}

/** Checks the tag that the trace id derives from, if it is not a tag of the span. */
export function checkTag(list: TagList, tag: string, given: TagValue | undefined, rule: Rule): void {
  if (given !== undefined) {
    checked(list, tag, given, rule);
  }
}

/** Adds undeclared tags, unless their name is taken. */
export function addExtra(list: TagList, taken: readonly string[], extra: Extra = []): void {
  for (const [key, given, rule = []] of Symbol.iterator in extra ? extra : entries(extra)) {
    if (given !== undefined) {
      const tag = repair(key);
      const value = clean(list, tag, given, rule, tag !== key);
      if (list.tags.has(tag) || taken.includes(tag)) {
        report(list, "shadowed-tag", tag, textOf(value, rule), "a tag that the spec does not declare");
      } else {
        list.tags.set(tag, keep(list, tag, value, rule));
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

function checked(list: TagList, tag: string, given: TagValue, rule: Rule): TagValue {
  return keep(list, tag, clean(list, tag, given, rule), rule);
}

/** Whether text was repaired since this was last set to false. */
let repaired = false;

/** The value as UTF-8 can encode it; anything but numbers and booleans becomes text. Reports that text was repaired. */
function clean(list: TagList, tag: string, given: TagValue, rule: Rule, broken = false): TagValue {
  repaired = broken;
  const value = Array.isArray(given) ? given.map(scalar) : scalar(given);
  if (repaired) {
    report(list, "invalid-utf8", tag, textOf(value, rule), "valid UTF-8");
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

/** Checks a value, and remembers whether it is a double. */
function keep(list: TagList, tag: string, value: TagValue, rule: Rule): TagValue {
  examine(list, tag, value, rule);
  if (rule[0]?.write) {
    list.doubles.push(tag);
  }
  return value;
}

/** Reports the first check that a value fails, or of a list the first that an item fails. Returns whether there was one. */
function examine(list: TagList, tag: string, value: TagValue, rule: Rule): boolean {
  const finite = typeof value !== "number" || Number.isFinite(value);
  for (const check of finite ? rule : notFinite) {
    const expected = check(value);
    if (expected) {
      report(list, "tag-value", tag, typeof value === "object" ? String(value.length) : textOf(value, rule), expected);
      return true;
    }
  }
  return typeof value === "object" && value.some((item) => examine(list, tag, item, rule));
}

const notFinite: Rule = [() => "a finite number"];

/** A text as it is, and any other value as JSON. */
function textOf(value: TagValue, rule: Rule): string {
  if (typeof value === "object") {
    return `[${value.map((item) => (typeof item === "string" ? JSON.stringify(item) : textOf(item, rule))).join(",")}]`;
  }
  return typeof value === "number" ? (rule[0]?.write ?? String)(value) : String(value);
}
