/** Exporters that post spans with fetch, from a page, a worker, Node, Deno, Bun or React Native. */

import type { ExportError, Service, SpanData, SpanExporter } from "./span.js";
import { utf8Length } from "./text.js";
import { after, uptime } from "./time.js";

/** Request headers. */
export type Headers = Readonly<Record<string, string>>;

/** A request's body: text, or bytes once it is compressed. */
export type Body = string | ArrayBuffer;

/** How an exporter is set up. */
export interface HttpExporterOptions {
  /** Where to post. Of an OTLP server the part before /v1/traces. */
  readonly endpoint: string;
  /**
   * More request headers, or a function that gives them for each request. After a 401 it is called once more, so that it can
   * return a fresh token. In a browser whose fetch has no keepalive, a page that is left sends nothing if there are any.
   */
  readonly headers?: Headers | (() => Headers | Promise<Headers>) | undefined;
  /** How long one attempt may take, in milliseconds. 10,000 if not given. */
  readonly attemptTimeout?: number | undefined;
  /** Compresses bodies: {@link gzip}. */
  readonly compress?: Compress | undefined;
  /** Sends requests in place of the global fetch: through a proxy, with certificates of your own. */
  readonly fetch?: Fetch | undefined;
}

/** How bodies are compressed. */
export interface Compress {
  readonly encoding: string;
  (body: string): Promise<ArrayBuffer>;
}

/** The part of fetch that exporters use. */
export type Fetch = (
  url: string,
  init: {
    readonly method: "POST";
    readonly headers: Headers;
    readonly body: Body;
    readonly keepalive: boolean;
    readonly redirect: "manual";
    /** An AbortSignal, where there are any: to be passed on. Its type, which not every platform has, is not named here. */
    readonly signal: never;
  },
) => Promise<FetchResponse>;

/** The part of a Response that exporters use. */
export interface FetchResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body?: unknown;
  text(): Promise<string>;
}

/** How spans stand in a body. */
export interface Format {
  readonly type: string;
  /** One span as text. */
  span(span: SpanData): string;
  /** The bytes that a body has for each service besides its spans, if it has any. */
  frame?(service: Service): number;
  /** The body with spans, whose texts are given. */
  body(spans: readonly SpanData[], texts: readonly string[]): string;
  /** Reads from the answer to a success how many spans the server refused all the same, and why, if the protocol can say so. */
  refusal?(answer: string): readonly [spans: number, message: string];
}

/** The greatest body, before it is compressed. */
const maxBody = 4 << 20;

/** How much of an answer is read. */
const maxAnswer = 64 << 10;

/** How many bytes a browser goes on sending once the page is left: 64 KiB in all, less some room for headers. */
const maxKeepalive = 60_000;

/** Bytes of keepalive requests in flight. The browser counts those of all exporters of a page together. */
let keptAlive = 0;

/** The statuses after which a request is sent again. Of the others only 2xx is a success. */
const retried: readonly number[] = [429, 502, 503, 504];

/** What became of one attempt: taken, perhaps with a refusal, refused for good, or to be repeated. */
interface Outcome {
  readonly again?: boolean;
  /** The least milliseconds to wait before the next attempt. */
  readonly least?: number;
  readonly status?: number;
  readonly refused: number;
  readonly message: string;
}

