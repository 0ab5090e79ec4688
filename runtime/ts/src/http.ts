/** Exporters that post spans with fetch, from a page, a worker, Node, Deno, Bun or React Native. */

import { otlpRequest } from "./otlp.js";
import type { AbortSignalLike, SpanData, SpanExporter } from "./span.js";
import { spanEventLine } from "./spanevent.js";

/** How an exporter is set up. */
export interface HttpExporterOptions {
  /** Where to post. Of an OTLP server the part before /v1/traces. */
  readonly endpoint: string;
  /** More request headers. A page that is left cannot send them with sendBeacon, where a browser has nothing better. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Told of spans that the server refused, or that were given up. */
  readonly onReject?: ((spans: number, reason: string) => void) | undefined;
}

/** An exporter over HTTP. */
export interface HttpExporter extends SpanExporter {
  /** How many spans the server refused so far. */
  readonly rejected: number;
}

/** Posts SpanEvents, JSON lines. They are text/plain, which another origin takes without a preflight. */
export function spanEventExporter(options: HttpExporterOptions): HttpExporter {
  return httpExporter(options, options.endpoint, "text/plain;charset=UTF-8", (spans) =>
    spans.map((span) => `${spanEventLine(span)}\n`).join(""),
  );
}

/** Posts OTLP as JSON to /v1/traces below the endpoint. */
export function otlpExporter(options: HttpExporterOptions): HttpExporter {
  return httpExporter(options, `${options.endpoint.replace(/\/+$/, "")}/v1/traces`, "application/json", otlpRequest);
}

/** The greatest body: a batch above that is split. */
const maxBody = 4 << 20;

/** What browsers let go on after the page, in all (64 KiB), less some room for headers. */
const maxKeepalive = 60_000;

/** Bytes of keepalive requests under way: the browser counts those of all exporters of a page together. */
let keptAlive = 0;

const retried: readonly number[] = [429, 502, 503, 504];

interface Body {
  readonly text: string;
  readonly bytes: number;
  readonly spans: number;
}

function httpExporter(
  { headers, onReject }: HttpExporterOptions,
  url: string,
  type: string,
  encode: (spans: readonly SpanData[]) => string,
): HttpExporter {
  let rejected = 0;

  function reject(spans: number, reason: string): void {
    rejected += spans;
    try {
      onReject?.(spans, reason);
    } catch {
      // The application's own mistake must not stop the exporter.
    }
  }

  function bodyOf(spans: readonly SpanData[]): Body {
    const text = encode(spans);
    return { text, bytes: new TextEncoder().encode(text).length, spans: spans.length };
  }

  async function post({ text, bytes, spans }: Body, signal: AbortSignalLike): Promise<number | undefined> {
    const keepalive = canKeepAlive() && keptAlive + bytes <= maxKeepalive;
    keptAlive += keepalive ? bytes : 0;
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": type, ...headers },
        body: text,
        keepalive,
        redirect: "manual",
        signal,
      });
      const answer = await response.text();
      if (retried.includes(response.status)) {
        return retryAfter(response.headers.get("retry-after"));
      }
      if (!response.ok) {
        reject(spans, `the server answered ${String(response.status)}`);
      } else {
        const [count, reason] = partialSuccess(answer);
        if (count > 0) {
          reject(count, reason);
        }
      }
      return undefined;
    } catch {
      return 0;
    } finally {
      keptAlive -= keepalive ? bytes : 0;
    }
  }

  /** Posts the same bytes until they are taken or refused, 5 times at most. */
  async function send(body: Body, signal: AbortSignalLike): Promise<void> {
    for (let tries = 1; ; tries++) {
      const after = await post(body, signal);
      if (after === undefined) {
        return;
      }
      if (tries === 5 || signal.aborted) {
        throw new Error(`cannot post to ${url}: no success in ${String(tries)} attempts; see that the server is reachable`);
      }
      const backOff = Math.min(30_000, 1000 * 2 ** (tries - 1)) * (0.5 + Math.random() / 2);
      await sleep(Math.max(after, backOff), signal);
    }
  }

  async function exportSpans(spans: readonly SpanData[], signal: AbortSignalLike): Promise<void> {
    const body = bodyOf(spans);
    if (body.bytes <= maxBody) {
      await send(body, signal);
    } else if (spans.length > 1) {
      const half = spans.length >> 1;
      await exportSpans(spans.slice(0, half), signal);
      await exportSpans(spans.slice(half), signal);
    } else {
      reject(1, `the span takes ${String(body.bytes)} bytes, more than ${String(maxBody)}`);
    }
  }

  function exportNow(spans: readonly SpanData[]): number {
    const room = maxKeepalive - keptAlive;
    let body = bodyOf(spans);
    while (body.spans > 0 && body.bytes > room) {
      body = bodyOf(spans.slice(0, Math.floor(body.spans * Math.min(0.9, room / body.bytes))));
    }
    if (body.spans === 0) {
      return 0;
    }
    if (canKeepAlive()) {
      send(body, neverAborted).catch((error: unknown) => {
        reject(body.spans, String(error));
      });
      return body.spans;
    }
    return headers === undefined && beacon(url, new Blob([body.text], { type })) ? body.spans : 0;
  }

  return {
    get rejected() {
      return rejected;
    },
    export: exportSpans,
    exportNow,
    shutdown: () => Promise.resolve(),
  };
}

const neverAborted: AbortSignalLike = {
  aborted: false,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
};

/** What an ExportTraceServiceResponse says of refused spans; nothing if it is none. */
function partialSuccess(answer: string): [spans: number, reason: string] {
  try {
    const { partialSuccess: partial } = JSON.parse(answer) as {
      partialSuccess?: { rejectedSpans?: string | number; errorMessage?: string };
    };
    return [Number(partial?.rejectedSpans ?? 0), partial?.errorMessage ?? ""];
  } catch {
    return [0, ""];
  }
}

/** Milliseconds, of seconds or of a date (RFC 9110 section 10.2.3). */
function retryAfter(header: string | null): number {
  const after = header === null ? 0 : /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return after > 0 ? after : 0;
}

function sleep(milliseconds: number, signal: AbortSignalLike): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
}

function canKeepAlive(): boolean {
  return typeof Request !== "undefined" && "keepalive" in Request.prototype;
}

function beacon(url: string, body: unknown): boolean {
  return typeof navigator !== "undefined" && navigator.sendBeacon?.(url, body) === true;
}

// Only what is used of the platform, so that neither the DOM's types nor Node's are asked for.
interface Response {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}
declare function fetch(
  url: string,
  init: {
    method: "POST";
    headers: Readonly<Record<string, string>>;
    body: string;
    keepalive: boolean;
    redirect: "manual";
    signal: AbortSignalLike;
  },
): Promise<Response>;
declare const Request: { readonly prototype: object } | undefined;
declare const navigator: { sendBeacon?(url: string, body: unknown): boolean } | undefined;
declare const Blob: new (parts: readonly string[], options: { type: string }) => unknown;
declare const TextEncoder: new () => { encode(text: string): { readonly length: number } };
declare function setTimeout(handler: () => void, milliseconds: number): unknown;
declare function clearTimeout(timer: unknown): void;
