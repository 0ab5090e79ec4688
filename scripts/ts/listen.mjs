// Programs below `specgen listen`: they are judged, nothing of what they send is lost, and a page of another port may send.
// Usage: node listen.mjs SPECGEN REPO
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const [specgen, repo] = process.argv.slice(2);

function judged(name, command, code, says) {
  const args = ["listen", "--spec", join(repo, "spec/notification.yaml"), "--", ...command];
  const { status, stderr, stdout } = spawnSync(specgen, args, { encoding: "utf8", timeout: 120_000 });
  if (status !== code || !stderr.includes(says)) {
    throw new Error(`${name}: exit code ${status}, want ${code} and "${says}"\n${stdout}\n${stderr}`);
  }
  return name;
}

const node = process.execPath;
const done = [
  judged("the example's tests", [node, "--test", "examples/ts/test/environment.test.mjs", "examples/ts/test/push.test.mjs"], 0, "no findings: 3 records"),
  judged("OpenTelemetry's SDK, protobuf", [node, "scripts/ts/otel.mjs", "proto", "notification:trigger"], 0, "no findings: 1 record"),
  judged("OpenTelemetry's SDK, JSON", [node, "scripts/ts/otel.mjs", "http", "notification:trigger"], 0, "no findings: 1 record"),
  judged("a typo", [node, "scripts/ts/otel.mjs", "http", "notification:triger"], 3, "error unknown-span"),
  judged("a program that fails", [node, "-e", "process.exit(4)"], 1, "the command ended with 4, and no record of the flow came"),
];
console.log(done.join(", "));
