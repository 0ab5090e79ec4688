// Drives the generated TypeScript clients through testdata/vectors/calls.json or order-calls.json, and prints one JSON line for each
// case: {name, spans, unsampled, otlp, violations}, or {name, left_out} where the language cannot hold it. A Go runner compares.
//
// Usage: node driver.mjs CALLS [GEN [ORDERS]] [--export URL]. CALLS is the file, "-" for standard input; GEN the built package gen/ts,
// ORDERS the built package with the client of testdata/flows/order.yaml, which scripts/test-ts.sh makes beside a copy of gen/ts. With
// --deliver it reads a scenario of testdata/delivery instead, see deliver.mjs. With
// --export, the sampled spans of case number k, from 0, also go through a batch processor and the OTLP/HTTP exporter to URL/k.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { deliver } from "./deliver.mjs";

const { positionals, values: flags } = parseArgs({ allowPositionals: true, options: { export: { type: "string" }, deliver: { type: "boolean" } } });
const [calls, gen = fileURLToPath(new URL("../../../../gen/ts", import.meta.url)), orders = resolve(gen, "../../orders/out")] = positionals;

async function load(folder, flow) {
  if (!existsSync(resolve(folder, "dist"))) {
    throw new Error(`cannot load ${folder}: it is not built; run scripts/test-ts.sh and name its copy`);
  }
  return import(pathToFileURL(resolve(folder, `dist/esm/${flow}/index.js`)));
}

// The runtime that the client of notifications imports: the package's ESM, which require does not resolve to. Spans are plain data, so it
// writes and sends those of the other client too.
const runtime = resolve(createRequire(resolve(gen, "package.json")).resolve("@specgen/flowtrace/package.json"), "../dist/esm/index.js");
const flowtrace = await import(pathToFileURL(runtime));
const { batchSpanProcessor, double, otlpExporter, otlpRequest, sourcesOf, spanEventLine } = flowtrace;

// Of each flow its services, its spans and, of each span, its method, the reader of its references, how one is worked out of tags (derive)
// or of the parent (below), what its parent is if nothing else is said, and the property of its links with their target.
const flows = {
  notification: async () => {
    const n = await load(gen, "notification");
    return {
      checks: n.notificationChecks,
      services: {
        webapp: n.notificationWebapp,
        "job-queue": n.notificationJobQueue,
        "push-service": n.notificationPushService,
        iOS: n.notificationIos,
        Android: n.notificationAndroid,
        Desktop: n.notificationDesktop,
        Web: n.notificationWeb,
      },
      spans: {
        "notification:trigger": { method: "trigger", parse: n.parseTriggerRef, links: ["notifyLinks", "notification:notify"] },
        "notification:notify": {
          method: "notify", parse: n.parseNotifyRef, parent: "notification:trigger", derive: (a) => n.notifyRef(a.notificationId),
        },
        "notification:sent": {
          method: "sent", parse: n.parseSentRef, parent: "notification:notify", derive: (a) => n.sentRef(a.notificationId, a.deviceId),
        },
        "notification:received": { method: "received", parse: n.parseReceivedRef, parent: "notification:sent", below: n.receivedRef },
        "notification:opened": { method: "opened", parse: n.parseOpenedRef, parent: "notification:received", below: n.openedRef },
        "notification:read in app": {
          method: "startReadInApp", time: "startTime", parse: n.parseReadInAppRef, parent: "notification:opened", below: n.readInAppRef,
        },
      },
    };
  },
  order: async () => {
    const o = await load(orders, "order");
    return {
      checks: o.orderChecks,
      services: {
        "shop-web": o.orderShopWeb,
        "shop-ios": o.orderShopIos,
        "order-api": o.orderOrderApi,
        "payment-gateway": o.orderPaymentGateway,
        warehouse: o.orderWarehouse,
        "courier-app": o.orderCourierApp,
      },
      spans: {
        "order:checkout opened": {
          method: "checkoutOpened", parse: o.parseCheckoutOpenedRef, derive: (a) => o.checkoutOpenedRef(a.visitId),
        },
        "order:placed": {
          method: "placed", parse: o.parsePlacedRef, parent: "order:checkout opened", derive: (a) => o.placedRef(a.orderId),
        },
        "order:payment attempt": {
          method: "startPaymentAttempt", time: "startTime", parse: o.parsePaymentAttemptRef,
          derive: (a) => o.paymentAttemptRef(a.orderId, a.attempt),
        },
        "order:cancelled": { method: "cancelled", parse: o.parseCancelledRef, derive: (a) => o.cancelledRef(a.orderId) },
        "order:parcel shipped": {
          method: "parcelShipped", parse: o.parseParcelShippedRef, parent: "order:placed", derive: (a) => o.parcelShippedRef(a.parcelId),
          links: ["paymentAttemptLinks", "order:payment attempt"],
        },
        "order:parcel delivered": {
          method: "parcelDelivered", parse: o.parseParcelDeliveredRef, parent: "order:parcel shipped",
          derive: (a) => o.parcelDeliveredRef(a.parcelId),
        },
        "order:parcel returned": { method: "parcelReturned", parse: o.parseParcelReturnedRef, below: o.parcelReturnedRef },
        "order:refunded": { method: "refunded", parse: o.parseRefundedRef },
      },
    };
  },
};
const loaded = {};

