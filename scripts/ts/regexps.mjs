// RegExps that stand for automata, in a JavaScript engine: the RegExp, the automaton and specgen must agree on every text. Then each RegExp is
// made wrong in several ways, and the texts must tell.
//
// Usage: node scripts/ts/regexps.mjs FILE, where FILE is what TestWriteRegExps of internal/codegen/typescript writes
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { pattern, regExp } from "@specgen/flowtrace/generated";

/** Makes a check of the text of a RegExp literal. */
const checkOf = (source, literal, flags = "") => regExp(source, new RegExp(literal.slice(1, -1), flags));

/** What JSON of Go cannot hold: halves of surrogate pairs, alone, before, behind and in place of each character. */
function* halves(text) {
  for (const half of ["\ud83d", "\ude00", "\udc41"]) {
    yield half + text;
    for (let at = 0; at < text.length; at++) yield text.slice(0, at) + half + text.slice(at + 1);
    yield text + half;
  }
}

/** The literal with one thing changed, and what was changed. None of these means the same. */
function* wrong(literal) {
  yield [`/${literal.slice(2)}`, "", "its begin is open"];
  yield [literal.replace(/\$\/$/, "/"), "", "its end is open"];
  yield [literal, "m", "it is of a line"];
  for (const { 0: bound, index } of literal.matchAll(/(?<=[{,])\d+(?=[,}])/g)) {
    for (const by of [1, -1]) {
      const other = String(Number(bound) + by);
      if (other === "-1" || !/^(\{\d+,?\}|\{\d+,\d+\})/.test(literal.slice(literal.lastIndexOf("{", index)))) continue;
      const text = literal.slice(0, index) + other + literal.slice(index + bound.length);
      try {
        new RegExp(text.slice(1, -1));
      } catch {
        continue; // {2,1}
      }
      yield [text, "", `${other} for ${bound}`];
    }
  }
  for (const [one, other] of [["*", "+"], ["+", "*"], ["?", "*"], ["+", ""], ["?", ""]]) {
    if (literal.endsWith(`${one}$/`) && literal.at(-4) !== "\\") yield [`${literal.slice(0, -3)}${other}$/`, "", `${one} is ${other || "one"}`];
  }
}

let texts = 0;
let mutants = 0;
const all = JSON.parse(readFileSync(process.argv[2], "utf8"));
for (const { Pattern: source, RegExp: literal, Automaton: automaton, Match: match, No: no } of all) {
  const byRegExp = checkOf(source, literal);
  const byAutomaton = pattern(source, automaton);
  const hold = (text, want) => {
    texts++;
    assert.equal(byRegExp(text), want, `${literal} on ${JSON.stringify(text)}`);
    assert.equal(byAutomaton(text), want, `the automaton of ${source} on ${JSON.stringify(text)}`);
  };
  for (const text of match) hold(text, false);
  for (const text of no) hold(text, `pattern ${source}`);
  for (const text of new Set([match[0], match.at(-1), ""].flatMap((text) => [...halves(text)]))) hold(text, `pattern ${source}`);
  assert.equal(byRegExp(7), false);

  for (const [text, flags, how] of wrong(literal)) {
    mutants++;
    const check = checkOf(source, text, flags);
    const found = match.some((text) => check(text) !== false) || no.some((text) => check(text) === false);
    assert.ok(found, `no text tells ${text}${flags} from ${literal}: ${how}`);
  }

  // A RegExp that backtracks more than once for each character would not come to an end.
  const long = match.at(-1).padEnd(1 << 20, match.at(-1).at(-1) ?? "a");
  hold(`${long}\n`, `pattern ${source}`);
}
assert.ok(all.length >= 20 && texts > 50_000 && mutants >= 80, `${all.length} patterns, ${texts} texts, ${mutants} mutants`);
console.log(`${all.length} patterns, ${texts} texts, ${mutants} mutants`);
