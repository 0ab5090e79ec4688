// Opens pages in a real browser and holds them to what every page of specgen promises: 1280 and 390 px wide, light and dark, with and
// without script, folds as they are and open: axe-core finds nothing, no request but for the page itself, no message on the console,
// nothing wider than the window, no more bytes than allowed. CHROMIUM names the browser.
//
// Usage: node pages.mjs [--requests] [--bytes N] FILE-OR-URL...
//   --requests  the page may ask its own origin for more, as a live page does
//   --bytes     how many bytes a page may have (300000)
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "./chromium.mjs";

const widths = [1280, 390];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What is wider than the window, but for what stands in a region that scrolls by itself. Runs in the page. */
function tooWide(width) {
  const scrolls = (e) => {
    for (let up = e.parentElement; up && up !== document.body; up = up.parentElement) {
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(up).overflowX)) return true;
    }
    return false;
  };
  const wide = [...document.querySelectorAll("body *")].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width > 0 && box.right > width + 1 && !scrolls(e);
  });
  const names = wide.slice(0, 5).map((e) => `${e.tagName.toLowerCase()}.${e.getAttribute("class") ?? ""} ends at ${e.getBoundingClientRect().right}: ${e.textContent.slice(0, 40)}`);
  if (document.scrollingElement.scrollWidth > width) names.push(`the page is ${document.scrollingElement.scrollWidth} wide`);
  return names;
}

/** What is folded away although the page is printed. Runs in the page. */
function unprinted() {
  const shown = (e) => e.getBoundingClientRect().height > 0 && e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
  return [...document.querySelectorAll("details > :not(summary)")].filter((e) => !shown(e)).map((e) => e.parentElement.firstElementChild.textContent);
}

/**
 * What axe-core finds. A page that the script has not changed is judged once for each width and scheme: the same elements, styled and laid out
 * the same, have the same faults. judged has what was found of each document.
 */
async function axeFinds(page, way, judged) {
  const html = await page.evaluate("document.documentElement.outerHTML");
  const key = /<noscript|scripting/i.test(html) ? undefined : `${way} ${html}`; // which are another page without script
  if (key !== undefined && judged.has(key)) return judged.get(key);
  await page.evaluate(`${axe};0`);
  // What passes is not described, which takes axe longer than finding it.
  const found = await page.evaluate("axe.run({ resultTypes: ['violations'] }).then((r) => r.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.length} times, such as ${v.nodes[0].html.slice(0, 200)} ${v.nodes[0].failureSummary}`))");
  judged.set(key, found);
  return found;
}

/** Checks one page in one way. Returns what is wrong. */
async function check(browser, url, { width, dark, script, requests, judged }) {
  const wrong = [];
  let loaded;
  const ready = new Promise((done) => (loaded = done));
  const asked = [];
  const heard = ({ method, params }) => {
    if (method === "Page.loadEventFired") loaded();
    if (method === "Network.requestWillBeSent") asked.push(params.request.url);
    if (method === "Runtime.consoleAPICalled") wrong.push(`console.${params.type}: ${JSON.stringify(params.args)}`);
    if (method === "Runtime.exceptionThrown") wrong.push(`exception: ${params.exceptionDetails.text}`);
    if (method === "Log.entryAdded") wrong.push(`log: ${params.entry.text} ${params.entry.url ?? ""}`);
  };
  const page = await browser.open("about:blank", heard);
  for (const domain of ["Page", "Network", "Runtime", "Log"]) await page.call(`${domain}.enable`);
  await page.call("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: false }); // a mobile one would grow with what is too wide
  await page.call("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }] });
  await page.call("Emulation.setScriptExecutionDisabled", { value: !script });
  await page.call("Page.navigate", { url });
  await ready;
  const others = asked.filter((one) => one !== url && !(requests && new URL(one).origin === new URL(url).origin));
  if (others.length > 0) wrong.push(`it requests ${others.join(", ")}`);
  await page.call("Emulation.setScriptExecutionDisabled", { value: false }); // what follows is ours, and the page has been laid out
  const scheme = [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }];
  await page.call("Emulation.setEmulatedMedia", { media: "print", features: scheme });
  for (const name of await page.evaluate(`(${unprinted})()`)) wrong.push(`not printed: ${name}`);
  await page.call("Emulation.setEmulatedMedia", { media: "", features: scheme });
  for (const folds of ["as they are", "open"]) {
    if (folds === "open") await page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))");
    for (const name of await page.evaluate(`(${tooWide})(${width})`)) wrong.push(`folds ${folds}: wider than the window: ${name}`);
    if (folds !== "open") continue; // all that axe would look at is on the page when they are open
    for (const violation of await axeFinds(page, `${width} ${dark}`, judged)) wrong.push(`axe: ${violation}`);
  }
  await page.close();
  return wrong;
}

/** Checks pages in all ways. Throws if something is wrong, else returns how many ways there were. */
export async function checkPages(pages, { requests = false, bytes = 300_000 } = {}) {
  const browser = launch();
  const wrong = [];
  let ways = 0;
  try {
    for (const page of pages) {
      const isURL = /^https?:/.test(page);
      const url = isURL ? page : pathToFileURL(resolve(page)).href;
      const size = isURL ? (await (await fetch(page)).arrayBuffer()).byteLength : statSync(page).size;
      const judged = new Map();
      if (size > bytes) wrong.push(`${page}: ${size} bytes, of ${bytes}`);
      for (const width of widths) {
        for (const dark of [false, true]) {
          for (const script of [true, false]) {
            const way = `${page}, ${width} px, ${dark ? "dark" : "light"}, ${script ? "with" : "without"} script`;
            for (const one of await check(browser, url, { width, dark, script, requests, judged })) wrong.push(`${way}: ${one}`);
            ways++;
          }
        }
      }
    }
  } finally {
    await browser.close();
  }
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
  return ways;
}

/** Writes a picture of a page, or of a part of it. */
export async function picture(page, file, { width = 1280, height = 900, top = 0, dark = false } = {}) {
  const browser = launch();
  try {
    let loaded;
    const ready = new Promise((done) => (loaded = done));
    const tab = await browser.open("about:blank", ({ method }) => method === "Page.loadEventFired" && loaded());
    await tab.call("Page.enable");
    await tab.call("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: width < 600 });
    await tab.call("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }] });
    await tab.call("Page.navigate", { url: /^https?:/.test(page) ? page : pathToFileURL(resolve(page)).href });
    await ready;
    const from = typeof top === "string" ? await tab.evaluate(`document.querySelector(${JSON.stringify(top)}).getBoundingClientRect().top + scrollY`) : top;
    const { data } = await tab.call("Page.captureScreenshot", { format: "png", captureBeyondViewport: true, clip: { x: 0, y: from, width, height, scale: 1 } });
    writeFileSync(file, Buffer.from(data, "base64"));
  } finally {
    await browser.close();
  }
}

if (process.argv[1] && resolve(process.argv[1]) === resolve(new URL(import.meta.url).pathname)) {
  const options = {};
  const pages = [];
  for (let args = process.argv.slice(2); args.length > 0; ) {
    const arg = args.shift();
    if (arg === "--requests") options.requests = true;
    else if (arg === "--bytes") options.bytes = Number(args.shift());
    else pages.push(arg);
  }
  try {
    console.log(`${await checkPages(pages, options)} ways`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
