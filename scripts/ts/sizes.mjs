// What the client weighs in a bundle: bytes minified by esbuild, and gzipped. Usage: node sizes.mjs TABLE [--update|--modules]
// TABLE is a Markdown file; what stands between its two comment lines "sizes" is compared, or written. --modules prints the
// minified bytes of each module too.
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const [file, mode] = process.argv.slice(2);
const flows = "@specgen/flows/notification";
const runtime = "@specgen/flowtrace";
const cases = [
  ["service Web, runtime outside", `export { notificationWeb } from "${flows}"`, [runtime]],
  ["`sentRef` with what it derives from", `export { sentRef } from "${flows}"`],
  ["service Web with its core", `export { notificationWeb } from "${flows}"`],
  ["the same and `notificationChecks`", `export { notificationWeb, notificationChecks } from "${flows}"`],
  [
    "service Web, `sentRef`, batch processor, SpanEvent exporter",
    `export { notificationWeb, sentRef } from "${flows}"; export { batchSpanProcessor, spanEventExporter } from "${runtime}"`,
  ],
  [
    "the same with the OTLP exporter",
    `export { notificationWeb, sentRef } from "${flows}"; export { batchSpanProcessor, otlpExporter } from "${runtime}"`,
  ],
  ["all services of the flow with their core", `export * from "${flows}"`],
];

const rows = ["| in the bundle | bytes | gzipped |", "| --- | ---: | ---: |"];
for (const [name, contents, external = []] of cases) {
  const options = { bundle: true, minify: true, format: "esm", target: "es2020", write: false, metafile: true, external };
  const { outputFiles, metafile } = await build({ stdin: { contents, resolveDir: process.cwd() }, ...options });
  const [{ contents: bytes }] = outputFiles;
  if (mode === "--modules") {
    const [{ inputs }] = Object.values(metafile.outputs);
    const sizes = Object.entries(inputs).map(([path, { bytesInOutput }]) => `  ${bytesInOutput} ${path.split("/").pop()}`);
    console.log([name, ...sizes].join("\n"));
  }
  rows.push(`| ${name} | ${bytes.length.toLocaleString("en")} | ${gzipSync(bytes, { level: 9 }).length.toLocaleString("en")} |`);
}

const text = readFileSync(file, "utf8");
const table = `<!-- sizes -->\n${rows.join("\n")}\n<!-- /sizes -->`;
const expected = text.replace(/<!-- sizes -->[^]*<!-- \/sizes -->/, () => table);
if (mode === "--update") {
  writeFileSync(file, expected);
} else if (expected !== text) {
  console.error(`the sizes in ${file} are not those of this build; see whether the growth is wanted, then run sizes.mjs with --update:\n${table}`);
  process.exitCode = 1;
}
console.log(rows.slice(2).join("\n"));
