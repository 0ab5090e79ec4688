// Drives headless Chromium over a pipe (--remote-debugging-pipe). CHROMIUM names the browser.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Starts a browser. close() ends it and removes its profile. */
export function launch() {
  const profile = mkdtempSync(join(tmpdir(), "specgen-chromium-"));
  const flags = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", `--user-data-dir=${profile}`,
    "--remote-debugging-pipe", "about:blank",
  ];
  const browser = spawn(process.env.CHROMIUM ?? "chromium", flags, { stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"] });
  let log = "";
  browser.stderr.on("data", (text) => (log += text));
  const calls = new Map();
  const listeners = new Map();
  let buffered = "";
  browser.stdio[4].setEncoding("utf8").on("data", (data) => {
    const messages = (buffered + data).split("\0");
    buffered = messages.pop();
    for (const { id, result, error, method, params, sessionId } of messages.map(JSON.parse)) {
      if (method) listeners.get(sessionId)?.({ method, params });
      calls.get(id)?.(error ? Promise.reject(new Error(JSON.stringify(error))) : result);
      calls.delete(id);
    }
  });
  let lastID = 0;
  function call(method, params = {}, sessionId = undefined) {
    const id = ++lastID;
    browser.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => {
      calls.set(id, resolve);
      setTimeout(() => reject(new Error(`no answer to ${method}: ${log.slice(-2000)}`)), 60_000).unref();
    });
  }

  /** Opens a tab: call and evaluate are about it, and heard gets its events. */
  async function open(url, heard = () => {}) {
    const { targetId } = await call("Target.createTarget", { url });
    const { sessionId } = await call("Target.attachToTarget", { targetId, flatten: true });
    listeners.set(sessionId, heard);
    const evaluate = async (expression) => {
      const { result, exceptionDetails } = await call("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true }, sessionId);
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return result.value;
    };
    // While the page takes the place of an empty one, what is asked of either is an error now and then.
    const isThere = () => evaluate("location.href !== 'about:blank' && document.readyState === 'complete'").catch(() => false);
    for (let i = 0; url !== "about:blank" && !(await isThere()); i++) {
      if (i === 3000) throw new Error(`${url} does not load: ${log.slice(-2000)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return { targetId, sessionId, evaluate, call: (method, params) => call(method, params, sessionId), close: () => call("Target.closeTarget", { targetId }) };
  }

  async function close() {
    const gone = new Promise((resolve) => browser.once("exit", resolve));
    // It closes its own processes first; one that hangs is killed.
    const hangs = setTimeout(() => browser.kill("SIGKILL"), 10_000);
    call("Browser.close").catch(() => {});
    await gone;
    clearTimeout(hangs);
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
  return { call, open, close };
}
