// Writes a flow of many spans. Usage: node big.mjs SPEC COUNT
import { writeFileSync } from "node:fs";

const [file, count] = process.argv.slice(2);
const lines = [
  "specgen: v1",
  "flow: big",
  "version: 1.0.0",
  "brief: A flow of many spans.",
  'namespace: "big:"',
  "traces:",
  "  all: { brief: One run is one trace., id: run_id, sampling: 100% }",
  "services:",
  "  app: { brief: The app., language: typescript }",
  "tags:",
  "  run_id: { brief: The run., type: id, format: uuid, examples: [7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa] }",
  '  user_id: { brief: The user., type: id, pattern: "^U[0-9]+$", examples: [U1] }',
  "  size: { brief: How large it is., type: int, min: 0, unit: By, examples: [1] }",
  "  state: { brief: How it went., type: enum, values: { good: good, bad: bad } }",
  "spans:",
];
for (let i = 0; i < Number(count); i++) {
  lines.push(
    `  "big:step ${i}":`,
    `    brief: Step ${i} is done.`,
    "    trace: all",
    "    services: [app]",
    ...(i > 0 ? [`    parent: "big:step ${Math.floor((i - 1) / 3)}"`, "    occurs: { at_most_once_per: parent }"] : ["    occurs: once"]),
    "    tags: { user_id: required, size: optional, state: required }",
  );
}
writeFileSync(file, `${lines.join("\n")}\n`);
