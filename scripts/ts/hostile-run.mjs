// Emits every span of the generated hostile flow and holds the names on the wire to the spec's.
// Usage: node hostile-run.mjs PACKAGE FACTS
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, factsFile] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(folder, "dist/esm", path)));
const facts = JSON.parse(readFileSync(factsFile, "utf8"));
const flow = await load("hostile/index.js");
const { spanEventLine } = await load("flowtrace/index.js");
const { recorder } = await load("flowtrace/testing.js");

/** Any property gives a value that fits the tag of its rank, as hostile.mjs has them. */
const camel = (tag) => tag.split(/[._]/).map((word, i) => (i ? word[0].toUpperCase() + word.slice(1) : word)).join("");
const value = (i) => ["x", 1, [1.5, 2], true, "x", "x", "x"][i % 7];
const tags = Object.fromEntries(facts.tags.map((tag, i) => [camel(tag), value(i)]));

const factories = Object.entries(flow).filter(([name]) => /^hostile(?!Checks$)/.test(name));
assert.equal(factories.length, 3);
for (const [, make] of factories) {
  for (const wire of facts.wires) {
    const record = recorder(flow.hostileChecks);
    const emitter = make({ ...record.options, let: "x", with: "x" });
    const methods = Object.entries(emitter);
    assert.equal(methods.length, facts.spans.length);
    let parent;
    for (const [name, method] of methods) {
      const result = method({ ...tags, parent, traceKey: "x", choice: wire });
      if (name.startsWith("start")) result.end();
      parent ??= result;
    }
    assert.deepEqual(record.spans.map((span) => span.name), facts.spans);
    const [first] = record.spans;
    assert.deepEqual(first.tags.map(([tag]) => tag), ["trace.key", "choice", ...facts.tags]);
    assert.equal(new Map(first.tags).get("choice"), wire);
    assert.equal(first.error, facts.errors.includes(wire) ? wire : undefined);
    for (const span of record.spans) assert.equal(JSON.parse(spanEventLine(span)).name, span.name);
  }
}
assert.equal(globalThis.pwned, undefined);
console.log(`${facts.spans.length} spans of 3 services, ${facts.tags.length + 2} tags on one`);
