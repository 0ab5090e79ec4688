/** Spans for people, for debug builds. docs/runtime-contract.md, "What an app puts together", has the form. */

import { json } from "./spanevent.js";
import type { SpanData, SpanProcessor } from "./span.js";

/**
 * Prints each span in one line when it ends, those that are not sampled too.
 *
 * @param print - Where to. console.debug if not given.
 */
export function consoleSpanProcessor(
  print: (line: string) => void = (line) => {
    console.debug(line);
  },
): SpanProcessor {
  const done = (): Promise<boolean> => Promise.resolve(true);
  return {
    takesUnsampled: true,
    onEnd: (span) => {
      print(consoleLine(span));
    },
    forceFlush: done,
    shutdown: done,
  };
}

/** A span in one line, which nothing in it can make look like another. */
export function consoleLine(span: SpanData): string {
  const { name, service, context, parent, tags, links, droppedLinks, error, sampled } = span;
  const count = links.length + droppedLinks;
  const words = [
    bare(name),
    bare(service.name),
    `${context.traceId}/${context.spanId}`,
    ...(parent ? ["<", `${parent.traceId === context.traceId ? "" : `${parent.traceId}/`}${parent.spanId}`] : []),
    duration(span.end - span.start),
    ...tags.map(([tag, value, isDouble]) => `${bare(tag)}=${json(value, isDouble)}`),
    ...(count > 0 ? [count === 1 ? "1 link" : `${String(count)} links`] : []),
    ...(error === undefined ? [] : ["error"]),
    ...(sampled ? [] : ["not sampled"]),
  ];
  return words.join(" ").replace(obeyed, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** What a terminal would obey, or show at another place, and JSON leaves as it is. */
const obeyed = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A text as it stands in JSON, without the quotes. */
function bare(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

const units: readonly (readonly [size: bigint, name: string])[] = [
  [3_600_000_000_000n, "h"],
  [60_000_000_000n, "m"],
  [1_000_000_000n, "s"],
  [1_000_000n, "ms"],
  [1000n, "µs"],
  [1n, "ns"],
];

/** Nanoseconds in the two largest units that they have: 1m30s, 220ms, 1µs. */
function duration(nanoseconds: bigint): string {
  const at = units.findIndex(([size]) => nanoseconds >= size);
  const [[size, name] = [1n, "ns"], next] = at < 0 ? [] : units.slice(at, at + 2);
  const rest = next ? (nanoseconds % size) / next[0] : 0n;
  return `${String(at < 0 ? 0n : nanoseconds / size)}${name}${next && rest > 0n ? `${String(rest)}${next[1]}` : ""}`;
}

declare const console: { debug(line: string): void };
