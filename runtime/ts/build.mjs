// Builds the package: ESM and CommonJS from the same sources, types for both. Needs TypeScript 6 or later.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
const build = (...options) => execFileSync(process.execPath, [tsc, "-p", "tsconfig.json", ...options], { stdio: "inherit" });

process.chdir(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname));
rmSync("dist", { recursive: true, force: true });
build();
// verbatimModuleSyntax forbids CommonJS from import statements (TS1295), so it is off for that build alone. The types are checked by then.
build("--module", "commonjs", "--moduleResolution", "bundler", "--outDir", "dist/cjs", "--verbatimModuleSyntax", "false", "--noCheck");
mkdirSync("dist/cjs", { recursive: true });
writeFileSync("dist/cjs/package.json", '{ "type": "commonjs", "sideEffects": false }\n');
