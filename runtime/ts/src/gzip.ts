/** Bodies of requests, compressed. Platforms that have no CompressionStream, as React Native, cannot send them. */

import type { Compress } from "./http.js";

/** Compresses what an exporter sends: `otlpExporter({ endpoint, compress: gzip })`. What a page sends while it is left stays as it is. */
export const gzip: Compress = /* @__PURE__ */ Object.assign(
  (body: string) =>
    new Response(new Response(body).body?.pipeThrough(new CompressionStream("gzip"))).arrayBuffer(),
  { encoding: "gzip" },
);

// The parts of the platform that are used here. Declared so that neither the DOM's types nor Node's are needed.
interface Stream {
  pipeThrough(through: CompressionStream): Stream;
}
declare class CompressionStream {
  constructor(format: "gzip");
  readonly format: unknown;
}
declare const Response: new (body?: string | Stream) => {
  readonly body: Stream | null;
  arrayBuffer(): Promise<ArrayBuffer>;
};