/** Makes an exporter. */
export function httpExporter(options: HttpExporterOptions, url: string, format: Format): SpanExporter {
  const { headers, compress } = options;
  const attemptTimeout = options.attemptTimeout ?? 10_000;
  let cancelled = false;
  const stops = new Set<() => void>();
  const toldHeaders = new Set<string>();

  /** Sends spans in as many requests as it takes. No more than one is in memory as text. */
  async function exportAll(spans: readonly SpanData[], timeout: number): Promise<readonly ExportError[]> {
    const end = uptime() + timeout;
    const lost: ExportError[] = [];
    for (let from = 0; from < spans.length; ) {
      const piece = cut(spans, from, maxBody);
      if (piece.error) {
        lost.push(piece.error);
      }
      if (piece.spans > 0) {
        lost.push(...(await pack(piece.body, piece.spans, end)));
      }
      from = piece.next;
    }
    return lost;
  }

  /** Sends a body, compressed if it is to be. */
  async function pack(body: string, spans: number, end: number): Promise<readonly ExportError[]> {
    try {
      return await send(compress ? await compress(body) : body, spans, end);
    } catch (error) {
      return [{ spans, reason: "failed", message: `cannot compress: ${String(error)}` }];
    }
  }

  /** Makes the body of the next request. A span that cannot be in any request ends it, and gives an error. */
  function cut(
    all: readonly SpanData[],
    from: number,
    room: number,
  ): { readonly spans: number; readonly body: string; readonly next: number; readonly error?: ExportError } {
    const texts: string[] = [];
    const services = new Set<Service>();
    let bytes = 64; // what is around all
    const body = (): string => format.body(all.slice(from, from + texts.length), texts);
    for (const span of all.slice(from)) {
      let size = 0;
      let text = "";
      let message = "";
      let reason: ExportError["reason"] = "too-large";
      try {
        text = format.span(span);
        size = utf8Length(text) + 1;
        if (!services.has(span.service)) {
          size += format.frame?.(span.service) ?? 0;
        }
        message = size + 64 > maxBody ? `a span has ${String(size)} bytes` : "";
      } catch (error) {
        message = `cannot encode a span: ${String(error)}`;
        reason = error instanceof RangeError ? reason : "failed"; // it is longer than a string may be
      }
      if (message) {
        return { spans: texts.length, body: body(), next: from + texts.length + 1, error: { spans: 1, reason, message } };
      }
      if (bytes + size > room) {
        break;
      }
      bytes += size;
      services.add(span.service);
      texts.push(text);
    }
    return { spans: texts.length, body: body(), next: from + texts.length };
  }

  /** Sends the first spans, as many as a browser goes on sending once the page is left. */
  function exportNow(all: readonly SpanData[]): readonly [number, Promise<readonly ExportError[]>] {
    for (let room = maxKeepalive - keptAlive; ; room /= 2) {
      const { spans, body } = cut(all, 0, room);
      if (spans > 0 && canKeepAlive()) {
        return [spans, send(body, spans, uptime() + 30_000)];
      }
      // A beacon has no headers but its body's type. The browser refuses one that does not fit beside others.
      const sent = spans > 0 && !headers && beacon(url, new Blob([body], { type: format.type }));
      if (sent || spans === 0 || headers) {
        return [sent ? spans : 0, Promise.resolve([])];
      }
    }
  }

  /** Posts the same bytes until they are taken or refused: 5 times at most, without a wait that goes beyond the deadline. */
  async function send(body: Body, spans: number, end: number): Promise<ExportError[]> {
    const lost: ExportError[] = [];
    let renewed = typeof headers !== "function";
    for (let attempt = 1; ; attempt++) {
      let outcome = await post(body, Math.min(attemptTimeout, end - uptime()), lost);
      if (outcome.status === 401 && !renewed) {
        renewed = true;
        outcome = await post(body, Math.min(attemptTimeout, end - uptime()), lost);
      }
      const { again, least = 0, refused, message } = outcome;
      if (!again) {
        return refused > 0 ? [...lost, { spans: Math.min(refused, spans), reason: "refused", message }] : lost;
      }
      const wait = Math.max(least, 500 * 2 ** attempt * (0.5 + Math.random() / 2));
      if (attempt === 5 || uptime() + wait > end || !(await pause(wait))) {
        return [...lost, { spans, reason: "failed", message: `cannot post to ${url}: ${message}` }];
      }
    }
  }

  /** Whether a time has passed and nothing was cancelled. */
  function pause(milliseconds: number): Promise<boolean> {
    return stoppable(milliseconds, () => undefined).then(() => !cancelled);
  }

  /** Resolves when it is told to, when the time has passed, or when all is cancelled. */
  function stoppable(milliseconds: number, run: (resolve: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      if (cancelled) {
        resolve();
        return;
      }
      const stop = (): void => {
        stops.delete(stop);
        stopTimer();
        resolve();
      };
      const stopTimer = after(milliseconds, stop);
      stops.add(stop);
      run(stop);
    });
  }

  /** Posts once. */
  async function post(body: Body, timeout: number, lost: ExportError[]): Promise<Outcome> {
    const bytes = typeof body === "string" ? utf8Length(body) : body.byteLength;
    const keepalive = canKeepAlive() && keptAlive + bytes <= maxKeepalive;
    const kept = keepalive ? bytes : 0;
    const controller = typeof AbortController === "undefined" ? undefined : new AbortController();
    let outcome: Outcome = { again: true, refused: 0, message: "there was no answer in time" };
    keptAlive += kept;
    await stoppable(timeout, (done) => {
      void attempt(body, keepalive, controller?.signal as never, lost)
        .catch((error: unknown) => ({ again: true, refused: 0, message: `the connection failed: ${String(error)}` }))
        .then((result) => {
          outcome = result;
          done();
        });
    });
    controller?.abort();
    keptAlive -= kept;
    return outcome;
  }

  async function attempt(
    body: Body,
    keepalive: boolean,
    signal: never,
    lost: ExportError[],
  ): Promise<Outcome> {
    const own = typeof headers === "function" ? await headers() : headers;
    const encoding = compress && typeof body === "object" && { "content-encoding": compress.encoding };
    const response = await (options.fetch ?? fetch)(url, {
      method: "POST",
      headers: { "content-type": format.type, ...encoding, ...sendable(own ?? {}, lost) },
      body,
      keepalive,
      redirect: "manual",
      signal,
    });
    const { ok, status } = response;
    const answer = await read(response);
    if (ok) {
      const [refused, message] = format.refusal?.(answer) ?? [0, ""];
      return { refused, message };
    }
    const again = retried.includes(status);
    const least = again ? retryAfter(response.headers.get("retry-after")) : 0;
    return { again, least, status, refused: Infinity, message: `the server answered ${String(status)}` };
  }

  /** The headers that a request can have (RFC 9110 sections 5.5 and 5.6.2). Tells of each other name once. */
  function sendable(given: Headers, lost: ExportError[]): Headers {
    return Object.fromEntries(
      Object.entries(given).filter(([name, value]) => {
        const fits = /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
        if (!fits && !toldHeaders.has(name)) {
          toldHeaders.add(name);
          lost.push({ spans: 0, reason: "failed", message: `the header ${JSON.stringify(name)} cannot be sent, and is left out` });
        }
        return fits;
      }),
    );
  }

  return {
    export: exportAll,
    exportNow,
    cancel: () => {
      cancelled = true;
      stops.forEach((stop) => {
        stop();
      });
    },
    shutdown: () => Promise.resolve(),
  };
}

