// Writes a spec that tries to break out of comments, strings and identifiers, and the facts that a run is held to.
// Usage: node hostile.mjs SPEC FACTS
import { writeFileSync } from "node:fs";

const [specFile, factsFile] = process.argv.slice(2);
const yaml = (text) => JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

const briefs = [
  "*/ globalThis.pwned = 1; /*",
  "@deprecated This is not.",
  "{@link Array} {@inheritDoc x} {}",
  "`*/ globalThis.pwned = 1; /*`",
  "</script><!-- --> ]]> ${globalThis.pwned = 1} `${globalThis.pwned = 1}`",
  "\\u002a/ globalThis.pwned = 1 //",
  "a word, then @deprecated, and long enough that the line wraps right before the next sign that begins a tag, which is @deprecated here",
  "שלום עולם, مرحبا بالعالم, 👩‍👩‍👧‍👦 and e\u0301",
];
const brief = (i) => yaml(briefs[i % briefs.length]);

// Words that some language has for itself, as tags, as spans and as names of enum values.
const words =
  "abstract any arguments as async await bool break byte case catch chan class const constructors continue crate data debugger default defer delete do double else enum eval export extends extension false final finally for from func function get go goto guard if implements import in init inner inout instanceof int interface internal is it lateinit map match module mut namespace never new nil null number object of open operator out override package private protected protocol prototype public put readonly rec record ref repeat report return select self set static string struct subscript super switch symbol this throw throws true try type typealias typeof undefined unknown unowned val value var void weak when where while yield derive_ref parse_ref traceparent ids end sampled start_time end_time flags inherited"
    .split(" ");
const many = Array.from({ length: 300 - words.length }, (_, i) => `tag.number_${i}`);
const wires = ["*/", '"', "'", "`", "\\", "${globalThis.pwned = 1}", "😀", "</script>", "\u05d0", "//", "a b", "0"];

const tags = [...words, ...many];
const spans = [
  ["h:*/ globalThis.pwned = 1; /*", ""],
  ['h:"; globalThis.pwned = 2; //', "quoted"],
  ["h:`${globalThis.pwned = 3}`", "template"],
  ["h:\\", "backslash"],
  ["h:</script>", "script"],
  ["h:😀", "grin"],
  ["h:שלום", ""],
  ["h:2nd", ""],
  ["h:constructor", "made"],
  ["h:then", "afterwards"],
  ["h:__proto__", ""],
  ["h:class", ""],
  ["h:read IN App", ""],
  ["h:'", "apostrophe"],
];

const lines = [
  "specgen: v1",
  "flow: hostile",
  "version: 1.0.0",
  `brief: ${brief(0)}`,
  `note: ${yaml(`First.\n\n*/ globalThis.pwned = 1; /*\n@deprecated\n  - {@link x}`)}`,
  `owners: [${yaml("*/ globalThis.pwned = 1; /*")}, "@deprecated"]`,
  'namespace: "h:"',
  "traces:",
  `  all: { brief: ${brief(1)}, id: trace.key, sampling: 50% }`,
  "services:",
  `  "*/ service \\"\${globalThis.pwned = 4}": { brief: ${brief(2)}, language: typescript, code_name: first, tags: { let: required, with: optional } }`,
  `  "index": { brief: ${brief(3)}, language: typescript }`,
  `  "שלום": { brief: ${brief(4)}, language: typescript }`,
  "tags:",
  `  trace.key: { brief: ${brief(5)}, type: id, examples: [${yaml("*/ x")}] }`,
  `  choice:`,
  `    brief: ${brief(6)}`,
  "    type: enum",
  "    values:",
  ...wires.map((wire, i) => `      ${["default", "class", "constructor", "proto"][i] ?? `value_${i}`}: ${yaml(wire)}`),
  `  let: { brief: ${brief(7)}, type: string, min_length: 1, examples: [x] }`,
  `  with: { brief: ${brief(0)}, type: id, deprecated: { since: 1.0.0, why: ${brief(3)} }, examples: [x] }`,
  ...tags.map((tag, i) => {
    if (i % 7 === 0) return `  ${tag}: { brief: ${brief(i)}, type: id, examples: [x] }`;
    if (i % 7 === 1) return `  ${tag}: { brief: ${brief(i)}, type: int, min: 0, unit: ${yaml("*/{x}")}, examples: [1] }`;
    if (i % 7 === 2) return `  ${tag}: { brief: ${brief(i)}, type: "double[]", max_items: 3, examples: [[1.5]] }`;
    if (i % 7 === 3) return `  ${tag}: { brief: ${brief(i)}, type: bool, deprecated: { since: 1.0.0, why: ${brief(i + 1)} }, examples: [true] }`;
    if (i % 7 === 4) return `  ${tag}: { brief: ${brief(i)}, type: string, pattern: ${yaml("^[^*/\"`]*$")}, examples: [x] }`;
    return `  ${tag}: { brief: ${brief(i)}, type: string, examples: [x] }`;
  }),
  "spans:",
  ...spans.flatMap(([name, codeName], i) => [
    `  ${yaml(name)}:`,
    `    brief: ${brief(i)}`,
    ...(codeName ? [`    code_name: ${codeName}`] : []),
    "    trace: all",
    `    services: ["*/ service \\"\${globalThis.pwned = 4}", "index", "שלום"]`,
    ...(i > 0 ? [`    parent: ${i < 4 ? yaml(spans[0][0]) : `[${spans.slice(0, i).map(([parent]) => yaml(parent))}]`}`] : []),
    ...(i < 5 ? [`    kind: ${["internal", "server", "client", "producer", "consumer"][i]}`] : []),
    ...(i === 0 ? ["    error_when: { choice: [default, class, constructor, proto, value_4, value_5, value_6] }"] : []),
    i === 1 ? "    occurs: { once_per: [delete, derive_ref, class, async, sampled, inherited] }" : i === 2 ? "    occurs: { at_most_once_per: parent }" : "    occurs: once",
    ...(i % 3 === 2 ? ["    duration: measured", `    start: ${brief(i)}`, `    end: ${brief(i + 1)}`] : [`    moment: ${brief(i + 2)}`]),
    ...(i === 3 ? [`    deprecated: { since: 1.0.0, why: ${brief(0)} }`] : []),
    "    tags:",
    "      trace.key: required",
    ...(i === 0 ? ["      choice: required", ...tags.map((tag) => `      ${tag}: ${tag.length % 2 ? "required" : "optional"}`)] : []),
    ...(i === 1 ? ["      delete: required", "      derive_ref: required", "      class: required", "      async: required", "      sampled: required", "      inherited: required"] : []),
  ]),
];
writeFileSync(specFile, `${lines.join("\n")}\n`);
writeFileSync(factsFile, JSON.stringify({ spans: spans.map(([name]) => name), tags, wires, errors: wires.slice(0, 7) }));
