// What editors show of specs: completion, hover and diagnostics of the real yaml-language-server with the schemas that ship.
//
// Usage: node scripts/ts/editor.mjs REPO, where node_modules has yaml-language-server
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { start } from "./lsp.mjs";

const repo = resolve(process.argv[2]);
const schema = (name) => pathToFileURL(join(repo, "spec", name)).href;
const program = resolve("node_modules/yaml-language-server/bin/yaml-language-server");
assert.ok(existsSync(program), "yaml-language-server is not installed");

const server = await start(program, {
  yaml: {
    schemas: { [schema("flow.schema.json")]: ["file-*.yaml", "**/testdata/**/*.yaml"], [schema("config.schema.json")]: ["config-*.yaml"] },
    schemaStore: { enable: false },
    validate: true,
    hover: true,
    completion: true,
  },
});

/** A name by which the server knows which schema a text has. */
let configs = 0;
const nameOf = (what) => (what === "specgen.yaml" ? `config-${++configs}.yaml` : undefined);

/** A text with its cursor, which stands at |. */
async function at(marked, name) {
  const offset = marked.indexOf("|");
  const before = marked.slice(0, offset);
  const lines = before.split("\n");
  const { uri, diagnostics } = server.open(before + marked.slice(offset + 1), name);
  await diagnostics;
  return { uri, position: { line: lines.length - 1, character: lines.at(-1).length } };
}
async function completions(marked, name) {
  const { uri, position } = await at(marked, name);
  const items = await server.complete(uri, position);
  server.close(uri);
  return items.map((item) => item.label);
}
async function hover(marked, name) {
  const { uri, position } = await at(marked, name);
  const text = await server.hover(uri, position);
  server.close(uri);
  return text;
}

const head = "specgen: v1\nflow: upload\nversion: 1.0.0\nbrief: One file.\n";
let checked = 0;
async function offers(what, marked, ...want) {
  let not = [];
  if (Array.isArray(want.at(-1))) not = want.pop();
  const got = await completions(marked, nameOf(what));
  for (const label of want) assert.ok(got.includes(label), `${what}: ${label} is not offered, but ${got.join(", ")}`);
  for (const label of not) assert.ok(!got.includes(label), `${what}: ${label} is offered`);
  checked++;
}
async function says(what, marked, ...want) {
  const got = await hover(marked, nameOf(what));
  for (const words of want) assert.ok(got.includes(words), `${what}: the hover has not «${words}»:\n${got}`);
  checked++;
}

// Keys.
await offers("the sections", `${head}|\n`, "traces", "services", "spans", "tags", "funnel", "policy", "groups", "owners", ["brief", "flow"]);
await offers("a span", `${head}spans:\n  "a:b":\n    brief: x\n    |\n`, "trace", "services", "parent", "occurs", "tags", "variants", "followed_by", "error_when", ["brief"]);
await offers("a tag", `${head}tags:\n  a:\n    type: string\n    |\n`, "brief", "pattern", "format", "min_length", "examples", "sensitivity");
await offers("a service", `${head}services:\n  a:\n    |\n`, "brief", "language", "role", "tags");
await offers("a trace", `${head}traces:\n  a:\n    |\n`, "brief", "id", "sampling");
await offers("a policy", `${head}policy:\n  |\n`, "undeclared_tags", "known_tags", "clock_skew", "tag_style");
await offers("specgen.yaml", "specs: [a.yaml]\n|\n", "generate", "validate", "released", "check");

// Values.
await offers("the languages", `${head}services:\n  a:\n    language: |\n`, "go", "swift", "kotlin", "typescript");
await offers("the types", `${head}tags:\n  a:\n    type: |\n`, "id", "string", "int", "double", "bool", "enum");
await offers("the formats", `${head}tags:\n  a:\n    type: string\n    format: |\n`, "uuid", "hex", "date-time", "ipv6");
await offers("the kinds", `${head}spans:\n  "a:b":\n    kind: |\n`, "internal", "server", "client", "producer", "consumer");
await offers("occurs", `${head}spans:\n  "a:b":\n    occurs: |\n`, "once", "at_most_once");
await offers("a requirement", `${head}spans:\n  "a:b":\n    tags:\n      x: |\n`, "required", "optional");
await offers("sensitivity", `${head}tags:\n  a:\n    type: string\n    sensitivity: |\n`, "none", "pseudonymous", "pii");
await offers("the policy", `${head}policy:\n  undeclared_tags: |\n`, "allow", "warn", "deny");
await offers("specgen.yaml", "specs: [a.yaml]\nvalidate:\n  fail_on: |\n", "error", "warning", "never");

// Words.
await says("sampling", `${head}traces:\n  a:\n    sam|pling: 1%\n`, "Sampling");
await says("occurs", `${head}spans:\n  "a:b":\n    oc|curs: once\n`, "id");
await says("parent", `${head}spans:\n  "a:b":\n    par|ent: any\n`, "Parent");
await says("within", `${head}spans:\n  "a:b":\n    wit|hin: 5m\n`, "parent");
await says("namespace", `${head}name|space: a\n`, "prefix");
await says("scope", `${head}tags:\n  a:\n    type: string\n    sco|pe: trace\n`, "trace");
await says("specgen.yaml", "specs: [a.yaml]\nrele|ased: x\n", "stamped with");

/** The files of a txtar archive. */
function archive(text) {
  const parts = text.split(/^-- (.*) --\n/m);
  const files = {};
  for (let i = 1; i < parts.length; i += 2) files[parts[i]] = parts[i + 1];
  return files;
}

// Diagnostics: an editor finds a mistake in each spec in which specgen's schema stage finds one, most often on the same line, and
// none in a spec without a mistake.
const folder = join(repo, "testdata/specs/schema");
const missed = [];
let agreed = 0;
let sameLine = 0;
for (const name of readdirSync(folder)) {
  const files = archive(readFileSync(join(folder, name), "utf8"));
  const spec = files[name.replace(".txtar", ".yaml")];
  if (spec === undefined) continue;
  const { uri, diagnostics } = server.open(spec);
  const found = await diagnostics;
  server.close(uri);
  const want = JSON.parse(files["want.json"] ?? files["read.json"] ?? '{"diagnostics":[]}').diagnostics.filter((d) => d.severity === "error");
  if (want.length === 0 || want.some((w) => found.some((d) => d.range.start.line + 1 === w.line))) sameLine++;
  if ((found.length > 0) === (want.length > 0)) agreed++;
  else missed.push(`${name}: specgen ${want.map((d) => d.code)}, the editor ${JSON.stringify(found.map((d) => d.message))}`);
}
assert.deepEqual(missed, []);
assert.ok(agreed >= 70 && sameLine >= 60, `${agreed} specs, on ${sameLine} of them with a mistake on the same line`);
for (const path of ["spec/notification.yaml", "testdata/flows/order.yaml", "testdata/flows/checkout.yaml", "internal/spec/testdata/everything.yaml"]) {
  const { uri, diagnostics } = server.open(readFileSync(join(repo, path), "utf8"), pathToFileURL(join(repo, path)).href);
  assert.deepEqual((await diagnostics).map((d) => d.message), [], path);
  server.close(uri);
}
await server.stop();
console.log(`${checked} completions and hovers, ${agreed} specs with mistakes on which the editor agrees, in ${sameLine} on a line too`);
