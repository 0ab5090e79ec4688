/** Bodies of requests, compressed. Platforms that have no CompressionStream, as React Native, cannot send them. */

import type { FetchLayer } from "./http.js";

/** Compresses what an exporter sends: `otlpExporter({ endpoint, compress: gzip })`. What a page sends while it is left stays as it is. */
export const gzip: FetchLayer = (next) => {
  let packed: Promise<ArrayBuffer> | undefined;
  return async (url, init) => {
    packed ??= new Response(new Response(init.body as string).body?.pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
    return next(url, { ...init, body: await packed, headers: { ...init.headers, "content-encoding": "gzip" } });
  };
};

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
