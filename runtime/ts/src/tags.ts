/** The tags of one span between the caller and the wire. They are repaired and put in order. What only reports is in violations.ts. */

import type { Rule } from "./checks.js";
import type { Extra, Scalar, Tag, TagValue } from "./span.js";
import { repair } from "./text.js";

/**
 * Listens to what is wrong with spans of a flow. The flow's module makes it of a function: `notificationChecks((violation) => …)`.
 * The flow's rules, and all that puts violations into words, are in the bundles of those alone who do so.
 */
export interface Checks<Flow extends string = string> {
  /**
   * Looks at what happened to a span, and reports it if it is a violation.
   *
   * @param what - With {@link tagPut}, a tag was put, and is checked.
   * @param more - Of {@link tagPut}, {@link textRepaired} and {@link nameTaken} the rule of an extra, or whether the tag is a key of the span's
   * id; of the others what was expected.
   */
  (list: TagList, what: Happening, tag: string, value: unknown, more: unknown): void;
  /** For the compiler alone. */
  readonly "~flow": Flow;
}

// What may happen to a span. They are numbers since the names of the rules, which people read, come with the checks.
export const tagPut = 0;
export const textRepaired = 1;
export const nameTaken = 2;
export const otherTrace = 3;
export const noParent = 4;
export const endedTwice = 5;
export const endBeforeStart = 6;
export const linksLeftOut = 7;

export type Happening = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** The tags of a span or of a service while they are collected. */
export interface TagList {
  /** The span's name; empty for a service. */
  readonly span: string;
  readonly checks: Checks | undefined;
  /** The declared tags in the spec's order. One that is not given keeps its place by its name. */
  readonly tags: (Tag | string)[];
  /** Where among them the next is put. */
  at: number;
  /** The undeclared tags. */
  readonly extra: Tag[];
  /** Tags and names of tags, whose names no undeclared tag may have, besides those of the list. */
  readonly taken: readonly (Tag | string)[];
}

/** Begins a list. */
export function tagList(span: string, checks: Checks | undefined, taken: readonly (Tag | string)[]): TagList {
  return { span, checks, tags: [], at: 0, extra: [], taken };
}

/** Tells who listens what happened. */
export function report(list: TagList, what: Happening, tag = "", value: unknown = "", more?: unknown): void {
  try {
    list.checks?.(list, what, tag, value, more);
  } catch {
    // An error of the application's callback must not cost the span.
  }
}

/** Puts a declared tag. It is called for each tag in the spec's order, and for all of a measured span twice. */
export function put(list: TagList, tag: string, given: TagValue | undefined, isKey?: boolean, isDouble?: boolean): void {
  const at = list.at++;
  if (given !== undefined) {
    list.tags[at] = [tag, checked(list, tag, given, isKey), isDouble];
  } else {
    list.tags[at] ??= tag;
  }
}

/** Puts a declared tag that the span's id derives from. Keys are separated by NUL there, so text must not contain one. */
export function putKey(list: TagList, tag: string, given: TagValue | undefined): void {
  put(list, tag, given, true);
}

/** Puts a declared tag that is a double on the wire, even if it is whole. */
export function putDouble(list: TagList, tag: string, given: TagValue | undefined): void {
  put(list, tag, given, false, true);
}

/** Checks the tag that the trace id derives from, if it is not a tag of the span. */
export function checkTag(list: TagList, tag: string, given: TagValue | undefined): void {
  if (given !== undefined) {
    checked(list, tag, given);
  }
}

/** Checks that an id tag gives the trace id that the span has from its parent. */
export function sameTrace(list: TagList, traceId: string, tag: string, value: string): void {
  report(list, otherTrace, tag, value, traceId);
}

/** Adds undeclared tags, unless their name is taken. What the application gives may throw: the tags before that are added. */
export function addExtra(list: TagList, given: { readonly extra?: Extra | undefined }): void {
  try {
    const { extra } = given;
    for (const [key, value, rule = []] of !extra ? [] : Symbol.iterator in extra ? extra : entries(extra)) {
      if (value !== undefined) {
        const tag = repair(key);
        const text = clean(list, tag, value, rule, tag !== key);
        const others = [...list.taken, ...list.tags, ...list.extra];
        const isTaken = others.some((other) => (typeof other === "string" ? other : other[0]) === tag);
        report(list, isTaken ? nameTaken : tagPut, tag, text, rule);
        if (!isTaken) {
          list.extra.push([tag, text, !!rule[0]?.write]);
        }
      }
    }
  } catch {
    // See createEmitter.
  }
}

function entries(extra: object): [string, TagValue | undefined, Rule?][] {
  return Object.entries(extra);
}

/** The tags that were given: the declared, then the others. */
export function settle({ tags, extra }: TagList): readonly Tag[] {
  return [...tags.filter((tag): tag is Tag => typeof tag !== "string"), ...extra];
}

/** The value of an enum tag if it is one of those that make the span an error. */
export function errorOf(tags: readonly Tag[], tag: string, ...errors: readonly string[]): string | undefined {
  const value = tags.find(([name]) => name === tag)?.[1];
  return errors.find((error) => error === value);
}

function checked(list: TagList, tag: string, given: TagValue, isKey?: boolean): TagValue {
  const value = clean(list, tag, given);
  report(list, tagPut, tag, value, isKey);
  return value;
}

/** Whether text was repaired since this was last set to false. */
let repaired = false;

/** The value as UTF-8 can encode it; anything but numbers and booleans becomes text. Reports that text was repaired. */
function clean(list: TagList, tag: string, given: TagValue, rule?: Rule, broken = false): TagValue {
  repaired = broken;
  const value = Array.isArray(given) ? given.map(scalar) : scalar(given);
  if (repaired) {
    report(list, textRepaired, tag, value, rule);
  }
  return value;
}

function scalar(value: unknown): Scalar {
  if (typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  const text = String(value);
  const sound = repair(text);
  repaired ||= sound !== text;
  return sound;
}
