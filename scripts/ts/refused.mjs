// Compiles calls that must not compile: each line "// refused: MESSAGE" stands before a statement that gives an error with
// that message, and nothing else does. Usage: node refused.mjs FOLDER TSC
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const [folder, tsc] = process.argv.slice(2);
const expected = [];
for (const file of readdirSync(folder).filter((name) => /^\d.*\.ts$/.test(name))) {
  readFileSync(join(folder, file), "utf8")
    .split("\n")
    .forEach((line, i) => {
      const [, text] = /^\/\/ refused: (.+)$/.exec(line) ?? [];
      if (text !== undefined) expected.push({ place: `${file}(${i + 2},`, text });
    });
}
const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], { encoding: "utf8" });
const errors = stdout.split(/\n(?=\S)/).filter((error) => error.trim() !== "");
const at = ({ place }) => errors.filter((error) => error.includes(place));
const missed = expected.filter((e) => !at(e).some((error) => error.includes(e.text)));
const surplus = errors.filter((error) => !expected.some((e) => error.includes(e.place)));
for (const { place, text } of missed) console.error(`not refused as expected: ${place} ${text}\n  but: ${at({ place }).join("\n") || "it compiles"}`);
for (const error of surplus) console.error(`refused for another reason: ${error}`);
console.log(`${expected.length - missed.length} of ${expected.length} refusals`);
process.exitCode = missed.length + surplus.length > 0 || expected.length === 0 ? 1 : 0;
