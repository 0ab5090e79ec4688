import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { createEmitter } from "../dist/esm/generated.js";
import { batchSpanProcessor, gzip, otlpExporter, otlpFromEnv, processorFromEnv } from "../dist/esm/index.js";

const prefix = "OTEL_EXPORTER_OTLP_";

test("without variables", () => {
  assert.deepEqual(otlpFromEnv({}), {
    exporter: { endpoint: "http://localhost:4318" }, batch: {}, resourceAttributes: {}, disabled: false, wrong: [],
  });
  assert.deepEqual(otlpFromEnv({ [`${prefix}ENDPOINT`]: "  ", OTEL_BSP_SCHEDULE_DELAY: "" }).wrong, []);
});

/** The headers that an exporter's requests have. */
async function headersOf({ headers }) {
  let sent;
  await headers(async (_, init) => ((sent = init.headers), { status: 200 }))("", { headers: {} });
  return sent;
}

test("the variables for traces come first", async () => {
  const { exporter, batch, wrong } = otlpFromEnv({
    [`${prefix}ENDPOINT`]: "http://a.test:1/base/",
    [`${prefix}TRACES_ENDPOINT`]: " https://b.test/traces ",
    [`${prefix}HEADERS`]: "x=1",
    [`${prefix}TRACES_HEADERS`]: "authorization=Bearer%20a=b, x-key = 2,,",
    [`${prefix}PROTOCOL`]: "http/protobuf",
    OTEL_BSP_SCHEDULE_DELAY: "200",
  });
  assert.deepEqual(wrong, []);
  assert.deepEqual(batch, { scheduledDelay: 200 });
  const { headers: _, ...rest } = exporter;
  assert.deepEqual(rest, { endpoint: "http://a.test:1/base/", tracesEndpoint: "https://b.test/traces" });
  assert.deepEqual(await headersOf(exporter), { authorization: "Bearer a=b", "x-key": "2" });
});

test("what is wrong is told, counts as not set, and gives no secret away", async () => {
  for (const [name, value] of [
    [`${prefix}ENDPOINT`, "localhost:4318"],
    [`${prefix}ENDPOINT`, "ftp://x"],
    [`${prefix}TRACES_ENDPOINT`, "http://"],
    [`${prefix}HEADERS`, "secret"],
    [`${prefix}HEADERS`, "a b=secret"],
    [`${prefix}HEADERS`, "a=secret%"],
    [`${prefix}HEADERS`, "a=secret%0d%0a"],
    [`${prefix}PROTOCOL`, "grpc"],
    ["OTEL_BSP_SCHEDULE_DELAY", "-1"],
    ["OTEL_BSP_SCHEDULE_DELAY", "5secret"],
    ["OTEL_BSP_MAX_QUEUE_SIZE", "0"],
    ["OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "1e3"],
    ["OTEL_BSP_EXPORT_TIMEOUT", "99999999999"],
    [`${prefix}TIMEOUT`, "secret"],
    [`${prefix}TRACES_COMPRESSION`, "secret"],
    ["OTEL_RESOURCE_ATTRIBUTES", "a=1,secret"],
    ["OTEL_RESOURCE_ATTRIBUTES", "a=%secret"],
    ["OTEL_SDK_DISABLED", "secret"],
  ]) {
    const { exporter, batch, wrong } = otlpFromEnv({ [name]: value });
    assert.equal(wrong.length, 1, value);
    assert.match(wrong[0], new RegExp(`^cannot read ${name}: `));
    assert.doesNotMatch(wrong[0], /secret/);
    assert.deepEqual([exporter, batch], [{ endpoint: "http://localhost:4318" }, {}]);
  }
  const both = { [`${prefix}TRACES_HEADERS`]: "broken", [`${prefix}HEADERS`]: "x=1" };
  assert.deepEqual(await headersOf(otlpFromEnv(both).exporter), { x: "1" });
});

test("spans arrive where the environment says, soon", async () => {
  const seen = [];
  const arrived = new Promise((resolve) => {
    const server = createServer((request, response) => {
      seen.push(request.url, request.headers["x-key"]);
      request.resume().on("end", () => response.end("{}", () => server.close(resolve)));
    }).listen(0, "127.0.0.1", () => {
      const env = { [`${prefix}ENDPOINT`]: `http://127.0.0.1:${server.address().port}/`, [`${prefix}HEADERS`]: "x-key=1", OTEL_BSP_SCHEDULE_DELAY: "1" };
      const { exporter, batch } = otlpFromEnv(env);
      const processor = batchSpanProcessor(otlpExporter(exporter), batch);
      const type = { name: "s", ref: (_init, ids) => ({ traceId: ids.traceId(), spanId: ids.spanId(), span: "s" }) };
      createEmitter({ processor }, { name: "f", version: "1.0.0" }, "svc").emit(type, {});
    });
  });
  await arrived;
  assert.deepEqual(seen, ["/v1/traces", "1"]);
});

test("all that the environment may say", () => {
  const { exporter, batch, resourceAttributes, disabled, wrong } = otlpFromEnv({
    [`${prefix}TIMEOUT`]: "1500", [`${prefix}COMPRESSION`]: "gzip", [`${prefix}TRACES_COMPRESSION`]: "gzip",
    OTEL_BSP_MAX_QUEUE_SIZE: "10", OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "5", OTEL_BSP_EXPORT_TIMEOUT: "2000",
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=prod, a%2Cb = c%3Dd,service.name=x", OTEL_SDK_DISABLED: "TRUE",
  });
  assert.deepEqual(wrong, []);
  assert.deepEqual(exporter, { endpoint: "http://localhost:4318", attemptTimeout: 1500, compress: gzip });
  assert.deepEqual(batch, { maxQueueSize: 10, maxExportBatchSize: 5, exportTimeout: 2000 });
  assert.deepEqual(resourceAttributes, { "deployment.environment.name": "prod", "a,b": "c=d" });
  assert.equal(disabled, true);
});

test("a processor from the environment, which does nothing where that says so", async () => {
  const span = { tags: [], links: [] };
  const off = processorFromEnv({ OTEL_SDK_DISABLED: "true", OTEL_BSP_MAX_QUEUE_SIZE: "x", OTEL_RESOURCE_ATTRIBUTES: "a=b" });
  off.processor.onEnd(span);
  assert.equal(await off.processor.shutdown(), true);
  assert.equal(off.wrong.length, 1);
  assert.deepEqual(off.resourceAttributes, { a: "b" });
  const told = [];
  const on = processorFromEnv({ OTEL_BSP_MAX_QUEUE_SIZE: "1" }, { maxQueueSize: 100, onExportError: ({ reason }) => told.push(reason) });
  on.processor.onEnd(span);
  on.processor.onEnd(span);
  assert.deepEqual(told, ["queue-full"]);
  await on.processor.shutdown(1);
});
