import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { createEmitter } from "../dist/esm/generated.js";
import { batchSpanProcessor, otlpExporter, otlpFromEnv } from "../dist/esm/index.js";

const prefix = "OTEL_EXPORTER_OTLP_";

test("without variables", () => {
  assert.deepEqual(otlpFromEnv({}), { exporter: { endpoint: "http://localhost:4318" }, batch: {}, wrong: [] });
  assert.deepEqual(otlpFromEnv({ [`${prefix}ENDPOINT`]: "  ", OTEL_BSP_SCHEDULE_DELAY: "" }).wrong, []);
});

test("the variables for traces come first", () => {
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
  assert.deepEqual(exporter, {
    endpoint: "http://a.test:1/base/",
    tracesEndpoint: "https://b.test/traces",
    headers: { authorization: "Bearer a=b", "x-key": "2" },
  });
});

test("what is wrong is told, counts as not set, and gives no secret away", () => {
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
    ["OTEL_BSP_SCHEDULE_DELAY", "5s"],
  ]) {
    const { exporter, batch, wrong } = otlpFromEnv({ [name]: value });
    assert.equal(wrong.length, 1, value);
    assert.match(wrong[0], new RegExp(`^cannot read ${name}: `));
    assert.doesNotMatch(wrong[0], /secret/);
    assert.deepEqual([exporter, batch], [{ endpoint: "http://localhost:4318" }, {}]);
  }
  const both = { [`${prefix}TRACES_HEADERS`]: "broken", [`${prefix}HEADERS`]: "x=1" };
  assert.deepEqual(otlpFromEnv(both).exporter.headers, { x: "1" });
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
