// All that CI runs for TypeScript, in a copy of the repo's TypeScript packages. scripts/test-ts.sh prepares the copy.
//
// Usage: node scripts/ts/test.mjs SPECGEN REPO, in the copy
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const [specgen, repo] = process.argv.slice(2).map((path) => resolve(path));
const compilers = { "5.0": "typescript-5.0", 6: "typescript", 7: "typescript-7" };
const tsc = (version) => resolve("node_modules", compilers[version], "bin/tsc");
const bin = (name, file) => resolve("node_modules", name, file);

let failed = 0;
function step(name, run) {
  const began = performance.now();
  let error;
  let said = "";
  try {
    said = run() ?? "";
  } catch (caught) {
    error = caught;
    failed++;
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${error ? "FAIL" : "ok  "} ${seconds.padStart(5)} s  ${name}${said && `: ${said}`}`);
  if (error) console.log(`${error.stdout ?? ""}${error.stderr ?? ""}${error.stdout === undefined ? error.stack : ""}`);
}

const node = (...args) => execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
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

step("specgen generates two flows with the runtime in the package", () => {
  generated("emitted", [join(repo, "spec/notification.yaml"), join(repo, "testdata/flows/checkout.yaml")], "emitted");
});
step("specgen generates a hostile flow", () => {
  mkdirSync("hostile", { recursive: true });
  node("scripts/ts/hostile.mjs", "hostile.spec.yaml", "hostile/facts.json");
  generated("hostile", ["hostile.spec.yaml"]);
});
step("specgen generates a flow of 1,000 spans", () => {
  node("scripts/ts/big.mjs", "big.yaml", "1000");
  generated("big", ["big.yaml"]);
});
for (const version of ["1.0", "1.1"]) {
  step(`specgen generates version ${version} of a flow that grows`, () => {
    generated(`upload-${version}`, [join(repo, `internal/codegen/typescript/testdata/evolution/${version}.yaml`)], "upload");
  });
}

for (const folder of ["runtime/ts", "gen/ts", "emitted/out", "hostile/out", "upload-1.0/out", "upload-1.1/out"]) {
  step(`build ${folder}`, () => node(join(folder, "build.mjs")));
}
step("build examples/ts", () => node(tsc(6), "-p", "examples/ts"));
for (const version of Object.keys(compilers)) {
  for (const folder of ["runtime/ts", "gen/ts", "emitted/out", "hostile/out", "big/out", "examples/ts"]) {
    step(`TypeScript ${version} compiles ${folder}`, () => compile(version, folder));
  }
  step(`TypeScript ${version} refuses what it must`, () => node("scripts/ts/refused.mjs", "refused", tsc(version)));
  for (const flow of ["1.0", "1.1"]) {
    step(`TypeScript ${version} compiles a caller of 1.0 against ${flow}`, () => caller(version, flow));
  }
}

function caller(version, flow) {
  const folder = `caller-${flow}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  cpSync(`upload-${flow}/out`, join(folder, "node_modules/upload"), { recursive: true });
  cpSync(join(repo, "internal/codegen/typescript/testdata/evolution/caller.ts"), join(folder, "caller.ts"));
  json(join(folder, "package.json"), { type: "module" });
  cpSync("refused/tsconfig.json", join(folder, "tsconfig.json"));
  return node(tsc(version), "-p", folder);
}

step("typescript-eslint, strict and with types", () => {
  node(bin("eslint", "bin/eslint.js"), "--max-warnings=0", "runtime/ts/src", "gen/ts/src", "emitted/out/src", "hostile/out/src", "examples/ts/src");
});
step("no comment switches a check off", () => {
  const found = spawnSync("grep", ["-rnE", "eslint-disable|@ts-(ignore|expect-error|nocheck)", "runtime/ts/src", "gen/ts/src", "examples/ts/src"], { encoding: "utf8" });
  if (found.stdout !== "") throw new Error(found.stdout);
});
step("tests of the runtime", () => tests("runtime/ts/test"));
step("tests of the example", () => tests("examples/ts/test"));

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

step("the hostile flow runs", () => node("scripts/ts/hostile-run.mjs", "hostile/out", "hostile/facts.json"));
step("the READMEs show what is there", () => node("scripts/ts/readme.mjs"));
for (const folder of ["runtime/ts", "gen/ts", "emitted/out"]) {
  step(`publint ${folder}`, () => lastLine(node(bin("publint", "src/cli.js"), folder, "--strict", "--pack=npm")));
  step(`are the types wrong in ${folder}`, () => {
    node(bin("@arethetypeswrong/cli", "dist/index.js"), "--pack", folder, "--profile", "node16", "--no-emoji");
  });
}
step("what it weighs", () => `\n${node("scripts/ts/sizes.mjs", join(repo, "docs/performance-typescript.md"))}`);
step("Chromium", () => lastLine(node("scripts/ts/browser.mjs")));

if (failed > 0) {
  console.log(`${failed} failed`);
  process.exitCode = 1;
}
