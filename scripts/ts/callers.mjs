// Holds old callers against new clients: what specgen diff says of a change is what the compiler says. The test TestWriteCallers writes
// both into a folder; one run of the compiler is for all of them.
// Usage: node callers.mjs FOLDER TSC RUNTIME
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const [folder, tsc, runtime] = process.argv.slice(2);
const from = (name) => [resolve(runtime, `src/${name}.ts`)];
const compilerOptions = {
  target: "ES2020",
  lib: ["ES2020"],
  types: [],
  module: "ES2022",
  moduleResolution: "bundler",
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  paths: { "@specgen/flowtrace": from("index"), "@specgen/flowtrace/generated": from("generated"), "@specgen/flowtrace/testing": from("testing") },
};
writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["callers"] }));
const { stdout, stderr } = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], { encoding: "utf8", maxBuffer: 1 << 28 });
writeFileSync(join(folder, "log"), stdout + stderr);
