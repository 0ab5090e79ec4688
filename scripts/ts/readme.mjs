// READMEs show files as they are: a fence behind "<!-- FILE -->" holds exactly that file. And the generated README's calls
// compile. Usage: node readme.mjs [--update]
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const update = process.argv.includes("--update");
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

const fences = [...readFileSync("gen/ts/README.md", "utf8").matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code);
rmSync("readme", { recursive: true, force: true });
mkdirSync("readme");
const console = "declare const console: { warn(...values: unknown[]): void };\ndeclare const carried: string;\n";
fences.forEach((code, i) => writeFileSync(`readme/${i}.ts`, `${code}${console}export {};\n`));
const compilerOptions = { target: "ES2022", lib: ["ES2022"], types: [], module: "NodeNext", moduleResolution: "NodeNext", strict: true, noEmit: true };
writeFileSync("readme/tsconfig.json", JSON.stringify({ compilerOptions, include: ["."] }));
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "readme"], { encoding: "utf8", stdio: "pipe" });
console_log(`${shown} files shown, ${fences.length} pieces of code compiled`);

function console_log(line) {
  process.stdout.write(`${line}\n`);
}