/** Reads an answer, as far as it matters. */
async function read(response: FetchResponse): Promise<string> {
  const reader = (response.body as Stream | null | undefined)?.getReader?.();
  if (!reader) {
    return response.text();
  }
  const decoder = new TextDecoder();
  let text = "";
  while (text.length < maxAnswer) {
    const { done, value } = await reader.read();
    if (done) {
      return text;
    }
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text;
}

/** The milliseconds to wait that a Retry-After header asks for, in seconds or as a date (RFC 9110 section 10.2.3). */
function retryAfter(header: string | null): number {
  const wait = header === null ? 0 : /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return wait > 0 ? wait : 0;
}

function canKeepAlive(): boolean {
  return typeof Request !== "undefined" && "keepalive" in Request.prototype;
}

function beacon(url: string, body: unknown): boolean {
  return typeof navigator !== "undefined" && navigator.sendBeacon?.(url, body) === true;
}

// The parts of the platform that are used here. Declared so that neither the DOM's types nor Node's are needed.
interface Stream {
  getReader?(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array }>;
    cancel(): Promise<void>;
  };
}
declare const fetch: Fetch;
declare const Request: { readonly prototype: object } | undefined;
declare const navigator: { sendBeacon?(url: string, body: unknown): boolean } | undefined;
declare const AbortController: (new () => { readonly signal: unknown; abort(): void }) | undefined;
declare const Blob: new (parts: readonly string[], options: { type: string }) => unknown;
declare const TextDecoder: new () => { decode(bytes: Uint8Array | undefined, options: { stream: boolean }): string };
