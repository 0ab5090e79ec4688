// READMEs show files as they are: a fence behind "<!-- FILE -->" holds exactly that file. And the calls in the READMEs of generated
// packages compile. Usage: node readme.mjs [--update] [PACKAGE …], gen/ts if absent
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const { positionals, values: { update } } = parseArgs({ allowPositionals: true, options: { update: { type: "boolean" } } });
const packages = positionals.length > 0 ? positionals : ["gen/ts"];
let shown = 0;
for (const readme of ["runtime/ts/README.md"]) {
  const text = readFileSync(readme, "utf8");
  const made = text.replace(/(<!-- (\S+) -->\n```(\w+)\n)[^]*?```/g, (_, head, file) => {
    shown++;
    return `${head}${readFileSync(file, "utf8")}\`\`\``;
  });
  if (made !== text && !update) throw new Error(`${readme} does not show the files as they are: run scripts/ts/readme.mjs --update`);
  if (update) writeFileSync(readme, made);
}
if (shown === 0) throw new Error("no README shows a file");

rmSync("readme", { recursive: true, force: true });
mkdirSync("readme/node_modules", { recursive: true });
const fences = packages.flatMap((folder) => {
  const { name } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  // A package of the workspace is linked already.
  if (!existsSync(join("node_modules", name))) symlinkSync(resolve(folder), join("readme/node_modules", name));
  return [...readFileSync(join(folder, "README.md"), "utf8").matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code);
});
const console = "declare const console: { warn(...values: unknown[]): void };\ndeclare const carried: string;\n";
fences.forEach((code, i) => writeFileSync(`readme/${i}.ts`, `${code}${console}export {};\n`));
const compilerOptions = { target: "ES2022", lib: ["ES2022"], types: [], module: "NodeNext", moduleResolution: "NodeNext", strict: true, noEmit: true };
writeFileSync("readme/tsconfig.json", JSON.stringify({ compilerOptions, include: ["."] }));
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "readme"], { encoding: "utf8", stdio: "pipe" });
console_log(`${shown} files shown, ${fences.length} pieces of code compiled`);

function console_log(line) {
  process.stdout.write(`${line}\n`);
}
