// Drives the generated TypeScript client through testdata/vectors/calls.json, and prints one JSON line for each case:
// {name, spans, otlp, violations}, or {name, left_out} where the language cannot hold it. A Go runner compares.
//
// Usage: node driver.mjs CALLS [GEN] [--export URL]. CALLS is calls.json, "-" for standard input; GEN the built package, gen/ts
// if absent. With --export, the spans of case number k, from 0, also go through a batch processor and the OTLP/HTTP exporter
// to URL/k.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const { positionals, values: flags } = parseArgs({ allowPositionals: true, options: { export: { type: "string" } } });
const [calls, gen = fileURLToPath(new URL("../../../../gen/ts", import.meta.url))] = positionals;
if (!existsSync(resolve(gen, "dist"))) {
  throw new Error(`cannot load ${gen}: it is not built; run npm ci && npm run build, or scripts/test-ts.sh and name its copy`);
}
const n = await import(pathToFileURL(resolve(gen, "dist/esm/notification/index.js")));
// The runtime that the client imports: the package's ESM, which require does not resolve to.
const runtime = resolve(createRequire(resolve(gen, "package.json")).resolve("@specgen/flowtrace/package.json"), "../dist/esm/index.js");
const { batchSpanProcessor, double, otlpExporter, otlpRequest, spanEventLine } = await import(pathToFileURL(runtime));

const services = {
  webapp: n.notificationWebapp,
  "job-queue": n.notificationJobQueue,
  "push-service": n.notificationPushService,
  iOS: n.notificationIos,
  Android: n.notificationAndroid,
  Desktop: n.notificationDesktop,
  Web: n.notificationWeb,
};

const spans = {
  "notification:trigger": { method: "trigger", parse: n.parseTriggerRef, links: "notifyLinks" },
  "notification:notify": { method: "notify", parse: n.parseNotifyRef, derive: (a) => n.notifyRef(a.notificationId) },
  "notification:sent": { method: "sent", parse: n.parseSentRef, derive: (a) => n.sentRef(a.notificationId, a.deviceId) },
  "notification:received": { method: "received", parse: n.parseReceivedRef, derive: n.receivedRef },
  "notification:opened": { method: "opened", parse: n.parseOpenedRef, derive: n.openedRef },
  "notification:read in app": { method: "startReadInApp", parse: n.parseReadInAppRef, derive: n.readInAppRef },
};

const parents = {
  "notification:notify": "notification:trigger",
  "notification:sent": "notification:notify",
  "notification:received": "notification:sent",
  "notification:opened": "notification:received",
  "notification:read in app": "notification:opened",
};

/** A text, a number or a text form. */
function value(form) {
  if (form === null || typeof form !== "object") return form;
  if ("text" in form) return form.text;
  if ("utf16" in form) return String.fromCharCode(...form.utf16);
  throw new Error(`cannot read the value ${JSON.stringify(form)}`);
}

const property = (tag) => tag.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const properties = (tags = {}) => Object.fromEntries(Object.entries(tags).map(([tag, form]) => [property(tag), value(form)]));

function extra(list) {
  const kinds = {
    text: (v) => [v],
    utf16: (v) => [String.fromCharCode(...v)],
    int: (v) => [Number(v)],
    double: (v) => [Number(v), [double]],
    bool: (v) => [v],
    texts: (v) => [v.map(value)],
    ints: (v) => [v.map(Number)],
    doubles: (v) => [v.map(Number), [double]],
    bools: (v) => [v],
  };
  return list?.map(({ key, ...rest }) => {
    const [[kind, given]] = Object.entries(rest);
    return [value(key), ...kinds[kind](given)];
  });
}

async function run(test, number) {
  const exporter = flags.export && otlpExporter({ endpoint: `${flags.export}/${number}` });
  const batch = exporter && batchSpanProcessor(exporter);
  const emitted = [];
  const violations = [];
  const left = { traceId: [...test.trace_ids], spanId: [...test.span_ids] };
  let now = BigInt(test.start_ns);
  const give = (kind) => () => {
    if (left[kind].length === 0) violations.push({ rule: "the generator is asked too often", span: kind });
    return left[kind].shift();
  };
  const options = {
    processor: { onEnd: (span) => (emitted.push(span), batch?.onEnd(span)) },
    onViolation: (violation) => violations.push(violation),
    clock: { now: () => now, monotonic: () => now },
    ids: { traceId: give("traceId"), spanId: give("spanId") },
  };
  const emitters = Object.fromEntries(
    test.emitters.map(({ name, service, tags }) => [name, services[service]({ ...options, ...properties(tags) })]),
  );
  const results = [];
  const handles = [];
  const reference = (ref, span) => {
    if ("of" in ref) return results[ref.of];
    if ("traceparent" in ref) return spans[span].parse(ref.traceparent);
    if ("zero" in ref) return { traceId: "0".repeat(32), spanId: "0".repeat(16), span: ref.zero };
    const { derive } = spans[ref.derive];
    return ref.parent ? derive(reference(ref.parent, parents[ref.derive])) : derive(properties(ref.args));
  };
  test.ops.forEach((op, k) => {
    now = "at_ns" in op ? BigInt(op.at_ns) : BigInt(test.start_ns) + BigInt(k) * BigInt(test.step_ns);
    if ("end" in op) {
      handles[op.end].end({ ...properties(op.args), extra: extra(op.extra) });
      return;
    }
    const { method, links } = spans[op.span];
    const init = {
      ...properties(op.args),
      // A request's parent is any span, so that its reference reads like one of any kind.
      ...(op.parent && { parent: reference(op.parent, parents[op.span] ?? op.span) }),
      ...(op.links && { [links]: op.links.map((link) => reference(link, "notification:notify")) }),
      extra: extra(op.extra),
    };
    const result = emitters[op.emitter][method](init);
    results[k] = result.ref ?? result;
    handles[k] = result;
  });
  for (const kind of Object.keys(left)) {
    if (left[kind].length > 0) violations.push({ rule: "the generator is asked too seldom", span: kind });
  }
  if (batch) {
    const flushed = await batch.forceFlush();
    const closed = await batch.shutdown();
    const lost = batch.dropped + exporter.rejected;
    if (!flushed || !closed || lost > 0) throw new Error(`cannot export "${test.name}": ${lost} spans were lost`);
  }
  // By hand, so that doubles stay as they are written.
  return `{"name":${JSON.stringify(test.name)},"spans":[${emitted.map(spanEventLine).join(",")}],"otlp":${otlpRequest(emitted)},"violations":${JSON.stringify(violations)}}`;
}

const cases = JSON.parse(readFileSync(calls === "-" ? 0 : calls, "utf8"));
for (const [number, test] of cases.entries()) {
  console.log(test.needs === "utf8" ? JSON.stringify({ name: test.name, left_out: test.needs }) : await run(test, number));
}
