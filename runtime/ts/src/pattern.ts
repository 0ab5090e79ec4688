/**
 * Patterns. The generator compiles them from RE2 to automata over bytes, so a pattern means the same in all languages. Where it can tell that a
 * RegExp means the same as the automaton, it writes the RegExp.
 */

import { text as textCheck } from "./checks.js";
import type { Check } from "./checks.js";
import { utf8 } from "./text.js";

/**
 * A check of texts by a pattern: its source, which violations show, and its automaton.
 *
 * The automaton is three lists of numbers in base 36, with a semicolon between them: the classes of the bytes as runs
 * (length, class, length, class, …), the next states (one row of as many as there are classes for each state, from state
 * 1; 0 is dead, and what is missing at the end is 0), and the accepting states.
 */
export function pattern(source: string, automaton: string): Check {
  let table: Automaton | undefined;
  return textCheck(`pattern ${source}`, (text) => matches((table ??= read(automaton)), text));
}

/** The same with a RegExp, which takes the texts that the automaton of the pattern takes. It has no flags. */
export function regExp(source: string, expression: RegExp): Check {
  return textCheck(`pattern ${source}`, (text) => expression.test(text));
}

interface Automaton {
  readonly classes: readonly number[];
  readonly width: number;
  readonly next: readonly number[];
  readonly accept: readonly number[];
}

function matches({ classes, width, next, accept }: Automaton, text: string): boolean {
  const bytes = /[\u0080-\uffff]/.test(text) ? utf8(text) : text;
  let state = 1;
  for (let i = 0; i < bytes.length && state > 0; i++) {
    state = next[(state - 1) * width + (classes[bytes.charCodeAt(i)] as number)] ?? 0;
  }
  return accept.includes(state);
}

function read(automaton: string): Automaton {
  const [runs = [], next = [], accept = []] = automaton
    .split(";")
    .map((list) => list.split(" ").map((digits) => parseInt(digits, 36)));
  const classes: number[] = [];
  for (let i = 0; i < runs.length; i += 2) {
    classes.push(...new Array<number>(runs[i] ?? 0).fill(runs[i + 1] ?? 0));
  }
  return { classes, width: Math.max(...classes) + 1, next, accept };
}
