// The live page of `specgen listen` in a real browser: as every page (pages.mjs), following what comes, and what pages of other origins can send.
// Usage: node live.mjs SPECGEN REPO
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "./chromium.mjs";
import { checkPages } from "./pages.mjs";

/** Starts specgen, and returns where it listens and how to end it. */
export async function listening(specgen, repo, ...flags) {
  const child = spawn(specgen, ["listen", "--listen", "127.0.0.1:0", ...flags], { cwd: repo });
  const url = await new Promise((found, failed) => {
    let said = "";
    child.stdout.on("data", (part) => {
      said += part;
      const line = /^listening +(http:\S+)/m.exec(said);
      if (line) found(line[1]);
    });
    child.on("exit", (code) => failed(new Error(`listen ended with ${code}: ${said}`)));
  });
  const stop = () =>
    new Promise((ended) => {
      child.removeAllListeners("exit").on("exit", ended);
      child.kill("SIGINT");
    });
  return { url, stop };
}

const lines = (repo) => readFileSync(join(repo, "testdata/traces/conforming.spanevent.jsonl"), "utf8").split("\n");

/** Sends the first traces of the samples, one of them with two mistakes. */
export async function sample(url, repo, count = 16) {
  const good = lines(repo).slice(0, count);
  const badge = good.findIndex((line) => line.includes('"notification:received"'));
  good[badge] = good[badge].replace(/"badge_count":\d+/, '"badge_count":"3"');
  const opened = good.findIndex((line) => line.includes('"notification:opened"'));
  const typo = good[opened].replace("notification:opened", "notification:openned").replace(/"span_id":"[0-9a-f]{16}"/, '"span_id":"00000000000000ee"');
  const answer = await fetch(`${url}/v1/spanevents`, { method: "POST", headers: { "content-type": "application/x-ndjson" }, body: [...good, typo].join("\n") });
  assert.equal(answer.status, 200);
}

const until = async (what, holds) => {
  for (let i = 0; i < 1200; i++, await new Promise((done) => setTimeout(done, 50))) if (await holds()) return;
  throw new Error(`in vain: ${what}`);
};

async function main(specgen, repo) {
  const server = await listening(specgen, repo);
  const { url } = server;
  const folder = mkdtempSync(join(tmpdir(), "specgen-live-"));
  const foreign = createServer((_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>app</title>"));
  await new Promise((done) => foreign.listen(0, "127.0.0.1", done));
  const browser = launch();
  try {
    await sample(url, repo);
    const text = async () => (await fetch(url)).text();
    await until("the sample", async () => (await text()).includes("openned"));
    const ways = await checkPages([`${url}/`], { requests: true });

    // It follows what comes, without being loaded again.
    const tab = await browser.open(`${url}/`);
    const says = (what) => tab.evaluate(`document.body?.textContent.includes(${JSON.stringify(what)})`);
    await until("the page", () => says("openned"));
    await tab.evaluate("document.querySelector('#board').dataset.same = 'yes'; document.querySelector('.skip').focus()");
    const one = lines(repo)[0].replaceAll("notification:trigger", "notification:triggerd");
    const send = { method: "POST", headers: { "content-type": "text/plain" }, body: one };
    assert.equal((await fetch(`${url}/v1/spanevents`, send)).status, 200);
    await until("the change", () => says("triggerd"));
    assert.equal(await tab.evaluate("document.querySelector('#board').dataset.same + document.activeElement.className"), "yesskip");

    // A page of another port of this machine may send, with sendBeacon and with fetch, and reads the answer.
    const app = await browser.open(`http://127.0.0.1:${foreign.address().port}/`);
    await until("the app", () => app.evaluate("document.title === 'app'"));
    const beacon = (name) => lines(repo)[0].replaceAll("notification:trigger", name);
    await app.evaluate(`navigator.sendBeacon("${url}/v1/spanevents", new Blob([${JSON.stringify(beacon("notification:beacon"))}], { type: "application/x-ndjson" }))`);
    await until("the beacon", async () => (await text()).includes("beacon"));
    const post = (path, type, body) => `fetch("${url}${path}", { method: "POST", headers: { "content-type": "${type}", "x-key": "1" }, body: ${JSON.stringify(body)} }).then((r) => r.status, () => 0)`;
    assert.equal(await app.evaluate(post("/v1/traces", "application/json", "{}")), 200);
    assert.equal(await app.evaluate(post("/v1/traces", "application/json", "{")), 400);
    assert.equal(await app.evaluate(`fetch("${url}/").then((r) => r.status, () => 0)`), 0, "the app reads the page");

    // A page of no origin may not, however it sends.
    writeFileSync(join(folder, "evil.html"), "<!doctype html><title>evil</title>");
    const evil = await browser.open(pathToFileURL(join(folder, "evil.html")).href);
    await until("the page of a file", () => evil.evaluate("document.title === 'evil'"));
    assert.equal(await evil.evaluate(post("/v1/traces", "application/json", "{}")), 0);
    await evil.evaluate(`navigator.sendBeacon("${url}/v1/spanevents", ${JSON.stringify(beacon("notification:evilbeacon"))})`);
    await evil.evaluate(`fetch("${url}/v1/spanevents", { method: "POST", mode: "no-cors", body: ${JSON.stringify(beacon("notification:evilfetch"))} }).then(() => 1, () => 0)`);
    await evil.evaluate(`{ const f = document.createElement("iframe"); f.src = "${url}/"; document.body.append(f); }`);
    await new Promise((done) => setTimeout(done, 500));
    assert.doesNotMatch(await text(), /evil/);
    console.log(`${ways} ways`);
  } finally {
    await browser.close();
    foreign.close();
    rmSync(folder, { recursive: true, force: true });
    assert.equal(await server.stop(), 0, "Ctrl-C");
  }
}

if (process.argv[1] && resolve(process.argv[1]) === resolve(new URL(import.meta.url).pathname)) {
  await main(resolve(process.argv[2]), resolve(process.argv[3]));
}
