// Emits spans of testdata/flows/features/parents.yaml: what the parent that is given, or none, makes of ids and flags.
// Usage: node parents-run.mjs PACKAGE
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const load = (path) => import(pathToFileURL(join(process.argv[2], "dist/esm", path)));
const n = await load("parents/index.js");
const { parseTraceparent } = await load("flowtrace/index.js");
const { recorder } = await load("flowtrace/testing.js");

const record = recorder(n.parentsChecks, { collectViolations: true });
const flow = n.parentsApi(record.options);
const last = () => record.spans.at(-1);
const reported = () => record.violations.map((v) => `${v.rule}: ${v.expected}`);

// Of visits one in ten is kept, by its id: emitted and worked out, the flag is the same.
const visitId = n.VisitId("0192f3a1-7b6c-7d2e-8ff0-2a3b4c5d6e7f");
const orderId = n.OrderId("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa");
const dropped = n.VisitId("0192f3a1-7b6c-7d2e-8f10-2a3b4c5d6e7f");
const visit = flow.visit({ visitId });
assert.deepEqual([visit, last().sampled], [n.visitRef(visitId), true]);
assert.deepEqual([flow.visit({ visitId: dropped }), last().sampled], [n.visitRef(dropped), false]);
assert.equal(n.visitRef(dropped).traceFlags, 0);

// In one trace, either parent gives it. Where the parent is the key, it counts which.
const placed = flow.placed({ parent: visit, orderId });
const root = flow.placed({ orderId });
assert.deepEqual([root, last().parent], [placed, undefined]);
const first = flow.attempt({ parent: placed, attempt: 1 });
const second = flow.attempt({ parent: first, attempt: 2 });
assert.deepEqual([second, last().parent], [n.attemptRef(orderId, 2), first]);
const closed = flow.startClosed({ parent: second }).ref;
assert.deepEqual(closed, n.closedRef(second));
assert.notEqual(closed.spanId, n.closedRef(first).spanId);

// A parent in another trace is the key too. Without one the id is random.
assert.deepEqual(flow.told({ parent: visit, orderId }), n.toldRef(visit, orderId));
assert.deepEqual(flow.told({ parent: closed, orderId }), n.toldRef(closed, orderId));
const alone = [flow.told({ orderId }), flow.told({ orderId })];
assert.equal(new Set(alone.map((ref) => ref.spanId)).size, 2);
assert.ok(alone.every((ref) => ref.traceId === placed.traceId));
assert.equal(last().parent, undefined);
assert.deepEqual(reported(), []);

// In a kind of trace without an id, a parent in it gives the trace and the flag; below one in another, both are new.
const outside = (flags) => parseTraceparent(`00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-${flags}`);
for (const flags of ["00", "01"]) {
  const called = flow.called({ parent: outside(flags) });
  const answered = flow.answered({ parent: called });
  assert.deepEqual([answered.traceId, last().sampled, last().parent], [called.traceId, flags === "01", called]);
}
const answered = flow.answered({ parent: placed });
assert.notEqual(answered.traceId, placed.traceId);
assert.deepEqual([last().parent, last().sampled], [placed, false]); // one in a thousand is kept

// What the types forbid is reported, with all that would have been right.
const zero = { traceId: "0".repeat(32), spanId: "0".repeat(16), span: "parents:placed" };
for (const parent of [undefined, zero]) {
  flow.attempt({ parent, attempt: 1 });
  flow.answered({ parent });
}
const missing = ["missing-parent: parents:placed or parents:attempt", "missing-parent: parents:called or parents:placed"];
assert.deepEqual(reported(), [...missing, ...missing]);
console.log(`${record.spans.length} spans`);
