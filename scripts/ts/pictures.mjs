// Writes the pictures of pages that docs/ shows, from the repo's own samples. scripts/pictures.sh runs it.
// Usage: node pictures.mjs SPECGEN REPO
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { listening, sample } from "./live.mjs";
import { picture } from "./pages.mjs";

const [specgen, repo] = process.argv.slice(2).map((path) => resolve(path));
const folder = mkdtempSync(join(tmpdir(), "specgen-pictures-"));
const images = join(repo, "docs/images");
mkdirSync(images, { recursive: true });

function report(name) {
  const page = join(folder, `${name}.html`);
  const args = ["validate", "--format", "html", "--fail-on", "never", "-o", page, `testdata/traces/${name}.otlp.json`];
  execFileSync(specgen, args, { cwd: repo, stdio: "inherit" });
  return page;
}

const broken = report("broken");
const pictures = [
  [broken, "report-light.png", { width: 1280, height: 1180 }],
  [broken, "report-findings-dark.png", { width: 1280, height: 900, top: "#wrong0", dark: true }],
  [broken, "report-narrow.png", { width: 390, height: 1300, top: "#wrong0" }],
];
execFileSync(specgen, ["docs", "-q", "--formats", "html", "-o", folder, "spec/notification.yaml"], { cwd: repo, stdio: "inherit" });
execFileSync(specgen, ["docs", "-q", "--formats", "html", "-o", folder, "testdata/flows/order.yaml"], { cwd: repo, stdio: "inherit" });
const documented = join(folder, "notification.html");
pictures.push(
  [documented, "docs-light.png", { width: 1280, height: 1300 }],
  [documented, "docs-span-dark.png", { width: 1280, height: 800, top: "#span-notification-opened", dark: true }],
  [documented, "docs-narrow.png", { width: 390, height: 1300 }],
  [join(folder, "order.html"), "docs-order.png", { width: 1280, height: 620, top: "#picture" }],
);
const live = await listening(specgen, repo, "--listen", "127.0.0.1:4318");
await sample(live.url, repo, 9);
pictures.push(
  [`${live.url}/`, "live-light.png", { width: 1280, height: 940 }],
  [`${live.url}/`, "live-narrow-dark.png", { width: 390, height: 1300, dark: true }],
);
try {
  for (const [page, name, how] of pictures) {
    await picture(page, join(images, name), how);
    const { size } = statSync(join(images, name));
    if (size > 200_000) throw new Error(`${name} has ${size} bytes, of 200000`);
    console.log(`${name}: ${size} bytes`);
  }
} finally {
  await live.stop();
  rmSync(folder, { recursive: true, force: true });
}
