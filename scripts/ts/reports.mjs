// Makes the report of validate for the samples and for a large and hostile input, and opens them as pages.mjs does.
// Usage: node reports.mjs SPECGEN REPO FOLDER
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { checkPages } from "./pages.mjs";

const [specgen, repo, folder] = process.argv.slice(2).map((path) => resolve(path));
mkdirSync(folder, { recursive: true });

/** Writes the report of an input, and returns its path. */
function report(name, input, spec, code) {
  const page = join(folder, `${name}.html`);
  const run = spawnSync(specgen, ["validate", "--format", "html", "-o", page, "--spec", spec, input], { encoding: "utf8", cwd: repo });
  assert.equal(run.status, code, run.stderr);
  return page;
}

// A flow and records whose texts try to be markup, to run, to turn the text around them and to be as wide as they can be.
const evil = [
  "<script>document.title = 'owned'; fetch('http://127.0.0.1:9/')</script>", "\"><img src=http://127.0.0.1:9/ onerror=alert(1)>", "</style><style>*{display:none}",
  "javascript:alert(1)", "\u202egnp.exe", "\u001b[31m\u001b]0;owned\u0007", "x".repeat(190), "漢字".repeat(60), "😀".repeat(40), "{{.}}${1}`", "&lt;b&gt;", "' onload='alert(1)",
];
const text = (i) => evil[i % evil.length];
const yaml = (value) => JSON.stringify(value).replace(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
const stages = evil.map((name, i) => `e:${i} ${name.replace(/[\u0000-\u001f\u202e]/g, "")}`);
const brief = (i) => yaml(text(i).replace(/[\u0000-\u001f\u202e]/g, "?"));
const spec = [
  "specgen: v1", "flow: evil", "version: 1.0.0", `brief: ${brief(0)}`, 'namespace: "e:"', "traces:", `  all: { brief: ${brief(1)}, id: trace.id }`,
  "tags:", `  trace.id: { type: id, format: uuid, brief: ${brief(2)} }`, `  key.id: { type: id, brief: ${brief(3)} }`, `  n: { type: int, brief: ${brief(4)} }`,
  "services:", `  a: { brief: ${brief(5)} }`, "spans:",
  ...stages.flatMap((name, i) => [
    `  ${yaml(name)}:`, `    brief: ${brief(i)}`, "    trace: all", "    services: [a]", `    moment: ${brief(i + 1)}`,
    ...(i === 0 ? ["    parent: none", "    occurs: once"] : [`    parent: ${yaml(stages[i - 1])}`, "    occurs: { at_most_once_per: parent }", "    within: 5m"]),
    "    tags: { trace.id: required, n: optional }",
  ]),
  "funnel:", ...stages.map((name) => `  - ${yaml(name)}`), "",
].join("\n");
const hex = (n, digits) => n.toString(16).padStart(digits, "0");
const lines = [];
for (let i = 0; i < 30_000; i++) {
  const trace = 1 + Math.floor(i / 6);
  const tags = { "trace.id": text(i), n: text(i), app_version: `${text(i)} ${i % 700}`, [`${text(i)} ${i % 900}`]: text(i + 1) };
  const name = i % 5 === 0 ? `e:${text(i)} ${i % 400}` : stages[i % stages.length];
  const span = { trace_id: hex(trace, 32), span_id: hex(i + 1, 16), name, service_name: i % 3 ? "a" : `${text(i)} ${i % 50}`, timestamp: 1772442000000000 + i * 1000, duration: 1 + (i % 9), tags };
  if (i % 6) span.parent_id = hex(i, 16);
  lines.push(JSON.stringify(span));
}
const hostileSpec = join(folder, "evil.yaml");
writeFileSync(hostileSpec, spec);
writeFileSync(join(folder, "evil.jsonl"), `${lines.join("\n")}\n`);

const pages = [
  report("broken", "testdata/traces/broken.otlp.json", "spec/notification.yaml", 3),
  report("conforming", "testdata/traces/conforming.otlp.json", "spec/notification.yaml", 0),
  report("hostile", join(folder, "evil.jsonl"), hostileSpec, 3),
];
const hostile = readFileSync(pages[2], "utf8");
assert.ok(hostile.length > 150_000 && hostile.includes("<figure class=trace"), `the hostile report has ${hostile.length} characters`);
console.log(`${pages.length} reports in ${await checkPages(pages)} ways`);
