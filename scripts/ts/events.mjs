// The JSON Schemas of SpanEvents in another validator and another engine of patterns than those of specgen's own tests: Ajv in Node.
//
// Usage: node scripts/ts/events.mjs SPECGEN REPO, where node_modules has ajv
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

import Ajv from "ajv/dist/2020.js";

const [specgen, repo] = process.argv.slice(2).map((path) => resolve(path));

// Patterns mean in ECMA 262 what they mean in RE2.
let texts = 0;
for (const { pattern, ecma, texts: list } of JSON.parse(readFileSync(join(repo, "internal/eventschema/testdata/patterns.json"), "utf8"))) {
  const compiled = new RegExp(ecma, "u");
  for (const { text, matches } of list ?? []) {
    assert.equal(compiled.test(text), matches, `${pattern} as ${ecma} on ${JSON.stringify(text)}`);
    texts++;
  }
}

function schemaOf(spec, ...flags) {
  const text = execFileSync(specgen, ["schema", "events", spec, ...flags], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  return new Ajv({ allErrors: true, strictTypes: false }).compile(JSON.parse(text));
}

// Every flow that can be checked has a schema that Ajv takes strict about keywords.
const features = join(repo, "testdata/flows/features");
const specs = readdirSync(features).map((name) => join(features, name));
let compiled = 0;
for (const spec of [...specs, join(repo, "testdata/flows/order.yaml"), join(repo, "testdata/flows/checkout.yaml")]) {
  for (const flags of [[], ["--warnings"]]) {
    try {
      schemaOf(spec, ...flags);
      compiled++;
    } catch (error) {
      if (error.status !== 3) throw error; // a spec for generators only, which has errors
    }
  }
}
assert.ok(compiled >= 24, `only ${compiled} schemas`);

// Conforming records are accepted, and each of them is refused with one mistake.
const mistakes = {
  "an unknown span": (e) => (e.name = "notification:raed"),
  "an unknown service": (e) => (e.service_name = "iPadOS"),
  "no service": (e) => delete e.service_name,
  "a service of other spans": (e) => (e.service_name = e.service_name === "webapp" ? "iOS" : "webapp"),
  "a short trace id": (e) => (e.trace_id = "7f9c24e8"),
  "a span id of zeros": (e) => (e.span_id = "0".repeat(16)),
  "a parent that is no hex": (e) => (e.parent_id = "xyz"),
  "seconds": (e) => (e.timestamp = 1_772_442_000),
  "no duration": (e) => delete e.duration,
  "an end before the start": (e) => (e.duration = -1),
  "a text for a tag of every type": (e) => (e.tags = Object.fromEntries(Object.keys(e.tags).map((key) => [key, { x: 1 }]))),
  "no tags": (e) => delete e.tags,
  "a link without a span": (e) => (e.links = [{ trace_id: e.trace_id }]),
};
const check = schemaOf(join(repo, "spec/notification.yaml"));
let records = 0;
for (const line of readFileSync(join(repo, "testdata/traces/conforming.spanevent.jsonl"), "utf8").trim().split("\n")) {
  const event = JSON.parse(line);
  assert.ok(check(event), `${line}\n${JSON.stringify(check.errors)}`);
  records++;
  for (const [name, make] of Object.entries(mistakes)) {
    const wrong = structuredClone(event);
    make(wrong);
    assert.ok(!check(wrong), `${name} is accepted: ${JSON.stringify(wrong)}`);
  }
  assert.ok(check({ ...event, flow_version: "9.9.9", trace_id: "x" }), "a record of another version is refused");
}
assert.ok(records >= 20, `only ${records} records`);
console.log(`${texts} texts, ${compiled} schemas, ${records} records with ${Object.keys(mistakes).length} mistakes each`);
