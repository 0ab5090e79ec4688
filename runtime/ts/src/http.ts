/** Exporters that post spans with fetch, from a page, a worker, Node, Deno, Bun or React Native. */

import type { SpanData, SpanExporter } from "./span.js";

/** How an exporter is set up. */
export interface HttpExporterOptions {
  /** Where to post. Of an OTLP server the part before /v1/traces. */
  readonly endpoint: string;
  /** More request headers. In a browser whose fetch has no keepalive, a page that is left sends nothing if there are any. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Told how many spans were refused or given up, and why, each time that some are. */
  readonly onReject?: ((spans: number, reason: string) => void) | undefined;
}

/** An exporter over HTTP. */
export interface HttpExporter extends SpanExporter {
  /** How many spans were refused or given up so far. */
  readonly rejected: number;
}

/** The greatest body: a batch above that is split. */
const maxBody = 4 << 20;

/** How many bytes a browser goes on sending once the page is left: 64 KiB in all, less some room for headers. */
const maxKeepalive = 60_000;

/** Bytes of keepalive requests in flight. The browser counts those of all exporters of a page together. */
let keptAlive = 0;

/** The statuses after which a request is sent again. Of the others only 2xx is a success. */
const retried: readonly number[] = [429, 502, 503, 504];

/** How many spans a server refused of what it took, and why. */
export type Refusal = readonly [spans: number, reason: string];

/**
 * Makes an exporter.
 *
 * @param encode - Makes the body of a request.
 * @param refusal - Reads from the answer to a success what the server refused all the same, if its protocol can say so.
 */
export function httpExporter(
  { headers, onReject }: HttpExporterOptions,
  url: string,
  type: string,
  encode: (spans: readonly SpanData[]) => string,
  refusal?: (answer: string) => Refusal,
): HttpExporter {
  let rejected = 0;

  function reject(spans: number, reason: string): void {
    rejected += spans;
    try {
      onReject?.(spans, reason);
    } catch {
      // An error of the application's callback must not stop the exporter.
    }
  }

  /** Sends spans in as many bodies as it takes. */
  async function sendAll(spans: readonly SpanData[], deadline: number): Promise<void> {
    const body = encode(spans);
    const half = spans.length >> 1;
    if (sizeOf(body) <= maxBody) {
      await send(body, spans.length, deadline);
    } else if (half > 0) {
      await sendAll(spans.slice(0, half), deadline);
      await sendAll(spans.slice(half), deadline);
    } else {
      reject(1, `a span of ${String(sizeOf(body))} bytes`);
    }
  }

  /** Sends the first spans, as many as a browser goes on sending once the page is left. */
  function sendNow(spans: readonly SpanData[]): number {
    let count = spans.length;
    while (count > 0) {
      const body = encode(spans.slice(0, count));
      const room = (maxKeepalive - keptAlive) / sizeOf(body);
      if (room >= 1) {
        if (canKeepAlive()) {
          void send(body, count, Date.now() + 30_000);
          return count;
        }
        // A beacon has no headers but its body's type.
        return !headers && beacon(url, new Blob([body], { type })) ? count : 0;
      }
      count = Math.floor(count * Math.min(0.9, room));
    }
    return 0;
  }

  /** Posts the same bytes until they are taken or refused: 5 times at most, without a wait that goes beyond the deadline. */
  async function send(body: string, spans: number, deadline: number): Promise<void> {
    for (let backOff = 1000; ; backOff *= 2) {
      const least = await post(body, spans, deadline - Date.now());
      if (least === undefined) {
        return;
      }
      const wait = Math.max(least, backOff * (0.5 + Math.random() / 2));
      if (backOff === 16_000 || Date.now() + wait > deadline) {
        reject(spans, `cannot post to ${url}: given up; see that the server can be reached`);
        return;
      }
      await new Promise<void>((resolve) => setTimeout(resolve, wait));
    }
  }

  /** Posts once. Returns the least milliseconds to wait before the next attempt; undefined if there is to be none. */
  async function post(body: string, spans: number, timeout: number): Promise<number | undefined> {
    const bytes = sizeOf(body);
    const keepalive = canKeepAlive() && keptAlive + bytes <= maxKeepalive;
    const kept = keepalive ? bytes : 0;
    const controller = new AbortController();
    const over = setTimeout(() => {
      controller.abort();
    }, timeout);
    keptAlive += kept;
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": type, ...headers },
        body,
        keepalive,
        redirect: "manual",
        signal: controller.signal,
      });
      const { ok, status } = response;
      const answer = await response.text();
      if (retried.includes(status)) {
        return retryAfter(response.headers.get("retry-after"));
      }
      const [refused, reason] = ok ? (refusal?.(answer) ?? [0, ""]) : [spans, `status ${String(status)}`];
      if (refused > 0) {
        reject(Math.min(refused, spans), reason);
      }
      return undefined;
    } catch {
      return 0;
    } finally {
      clearTimeout(over);
      keptAlive -= kept;
    }
  }

  return {
    get rejected() {
      return rejected;
    },
    export: (spans, timeout) => sendAll(spans, Date.now() + timeout),
    exportNow: sendNow,
    shutdown: () => Promise.resolve(),
  };
}

function sizeOf(body: string): number {
  return new TextEncoder().encode(body).length;
}

/** The milliseconds to wait that a Retry-After header asks for, in seconds or as a date (RFC 9110 section 10.2.3). */
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

// The parts of the platform that are used here. Declared so that neither the DOM's types nor Node's are needed.
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
