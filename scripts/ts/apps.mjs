// What the runtime's README shows, in empty apps that have installed the packages as they would be published: a service that sends to a
// collector that wants a token, flushes at its end and is switched off from outside; an app in a bundle, on a platform like React Native,
// which has no TextEncoder, TextDecoder, AbortController or Request. Usage: node apps.mjs FOLDER, in the copy with built packages.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { createContext, runInContext } from "node:vm";
import { gunzipSync } from "node:zlib";
import { build } from "esbuild";

const folder = resolve(process.argv[2]);
const quiet = { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] };

// Installed from what would be published, and from nowhere else.
rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, "src"), { recursive: true });
const packed = ["runtime/ts", "gen/ts"].map((from) => {
  const [name] = execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], { ...quiet, cwd: from }).trim().split("\n");
  return `./${name}`;
});
writeFileSync(join(folder, "package.json"), '{ "name": "app", "private": true, "type": "module" }\n');
execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", ...packed], { ...quiet, cwd: folder });

// The code that the README shows, which is compared with these files by readme.mjs.
for (const name of ["service.ts", "push.ts"]) cpSync(join("examples/ts/src", name), join(folder, "src", name));
const compilerOptions = { target: "ES2022", lib: ["ES2022"], types: [], module: "NodeNext", moduleResolution: "NodeNext", strict: true, rootDir: "src", outDir: "dist" };
writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src"] }));
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", folder], quiet);
writeFileSync(join(folder, "main.mjs"), `
  import { ApnsId, ChannelId, DeviceId, NotificationId, notificationPushService, notifyRef } from "@specgen/flows/notification";
  import { processorFromEnv } from "@specgen/flowtrace";
  import { start } from "./dist/service.js";
  const [collector, how] = process.argv.slice(2);
  let tokens = 0;
  const telemetry = start(collector, async () => \`token-\${++tokens}\`, (line) => console.log(line));
  telemetry.gate.enabled = how !== "off";
  const environment = processorFromEnv(process.env);
  const push = how === "environment" ? notificationPushService(environment) : telemetry.push;
  const parent = notifyRef(NotificationId("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"));
  const apnsId = ApnsId("d6f6b2c1-98a5-4e0b-8f4e-0f7d3c6a9b10");
  push.sent({ parent, channelId: ChannelId("C012AB3CD"), deviceId: DeviceId("d-5f1c9a"), platform: "ios", apnsId });
  const stop = () => Promise.all([telemetry.stop(), environment.processor.shutdown(5000)]);
  process.once("SIGTERM", () => void stop().then(() => process.exit()));
  setInterval(() => {}, 1000);
  console.log("up");
`);

const requests = [];
const collector = createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const { authorization, "content-encoding": encoding } = request.headers;
    const body = Buffer.concat(parts);
    const taken = authorization !== "Bearer token-1";
    requests.push({ url: request.url, authorization, taken, body: (encoding === "gzip" ? gunzipSync(body) : body).toString() });
    response.writeHead(taken ? 200 : 401).end("{}");
  });
});
await new Promise((done) => collector.listen(0, "127.0.0.1", done));
const url = `http://127.0.0.1:${collector.address().port}`;

/** Runs the service until it has emitted, ends it, and gives what came. */
async function service(how, environment = {}) {
  requests.length = 0;
  const child = spawn(process.execPath, ["main.mjs", url, how], { cwd: folder, env: { ...process.env, ...environment } });
  let said = "";
  child.stdout.on("data", (data) => {
    said += data;
    if (said === "up\n") child.kill("SIGTERM");
  });
  child.stderr.on("data", (data) => (said += data));
  const [code] = await once(child, "close");
  assert.deepEqual([code, said], [0, "up\n"]);
  return requests.map(({ body, ...request }) => ({ ...request, spans: body.match(/"traceId"/g)?.length ?? 0 }));
}
const sent = (authorization, taken) => ({ url: "/v1/traces", authorization, taken, spans: 1 });

try {
  assert.deepEqual(await service("on"), [sent("Bearer token-1", false), sent("Bearer token-2", true)], "a fresh token, and a flush at the end");
  assert.deepEqual(await service("off"), [], "switched off in the program");
  const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20own" };
  assert.deepEqual(await service("environment", variables), [sent("Bearer own", true)], "set up from outside");
  assert.deepEqual(await service("environment", { ...variables, OTEL_SDK_DISABLED: "true" }), [], "switched off from outside");

  const bundle = async (target) => {
    const contents = `import { onPush, start } from "./push.js"; globalThis.app = { onPush, start };`;
    const options = { bundle: true, minify: true, format: "iife", target, write: false };
    const { outputFiles } = await build({ stdin: { contents, resolveDir: join(folder, "dist") }, ...options });
    return outputFiles[0].text;
  };
  const bodies = [];
  const answer = { ok: true, status: 200, headers: { get: () => null }, text: async () => "" };
  const fetch = async (to, { body }) => (bodies.push([to, JSON.parse(body).name]), answer);
  const platform = createContext({ fetch, setTimeout: (run) => setTimeout(run, 0), clearTimeout });
  runInContext(await bundle("es2020"), platform);
  runInContext(`const flow = app.start("24.11.0"); app.onPush(flow, { notificationId: "Übung", deviceId: "d1", badge: 3 });`, platform);
  for (let i = 0; i < 6000 && bodies.length === 0; i++) await new Promise((done) => setTimeout(done, 5));
  assert.deepEqual(bodies, [["/spans", "notification:received"]]);
} finally {
  collector.close();
}
console.log(`${packed.length} packages installed, 4 runs of a service, 1 bundle`);
