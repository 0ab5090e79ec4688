/** The tags of one span, on their way from the caller to the wire: repaired, checked, in order. */

import { attempt } from "./attempt.js";
import { noNul } from "./checks.js";
import type { Rule } from "./checks.js";
import type { Extra, Scalar, TagValue, Violation } from "./span.js";
import { repair } from "./text.js";

/** Puts a declared tag on a span, or, where it is hidden, only checks the value that the trace id derives from. */
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
 * @param declared - Names that are taken; those that are put are added.
 */
export function collect(
  report: Report,
  declared: Set<string>,
  fill: (put: Put) => void,
  extras: readonly (Extra | undefined)[],
): Collected {
  const tags = new Map<string, TagValue>();
  const doubles: string[] = [];
  const take = (key: string, given: TagValue | undefined, rule: Rule, hidden: boolean, isExtra: boolean): void => {
    const tag = repair(key);
    const taken = isExtra && declared.has(tag);
    if (!hidden && (!isExtra || given !== undefined)) {
      declared.add(tag);
    }
    if (given === undefined) {
      return;
    }
    const value = Array.isArray(given) ? given.map(clean) : clean(given);
    const write = rule[0]?.write;
    if (tag !== key || String(given) !== String(value)) {
      report("invalid-utf8", tag, text(value, write), "valid UTF-8");
    }
    if (taken) {
      report("shadowed-tag", tag, text(value, write), "a tag that the spec does not declare");
      return;
    }
    examine(report, tag, value, rule);
    if (!hidden) {
      tags.set(tag, value);
      if (write) {
        doubles.push(tag);
      }
    }
  };
  attempt(() => {
    fill((tag, value, rule = [], hidden = false) => {
      take(tag, value, rule, hidden, false);
    });
  });
  for (const extra of extras) {
    attempt(() => {
      for (const [tag, value, rule = []] of entries(extra)) {
        take(tag, value, rule, false, true);
      }
    });
  }
  return { tags, doubles };
}

function entries(extra: Extra = []): Iterable<readonly [string, TagValue | undefined, Rule?]> {
  return Symbol.iterator in extra ? extra : Object.entries(extra);
}

/** Reports the first constraint that a value breaks: of a list the list's own, then those of the first bad item. */
function examine(report: Report, tag: string, value: TagValue, rule: Rule): void {
  let broken = false;
  for (const item of typeof value === "object" ? [value, ...value] : [value]) {
    const infinite = typeof item === "number" && !Number.isFinite(item);
    for (const check of infinite ? [() => "a finite number"] : rule) {
      const expected = broken && check !== noNul ? undefined : check(item);
      if (expected !== undefined) {
        broken = true;
        report("tag-value", tag, typeof item === "object" ? String(item.length) : text(item, rule[0]?.write), expected);
      }
    }
  }
}

/** The value as the wire can hold it, also where plain JavaScript gave something else. */
function clean(value: unknown): Scalar {
  return typeof value === "number" || typeof value === "boolean" ? value : repair(String(value));
}

/** A text as it is, and any other value as it stands in JSON. */
function text(value: TagValue, write: (value: number) => string = String): string {
  if (typeof value === "object") {
    return `[${value.map((item) => (typeof item === "string" ? JSON.stringify(item) : text(item, write))).join(",")}]`;
  }
  return typeof value === "number" ? write(value) : String(value);
}
