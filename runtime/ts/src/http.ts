/** Exporters that post spans with fetch, from a page, a worker, Node, Deno, Bun or React Native. */

import { otlpRequest } from "./otlp.js";
import type { SpanData, SpanExporter } from "./span.js";
import { spanEventLine } from "./spanevent.js";

/** How an exporter is set up. */
export interface HttpExporterOptions {
  /** Where to post. Of an OTLP server the part before /v1/traces. */
  readonly endpoint: string;
  /** More request headers. A page that is left cannot send them with sendBeacon, where a browser has nothing better. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Told how many spans were refused or given up, and why, each time that some are. */
  readonly onReject?: ((spans: number, reason: string) => void) | undefined;
}

/** An exporter over HTTP. */
export interface HttpExporter extends SpanExporter {
  /** How many spans were refused or given up so far. */
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

/** What is tried again; of the rest only 2xx is a success. */
const retried: readonly number[] = [429, 502, 503, 504];

interface Body {
  readonly text: string;
  readonly bytes: number;
  readonly spans: number;
}

/** What an exporter's functions share. */
interface Target {
  readonly url: string;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly encode: (spans: readonly SpanData[]) => string;
  readonly reject: (spans: number, reason: string) => void;
}

function httpExporter(
  { headers, onReject }: HttpExporterOptions,
  url: string,
  type: string,
  encode: (spans: readonly SpanData[]) => string,
): HttpExporter {
  let rejected = 0;
  const reject = (spans: number, reason: string): void => {
    rejected += spans;
    try {
      onReject?.(spans, reason);
    } catch {
      // The application's own mistake must not stop the exporter.
    }
  };
  const target: Target = { url, type, headers, encode, reject };
  return {
    get rejected() {
      return rejected;
    },
    export: (spans, timeout) => sendAll(target, spans, Date.now() + timeout),
    exportNow: (spans) => sendNow(target, spans),
    shutdown: () => Promise.resolve(),
  };
}

function bodyOf({ encode }: Target, spans: readonly SpanData[]): Body {
  const text = encode(spans);
  return { text, bytes: new TextEncoder().encode(text).length, spans: spans.length };
}

/** Sends spans in as many bodies as it takes. */
async function sendAll(target: Target, spans: readonly SpanData[], deadline: number): Promise<void> {
  const body = bodyOf(target, spans);
  const half = spans.length >> 1;
  if (body.bytes <= maxBody) {
    await send(target, body, deadline);
  } else if (half > 0) {
    await sendAll(target, spans.slice(0, half), deadline);
    await sendAll(target, spans.slice(half), deadline);
  } else {
    target.reject(1, `a span of ${String(body.bytes)} bytes`);
  }
}

/** Sends the first spans, as many as browsers let go on after the page. */
function sendNow(target: Target, spans: readonly SpanData[]): number {
  const room = maxKeepalive - keptAlive;
  let body = bodyOf(target, spans);
  while (body.bytes > room && body.spans > 0) {
    body = bodyOf(target, spans.slice(0, Math.floor(body.spans * Math.min(0.9, room / body.bytes))));
  }
  if (body.spans === 0) {
    return 0;
  }
  if (canKeepAlive()) {
    void send(target, body, Date.now() + 30_000);
    return body.spans;
  }
  // A beacon has no headers but its body's type.
  return !target.headers && beacon(target.url, new Blob([body.text], { type: target.type })) ? body.spans : 0;
}

/** Posts the same bytes until they are taken or refused: 5 times at most, and no wait that would outlast the time. */
async function send(target: Target, body: Body, deadline: number): Promise<void> {
  for (let backOff = 1000; ; backOff *= 2) {
    const least = await post(target, body, deadline - Date.now());
    if (least === undefined) {
      return;
    }
    const wait = Math.max(least, backOff * (0.5 + Math.random() / 2));
    if (backOff === 16_000 || Date.now() + wait > deadline) {
      target.reject(body.spans, `cannot post to ${target.url}: given up; see that the server can be reached`);
      return;
    }
    await new Promise<void>((resolve) => setTimeout(resolve, wait));
  }
}

/** Posts once. Gives how long to wait at least, in milliseconds, where it is to be tried again. */
async function post(target: Target, { text, bytes, spans }: Body, timeout: number): Promise<number | undefined> {
  const keepalive = canKeepAlive() && keptAlive + bytes <= maxKeepalive;
  const kept = keepalive ? bytes : 0;
  const controller = new AbortController();
  const over = setTimeout(() => {
    controller.abort();
  }, timeout);
  keptAlive += kept;
  try {
    const response = await fetch(target.url, {
      method: "POST",
      headers: { "content-type": target.type, ...target.headers },
      body: text,
      keepalive,
      redirect: "manual",
      signal: controller.signal,
    });
    const answer = await response.text();
    if (retried.includes(response.status)) {
      return retryAfter(response.headers.get("retry-after"));
    }
    const [refused, reason] = response.ok ? partialSuccess(answer) : [spans, `status ${String(response.status)}`];
    if (refused > 0) {
      target.reject(Math.min(refused, spans), reason);
    }
    return undefined;
  } catch {
    return 0;
  } finally {
    clearTimeout(over);
    keptAlive -= kept;
  }
}

/** What an ExportTraceServiceResponse says of refused spans; nothing if it is none. */
function partialSuccess(answer: string): [spans: number, reason: string] {
  try {
    const { partialSuccess: partial } = JSON.parse(answer) as {
      partialSuccess?: { rejectedSpans?: string | number; errorMessage?: string };
    };
    return [Number(partial?.rejectedSpans ?? 0), partial?.errorMessage ?? "no reason given"];
  } catch {
    return [0, ""];
  }
}

/** Milliseconds, of seconds or of a date (RFC 9110 section 10.2.3). */
function retryAfter(header: string | null): number {
  const after = header === null ? 0 : /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return after > 0 ? after : 0;
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
    signal: unknown;
  },
): Promise<Response>;
declare const Request: { readonly prototype: object } | undefined;
declare const navigator: { sendBeacon?(url: string, body: unknown): boolean } | undefined;
declare const AbortController: new () => { readonly signal: unknown; abort(): void };
declare const Blob: new (parts: readonly string[], options: { type: string }) => unknown;
declare const TextEncoder: new () => { encode(text: string): { readonly length: number } };
declare function setTimeout(handler: () => void, milliseconds: number): unknown;
declare function clearTimeout(timer: unknown): void;
