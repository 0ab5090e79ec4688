/** Violations: what is wrong with spans that are emitted nevertheless. Bundles of apps that do not listen do not have it. */

import type { Rule } from "./checks.js";
import { deriveTraceId } from "./ids.js";
import type { TagValue, Violation } from "./span.js";
import { endBeforeStart, endedTwice, linksLeftOut, nameTaken, noParent, otherTrace, tagPut, textRepaired } from "./tags.js";
import type { Checks, Happening, TagList } from "./tags.js";
import { repair } from "./text.js";

/** Is told of each violation, while the span is emitted. A test should fail here. */
export type ViolationListener = (violation: Violation) => void;

/** The rules of tags, by their names on the wire. */
export type Rules = readonly (readonly [tag: string, rule: Rule])[];

/** The rules by what happens. */
const names: Readonly<Record<Happening, Violation["rule"]>> = {
  [tagPut]: "tag-value",
  [textRepaired]: "invalid-utf8",
  [nameTaken]: "shadowed-tag",
  [otherTrace]: "trace-id-mismatch",
  [noParent]: "missing-parent",
  [endedTwice]: "ended-twice",
  [endBeforeStart]: "end-before-start",
  [linksLeftOut]: "too-many-links",
};

/** Checks spans of a flow by its rules, for a listener. */
export function flowChecks<Flow extends string>(
  flow: Flow,
  ruleList: Rules,
  sensitive: readonly string[],
  listener: ViolationListener,
): Checks<Flow> {
  const rules = new Map(ruleList);

  const check = ({ span }: TagList, what: Happening, tag: string, given: unknown, more: unknown): void => {
    const tell = (value: string, expected: string): void => {
      listener({ rule: names[what], span, tag, value, ...(sensitive.includes(tag) && { sensitive: true }), expected });
    };
    const value = given as TagValue;
    const own = (Array.isArray(more) ? (more as Rule) : rules.get(tag)) ?? [];
    switch (what) {
      case tagPut:
        examine(value, own, tell);
        if (more === true && String(value).includes("\0")) {
          tell(String(value), "no NUL character");
        }
        break;
      case textRepaired:
        tell(textOf(value, own), "valid UTF-8");
        break;
      case nameTaken:
        tell(textOf(value, own), "a tag that the spec does not declare");
        break;
      case otherTrace:
        if (deriveTraceId(flow, String(value)) !== more) {
          tell(repair(value), String(more));
        }
        break;
      case noParent:
        tell("", String(more));
        break;
      case endedTwice:
        tell("", "one end");
        break;
      case endBeforeStart:
        tell(timeText(given as bigint), `not before ${timeText(more as bigint)}`);
        break;
      case linksLeftOut:
        tell(String(given), `at most ${String(more)} links`);
        break;
    }
  };
  return check as unknown as Checks<Flow>;
}

/** Reports the first check that a value fails, or of a list the first that an item fails. Returns whether there was one. */
function examine(value: TagValue, rule: Rule, tell: (value: string, expected: string) => void): boolean {
  const finite = typeof value !== "number" || Number.isFinite(value);
  for (const check of finite ? rule : notFinite) {
    const expected = check(value);
    if (expected) {
      tell(typeof value === "object" ? String(value.length) : textOf(value, rule), expected);
      return true;
    }
  }
  return typeof value === "object" && value.some((item) => examine(item, rule, tell));
}

const notFinite: Rule = [() => "a finite number"];

/** A text as it is, and any other value as JSON. */
function textOf(value: TagValue, rule: Rule): string {
  if (typeof value === "object") {
    return `[${value.map((item) => (typeof item === "string" ? JSON.stringify(item) : textOf(item, rule))).join(",")}]`;
  }
  return typeof value === "number" ? (rule[0]?.write ?? String)(value) : String(value);
}

/** A time in RFC 3339, to the millisecond before it. An injected clock may give one that has no text: toISOString would throw. */
function timeText(nanoseconds: bigint): string {
  return new Date(Number(nanoseconds / 1_000_000n)).toJSON();
}

/** One line for people and their logs. It does not show the value of a tag that the spec gives a sensitivity. */
export function violationText({ rule, span, tag, value, sensitive, expected }: Violation): string {
  const shown = sensitive ? "[redacted]" : tag === "" ? value : JSON.stringify(value);
  const what = tag === "" ? shown && ` ${shown},` : ` ${tag} = ${shown},`;
  return `${rule}: ${span || "service"}:${what} want ${expected}`;
}
