/** The tags of one span, on their way from the caller to the wire: repaired, checked, in order. */

import { double } from "./checks.js";
import type { Check, Rule } from "./checks.js";
import type { Tags, TagValue, Violation } from "./span.js";
import { doubleText, isWellFormed, repair } from "./text.js";

/** Puts a tag on a span, or, where it is hidden, only checks the value that the trace id derives from. */
export type Put = (tag: string, value: TagValue | undefined, rule?: Rule, hidden?: boolean) => void;

/** Reports what is wrong with a tag. */
export type Report = (rule: Violation["rule"], tag: string, value: string, expected: string) => void;

/** What the tags of a span or of a service come to. */
export interface Collected {
  readonly tags: ReadonlyMap<string, TagValue>;
  readonly doubles: readonly string[];
}

/**
 * Takes the tags that fill puts, and then the undeclared ones whose names are free.
 *
 * @param declared - Names that are taken; those that fill puts are added.
 */
export function collect(
  report: Report,
  declared: Set<string>,
  traceId: string,
  fill: (put: Put) => void,
  extras: readonly (Tags | undefined)[],
): Collected {
  const tags = new Map<string, TagValue>();
  const doubles: string[] = [];
  const put: Put = (tag, given, rule = [], hidden) => {
    if (!hidden) {
      declared.add(tag);
    }
    if (given === undefined) {
      return;
    }
    const isDouble = rule.includes(double);
    const value = typeof given === "object" ? given.map(clean) : clean(given);
    if (!isClean(given)) {
      report("invalid-utf8", tag, valueText(value, isDouble), "valid UTF-8");
    }
    examine(report, tag, value, rule, traceId);
    if (!hidden) {
      tags.set(tag, value);
      if (isDouble) {
        doubles.push(tag);
      }
    }
  };
  fill(put);
  for (const extra of extras) {
    for (const [key, value] of Object.entries(extra ?? {})) {
      const tag = repair(key);
      if (value !== undefined && declared.has(tag)) {
        report("shadowed-tag", tag, valueText(value), "a tag that the spec does not declare");
      } else {
        if (tag !== key) {
          report("invalid-utf8", tag, valueText(value ?? ""), "valid UTF-8");
        }
        put(tag, value);
      }
    }
  }
  return { tags, doubles };
}

const finite: Check = (value) =>
  typeof value === "number" && !Number.isFinite(value) ? "a finite number" : undefined;

/** Reports the first constraint that a value breaks: of a list the list's own, then those of the first bad item. */
function examine(report: Report, tag: string, value: TagValue, rule: Rule, traceId: string): void {
  let broken = false;
  for (const item of typeof value === "object" ? [value, ...value] : [value]) {
    for (const check of [finite, ...rule]) {
      const expected = broken && !check.rule ? undefined : check(item, traceId);
      if (expected !== undefined) {
        broken ||= !check.rule;
        const text = typeof item === "object" ? String(item.length) : valueText(item, rule.includes(double));
        report(check.rule ?? "tag-value", tag, text, expected);
      }
    }
  }
}

function clean<T>(value: T): T | string {
  return typeof value === "string" ? repair(value) : value;
}

function isClean(value: TagValue): boolean {
  return typeof value === "object" ? value.every(isClean) : typeof value !== "string" || isWellFormed(value);
}

/** A text as it is, and any other value as it stands in JSON. */
export function valueText(value: TagValue, isDouble = false): string {
  if (typeof value === "object") {
    const items = value.map((item) => (typeof item === "string" ? JSON.stringify(item) : valueText(item, isDouble)));
    return `[${items.join(",")}]`;
  }
  return typeof value === "number" && isDouble ? doubleText(value) : String(value);
}
