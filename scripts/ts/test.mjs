// All that CI runs for TypeScript, in a copy of the repo's TypeScript packages. scripts/test-ts.sh prepares the copy.
//
// Usage: node scripts/ts/test.mjs SPECGEN REPO, in the copy
import { execFile, execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const [specgen, repo] = process.argv.slice(2).map((path) => resolve(path));
const compilers = { "5.0": "typescript-5.0", 6: "typescript", 7: "typescript-7" };
const tsc = (version) => resolve("node_modules", compilers[version], "bin/tsc");
const bin = (name, file) => resolve("node_modules", name, file);

let failed = 0;
async function step(name, run) {
  const began = performance.now();
  let error;
  let said = "";
  try {
    said = (await run()) ?? "";
  } catch (caught) {
    error = caught;
    failed++;
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${error ? "FAIL" : "ok  "} ${seconds.padStart(5)} s  ${name}${said && `: ${said}`}`);
  if (error) console.log(`${error.stdout ?? ""}${error.stderr ?? ""}${error.stdout === undefined ? error.stack : ""}`);
}

/** Runs steps that do not need each other, as many at once as there are processors. */
async function together(...steps) {
  const left = steps.values();
  const work = async () => {
    for (const [name, run] of left) await step(name, run);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

async function node(...args) {
  const { stdout } = await promisify(execFile)(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 26 });
  return stdout.trim();
}
const lastLine = (text) => text.split("\n").pop();

/** A folder with a specgen.yaml, whose package is generated with the runtime in it. */
function generated(name, specs, module = name) {
  mkdirSync(name, { recursive: true });
  for (const spec of specs) cpSync(spec, join(name, spec.split("/").pop()));
  const files = specs.map((spec) => spec.split("/").pop()).join(", ");
  const config = `specs: [${files}]\ngenerate:\n  typescript: { out: out, module: ${module}, runtime: emit, services: all }\n`;
  writeFileSync(join(name, "specgen.yaml"), config);
  execFileSync(specgen, ["generate", "-q"], { cwd: name, encoding: "utf8", stdio: "pipe" });
  return join(name, "out");
}

const json = (file, value) => writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);

/** Compiles a package's sources on a version. TypeScript 5.0 does not know all flags. */
function compile(version, folder) {
  if (version !== "5.0") return node(tsc(version), "-p", folder, "--noEmit");
  const text = readFileSync(join(folder, "tsconfig.json"), "utf8").replace(/^\/\/.*$/gm, "");
  const { compilerOptions, include } = JSON.parse(text);
  for (const later of ["isolatedDeclarations", "erasableSyntaxOnly", "noUncheckedSideEffectImports"]) delete compilerOptions[later];
  json(join(folder, "tsconfig.5.0.json"), { compilerOptions, include });
  return node(tsc(version), "-p", join(folder, "tsconfig.5.0.json"), "--noEmit");
}

await step("specgen generates two flows with the runtime in the package", () => {
  generated("emitted", [join(repo, "spec/notification.yaml"), join(repo, "testdata/flows/checkout.yaml")], "emitted");
});
await step("specgen generates an order, and flows with every kind of parent, reference and status", () => {
  const flows = ["order", "features/parents", "features/references", "features/status"];
  generated("orders", flows.map((flow) => join(repo, `testdata/flows/${flow}.yaml`)), "orders");
  // What is refused of the order is compiled against this package, once it is built.
  mkdirSync("refused/node_modules", { recursive: true });
  symlinkSync("../../orders/out", "refused/node_modules/orders");
});
await step("specgen generates a hostile flow", async () => {
  mkdirSync("hostile", { recursive: true });
  await node("scripts/ts/hostile.mjs", "hostile.spec.yaml", "hostile/facts.json");
  generated("hostile", ["hostile.spec.yaml"]);
});
await step("specgen generates a flow of 1,000 spans", async () => {
  await node("scripts/ts/big.mjs", "big.yaml", "1000");
  generated("big", ["big.yaml"]);
});
for (const version of ["1.0", "1.1"]) {
  await step(`specgen generates version ${version} of a flow that grows`, () => {
    generated(`upload-${version}`, [join(repo, `internal/codegen/typescript/testdata/evolution/${version}.yaml`)], "upload");
  });
}

// What is built here is compiled by TypeScript 6 with that.
const build = (folder) => [`build ${folder}`, () => node(join(folder, "build.mjs"))];
await step(...build("runtime/ts"));
await together(...["gen/ts", "emitted/out", "orders/out", "hostile/out", "upload-1.0/out", "upload-1.1/out"].map(build));
await step("build examples/ts", () => node(tsc(6), "-p", "examples/ts"));
const built = ["runtime/ts", "gen/ts", "emitted/out", "orders/out", "hostile/out", "examples/ts"];
await together(
  ["typescript-eslint, strict and with types", lint],
  ...Object.keys(compilers).flatMap((version) => [
    ...[...(version === "6" ? [] : built), "big/out"].map((folder) => [
      `TypeScript ${version} compiles ${folder}`,
      () => compile(version, folder),
    ]),
    [`TypeScript ${version} refuses what it must`, () => node("scripts/ts/refused.mjs", "refused", tsc(version))],
    ...["1.0", "1.1"].map((flow) => [
      `TypeScript ${version} compiles a caller of 1.0 against ${flow}`,
      () => caller(version, flow),
    ]),
  ]),
);

/** The longest of all these steps, so it begins first. */
function lint() {
  const sources = ["runtime/ts", "gen/ts", "emitted/out", "orders/out", "hostile/out", "examples/ts"].map((folder) => join(folder, "src"));
  return node(bin("eslint", "bin/eslint.js"), "--max-warnings=0", ...sources).then(() => undefined);
}

function caller(version, flow) {
  const folder = `caller-${flow}-${version}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  cpSync(`upload-${flow}/out`, join(folder, "node_modules/upload"), { recursive: true });
  cpSync(join(repo, "internal/codegen/typescript/testdata/evolution/caller.ts"), join(folder, "caller.ts"));
  json(join(folder, "package.json"), { type: "module" });
  cpSync("refused/tsconfig.json", join(folder, "tsconfig.json"));
  return node(tsc(version), "-p", folder);
}

await step("no comment switches a check off", () => {
  const found = spawnSync("grep", ["-rnE", "eslint-disable|@ts-(ignore|expect-error|nocheck)", "runtime/ts/src", "gen/ts/src", "examples/ts/src"], { encoding: "utf8" });
  if (found.stdout !== "") throw new Error(found.stdout);
});
await step("tests of the runtime", () => tests("runtime/ts/test"));
await step("RegExps match as the automata that they stand for", () => node("scripts/ts/regexps.mjs", "regexps.json"));
await step("tests of the example", () => tests("examples/ts/test"));
await step("programs below specgen listen", () => node("scripts/ts/listen.mjs", specgen, repo));

function tests(folder) {
  const out = execFileSync(process.execPath, ["--test", "--test-reporter=tap", ...glob(folder)], {
    encoding: "utf8",
    stdio: "pipe",
    env: { ...process.env, SPECGEN_VECTORS: join(repo, "testdata/vectors") },
  });
  const count = (what) => Number(new RegExp(`^# ${what} (\\d+)$`, "m").exec(out)?.[1] ?? 0);
  if (count("pass") === 0 || count("skipped") + count("todo") > 0) throw new Error(out);
  return `${count("pass")} pass`;
}

function glob(folder) {
  return execFileSync("find", [folder, "-name", "*.test.mjs"], { encoding: "utf8" }).trim().split("\n").sort();
}

await together(
  ["what editors show of specs", () => node("scripts/ts/editor.mjs", repo)],
  ["SpanEvents against their JSON Schema", () => node("scripts/ts/events.mjs", specgen, repo)],
  ["the hostile flow runs", () => node("scripts/ts/hostile-run.mjs", "hostile/out", "hostile/facts.json")],
  ["each parent that a span may have", () => node("scripts/ts/parents-run.mjs", "orders/out")],
  ["the READMEs show what is there", () => node("scripts/ts/readme.mjs", "gen/ts", "orders/out")],
  ["the calls that the documentation shows compile", shownCalls],
);

function shownCalls() {
  mkdirSync("shown/node_modules", { recursive: true });
  symlinkSync("../../orders/out", "shown/node_modules/orders");
  const compilerOptions = { target: "ES2022", lib: ["ES2022"], types: [], module: "NodeNext", moduleResolution: "NodeNext", strict: true, noEmit: true };
  json("shown/tsconfig.json", { compilerOptions, include: ["*.ts"] });
  return node(tsc(6), "-p", "shown");
}

// Both pack the folder, so one after the other.
for (const folder of ["runtime/ts", "gen/ts", "emitted/out"]) {
  await step(`publint ${folder}`, async () => lastLine(await node(bin("publint", "src/cli.js"), folder, "--strict", "--pack=npm")));
  await step(`are the types wrong in ${folder}`, async () => {
    await node(bin("@arethetypeswrong/cli", "dist/index.js"), "--pack", folder, "--profile", "node16", "--no-emoji");
  });
}
await step("what the README shows, in apps that install the packages", () => node("scripts/ts/apps.mjs", "apps"));
await step("what it weighs", async () => `\n${await node("scripts/ts/sizes.mjs", join(repo, "docs/performance-typescript.md"))}`);
await step("Chromium", async () => lastLine(await node("scripts/ts/browser.mjs")));
await step("the live page", () => node("scripts/ts/live.mjs", specgen, repo));
await step("Reports in Chromium", async () => lastLine(await node("scripts/ts/reports.mjs", specgen, repo, "reports")));
await step("Documentation in Chromium", async () => lastLine(await node("scripts/ts/docs.mjs", specgen, repo, "docs")));

if (failed > 0) {
  console.log(`${failed} failed`);
  process.exitCode = 1;
}