/** A text, a number or a text form, or a list of them. */
function value(form) {
  if (Array.isArray(form)) return form.map(value);
  if (form === null || typeof form !== "object") return form;
  if ("text" in form) return form.text;
  if ("utf16" in form) return String.fromCharCode(...form.utf16);
  throw new Error(`cannot read the value ${JSON.stringify(form)}`);
}

/** A tag's property: its words in camelCase, whatever parts them. */
const property = (tag) =>
  tag
    .match(/[A-Z]{2,}|[A-Z]?[a-z]+/g)
    .map((word, i) => (i ? word[0].toUpperCase() : word[0].toLowerCase()) + word.slice(1).toLowerCase())
    .join("");
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
  const { flow = "notification" } = test;
  const { checks, services, spans } = (loaded[flow] ??= await flows[flow]());
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
    processor: {
      takesUnsampled: true,
      onEnd: (span) => {
        emitted.push(span);
        if (span.sampled) batch?.onEnd(span);
      },
    },
    onViolation: checks(({ rule, span, tag, value, expected }) => violations.push({ rule, span, tag, value, expected })),
    sources: sourcesOf({ clock: { now: () => now, monotonic: () => now }, ids: { traceId: give("traceId"), spanId: give("spanId") } }),
  };
  const emitters = Object.fromEntries(
    test.emitters.map(({ name, service, tags }) => [name, services[service]({ ...options, ...properties(tags) })]),
  );
  const results = [];
  const handles = [];
  const reference = (ref, span) => {
    if ("of" in ref) return results[ref.of];
    if ("traceparent" in ref) return spans[ref.span ?? span].parse(ref.traceparent);
    if ("zero" in ref) return { traceId: "0".repeat(32), spanId: "0".repeat(16), span: ref.zero };
    const { derive, below, parent } = spans[ref.derive];
    return ref.parent ? below(reference(ref.parent, parent), properties(ref.args)) : derive(properties(ref.args));
  };
  test.ops.forEach((op, k) => {
    now = "at_ns" in op ? BigInt(op.at_ns) : BigInt(test.start_ns) + BigInt(k) * BigInt(test.step_ns);
    const time = (name) => op.time && { [name]: new Date(op.time) };
    if ("end" in op) {
      handles[op.end].end({ ...properties(op.args), ...time("endTime"), extra: extra(op.extra) });
      return;
    }
    const { method, parent = op.span, time: name = "timestamp", links: [links, target] = [] } = spans[op.span];
    const init = {
      ...properties(op.args),
      // Where any span is the parent, its reference reads like one of any kind.
      ...(op.parent && { parent: reference(op.parent, parent) }),
      ...(op.links && { [links]: op.links.map((link) => reference(link, target)) }),
      ...time(name),
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
    const lost = batch.stats.emitted - batch.stats.exported;
    if (!flushed || !closed || lost > 0) throw new Error(`cannot export "${test.name}": ${lost} spans were lost`);
  }
  const sampled = emitted.filter((span) => span.sampled);
  const unsampled = emitted.flatMap((span, i) => (span.sampled ? [] : [i]));
  // By hand, so that doubles stay as they are written.
  return `{${[
    `"name":${JSON.stringify(test.name)}`,
    `"spans":[${emitted.map(spanEventLine).join(",")}]`,
    ...(unsampled.length > 0 ? [`"unsampled":${JSON.stringify(unsampled)}`] : []),
    `"otlp":${otlpRequest(sampled)}`,
    `"violations":${JSON.stringify(violations)}`,
  ].join(",")}}`;
}

if (flags.deliver) {
  await deliver(flowtrace, await load(gen, "notification"));
} else {
  const input = JSON.parse(readFileSync(calls === "-" ? 0 : calls, "utf8"));
  for (const [number, test] of input.entries()) {
    console.log(test.needs === "utf8" ? JSON.stringify({ name: test.name, left_out: test.needs }) : await run(test, number));
  }
}
