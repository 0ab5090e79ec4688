// Makes the documentation of the repo's flows, of a hostile one and of a dozen, and opens the pages as pages.mjs does.
// Usage: node docs.mjs SPECGEN REPO FOLDER
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { checkPages } from "./pages.mjs";

const [specgen, repo, folder] = process.argv.slice(2).map((path) => resolve(path));
rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, "spec"), { recursive: true });

// A flow whose texts try to be markup, to run, to turn the text around them and to be as wide as they can be.
const evil = [
  "<script>document.title = 'owned'; fetch('http://127.0.0.1:9/')</script>", "\"><img src=http://127.0.0.1:9/ onerror=alert(1)>", "</style><style>*{display:none}",
  "javascript:alert(1)", "\u202egnp.exe", "\u001b[31m\u001b]0;owned\u0007", "x".repeat(190), "漢字".repeat(60), "😀".repeat(40), "{{.}}${1}`", "&lt;b&gt;", "' onload='alert(1)",
];
const yaml = (value) => JSON.stringify(value).replace(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
const plain = (i) => evil[i % evil.length].replace(/[\u0000-\u001f\u202e]/g, "?");
const spans = evil.map((_, i) => yaml(`e:${i} ${plain(i)}`));
const hostile = [
  "specgen: v1", "flow: evil", "version: 1.0.0", `brief: ${yaml(plain(0))}`, `note: ${yaml(plain(1))}`, `owners: [${yaml(plain(2))}]`, 'namespace: "e:"', "traces:",
  `  ${yaml(plain(6))}: { brief: ${yaml(plain(3))}, id: trace.id }`, "services:", ...evil.map((_, i) => `  ${yaml(`s${i} ${plain(i)}`)}: { brief: ${yaml(plain(i))}, code_name: service_${i}, language: go, owners: [${yaml(plain(i + 1))}] }`),
  "tags:", `  trace.id: { type: id, format: uuid, brief: ${yaml(plain(4))} }`,
  ...evil.map((_, i) => `  ${yaml(`t${i} ${plain(i)}`)}: { code_name: tag_${i}, type: string, brief: ${yaml(plain(i))}, sensitivity: pii, sensitivity_reason: ${yaml(plain(i + 1))}, examples: [${yaml(plain(i + 2))}] }`),
  "spans:",
  ...spans.flatMap((name, i) => [
    `  ${name}:`, `    code_name: span_${i}`, `    brief: ${yaml(plain(i))}`, `    trace: ${yaml(plain(6))}`, `    services: [${yaml(`s${i} ${plain(i)}`)}]`, `    moment: ${yaml(plain(i + 1))}`,
    ...(i === 0 ? ["    parent: none", "    occurs: once"] : [`    parent: ${spans[i - 1]}`, "    occurs: { at_most_once_per: parent }", "    within: 5m"]),
    `    tags: { trace.id: required, ${yaml(`t${i} ${plain(i)}`)}: optional }`,
  ]),
  "funnel:", ...spans.map((name) => `  - ${name}`), "",
].join("\n");
writeFileSync(join(folder, "spec/evil.yaml"), hostile);
for (const flow of ["spec/notification", "testdata/flows/order", "testdata/flows/checkout"]) copyFileSync(join(repo, `${flow}.yaml`), join(folder, `spec/${flow.split("/").pop()}.yaml`));
for (let i = 0; i < 12; i++) {
  const spec = readFileSync(join(repo, "testdata/flows/features/parents.yaml"), "utf8").replace(/^flow: .*$/m, `flow: flow_${i}`);
  writeFileSync(join(folder, `spec/flow_${i}.yaml`), spec);
}
writeFileSync(join(folder, "specgen.yaml"), "specs: [spec/*.yaml]\ndocs: { out: site }\n");
const run = spawnSync(specgen, ["docs"], { encoding: "utf8", cwd: folder });
assert.equal(run.status, 0, run.stdout + run.stderr);
const pages = ["notification", "order", "checkout", "evil", "index"].map((name) => join(folder, "site", `${name}.html`));
assert.ok(!readFileSync(pages[3], "utf8").includes("<script"), "the hostile page has a script");
assert.equal([...readFileSync(pages[4], "utf8").matchAll(/<th scope=row/g)].length, 16, "the index does not list 16 flows");
console.log(`${pages.length} pages in ${await checkPages(pages)} ways`);
