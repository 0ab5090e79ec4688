/** The tags of one span, on their way from the caller to the wire: repaired, checked, in order. */

import { noNul } from "./checks.js";
import type { Rule } from "./checks.js";
import type { Extra, Scalar, TagValue, Violation } from "./span.js";
import { isWellFormed, repair } from "./text.js";

/** Puts a declared tag on a span, or, where it is hidden, only checks the value that the trace id derives from. */
export type Put = (tag: string, value: TagValue | undefined, rule?: Rule, hidden?: boolean) => void;

/** Reports what is wrong with a tag. */
export type Report = (rule: Violation["rule"], tag: string, value: string, expected: string) => void;

/** The tags of a span or of a service while they are put. */
export interface TagList {
  readonly report: Report;
  readonly tags: Map<string, TagValue>;
  readonly doubles: string[];
  /** The names that are taken. */
  readonly names: string[];
}

/** Makes what puts the declared tags. */
export function putInto(list: TagList): Put {
  return (tag, given, rule = [], hidden) => {
    if (!hidden) {
      list.names.push(tag);
    }
    if (given !== undefined) {
      store(list, tag, clean(list, tag, given, rule), rule, hidden);
    }
  };
}

/** Adds undeclared tags whose names are free. */
export function addExtra(list: TagList, extra: Extra = []): void {
  for (const [key, given, rule = []] of Symbol.iterator in extra ? extra : entries(extra)) {
    if (given !== undefined) {
      const tag = repair(key);
      const value = clean(list, tag, given, rule, tag !== key);
      if (list.names.includes(tag)) {
        list.report("shadowed-tag", tag, textOf(value, rule), "a tag that the spec does not declare");
      } else {
        list.names.push(tag);
        store(list, tag, value, rule);
      }
    }
  }
}

function entries(extra: object): [string, TagValue | undefined, Rule?][] {
  return Object.entries(extra);
}

/** The value as UTF-8 can hold it, also where plain JavaScript gave something else; reports that text was repaired. */
function clean({ report }: TagList, tag: string, given: TagValue, rule: Rule, broken = false): TagValue {
  const value = Array.isArray(given) ? given.map(scalar) : scalar(given);
  if (broken || isBroken(value)) {
    const fixed = typeof value === "object" ? value.map(fix) : fix(value);
    report("invalid-utf8", tag, textOf(fixed, rule), "valid UTF-8");
    return fixed;
  }
  return value;
}

function scalar(value: unknown): Scalar {
  return typeof value === "number" || typeof value === "boolean" ? value : String(value);
}

function isBroken(value: TagValue): boolean {
  return typeof value === "object" ? value.some(isBroken) : typeof value === "string" && !isWellFormed(value);
}

function fix(value: Scalar): Scalar {
  return typeof value === "string" ? repair(value) : value;
}

/** Checks a value, and keeps it. */
function store(list: TagList, tag: string, value: TagValue, rule: Rule, hidden = false): void {
  let broken = examine(list, tag, value, rule, false);
  if (typeof value === "object") {
    for (const item of value) {
      broken = examine(list, tag, item, rule, broken);
    }
  }
  if (!hidden) {
    list.tags.set(tag, value);
    if (rule[0]?.write) {
      list.doubles.push(tag);
    }
  }
}

/** Reports the first constraint that a value breaks, and a NUL in a key; gives whether one was broken up to here. */
function examine({ report }: TagList, tag: string, value: TagValue, rule: Rule, broken: boolean): boolean {
  const finite = typeof value !== "number" || Number.isFinite(value);
  for (const check of finite ? rule : notFinite) {
    const expected = broken && check !== noNul ? undefined : check(value);
    if (expected !== undefined) {
      broken = true;
      report("tag-value", tag, typeof value === "object" ? String(value.length) : textOf(value, rule), expected);
    }
  }
  return broken;
}

const notFinite: Rule = [() => "a finite number"];

/** A text as it is, and any other value as it stands in JSON. */
function textOf(value: TagValue, rule: Rule): string {
  if (typeof value === "object") {
    return `[${value.map((item) => (typeof item === "string" ? JSON.stringify(item) : textOf(item, rule))).join(",")}]`;
  }
  return typeof value === "number" ? (rule[0]?.write ?? String)(value) : String(value);
}
