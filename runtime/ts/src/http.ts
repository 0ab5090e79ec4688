/** Exporters that post spans with fetch, from a page, a worker, Node, Deno, Bun or React Native. */

import type { ExportError, Service, SpanData, SpanExporter } from "./span.js";
import { utf8Length } from "./text.js";
import { after, uptime } from "./time.js";

/** Request headers. */
export type Headers = Readonly<Record<string, string>>;

/** How an exporter is set up. */
export interface HttpExporterOptions {
  /** Where to post. Of an OTLP server the part before /v1/traces. */
  readonly endpoint: string;
  /**
   * More request headers: {@link requestHeaders}. In a browser whose fetch has no keepalive, a page that is left sends nothing if
   * there are any.
   */
  readonly headers?: FetchLayer | undefined;
  /** How long one attempt may take, in milliseconds. 10,000 if not given. */
  readonly attemptTimeout?: number | undefined;
  /** Compresses bodies: {@link gzip}. */
  readonly compress?: FetchLayer | undefined;
  /** Sends requests in place of the global fetch: through a proxy, with certificates of your own. */
  readonly fetch?: Fetch | undefined;
}

/**
 * Makes a fetch that does something to a request before the next one sends it. It is called for each request, and what it makes for
 * all attempts to send that.
 *
 * @param tell - Tells `onExportError` that something is wrong with the layer's own options.
 */
export type FetchLayer = (next: Fetch, tell: (message: string) => void) => Fetch;

/** The part of fetch that exporters use. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** What a request is made of. */
export interface FetchInit {
  readonly method: "POST";
  readonly headers: Headers;
  readonly body: string | ArrayBuffer;
  readonly keepalive: boolean;
  readonly redirect: "manual";
  /** An AbortSignal, where there are any: to be passed on. Its type, which not every platform has, is not named here. */
  readonly signal: never;
}

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
  /** The body with the texts of the first spans. */
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

/** What became of one attempt: taken, perhaps with a refusal, refused for good, or to be repeated. */
interface Outcome {
  /** How many spans were refused: infinite where the request was not taken. */
  readonly refused: number;
  readonly message: string;
  readonly again: boolean;
  /** The least milliseconds to wait before the next attempt. */
  readonly least: number;
}

/** Makes an exporter. */
export function httpExporter(options: HttpExporterOptions, url: string, format: Format): SpanExporter {
  const { headers, compress, attemptTimeout = 10_000 } = options;
  let cancelled = false;
  let lastFailure: string | undefined;
  const stops = new Set<() => void>();
  const told: ExportError[] = [];
  const tell = (message: string): void => {
    told.push({ spans: 0, reason: "failed", message });
  };
  const base: Fetch = (to, init) => (options.fetch ?? fetch)(to, init);

  /** Sends spans in as many requests as it takes. No more than one is in memory as text. */
  async function exportAll(spans: readonly SpanData[], timeout: number): Promise<readonly ExportError[]> {
    const end = uptime() + timeout;
    const lost: ExportError[] = [];
    for (let rest = spans; rest.length > 0; ) {
      const { count, body, errors } = cut(rest, maxBody);
      lost.push(...errors, ...(count > 0 ? await send(body, count, end, compress) : []));
      rest = rest.slice(count + errors.length);
    }
    return lost;
  }

  /** Makes the body of the next request. A span that cannot be in any ends it, and gives an error. */
  function cut(
    spans: readonly SpanData[],
    room: number,
  ): { readonly count: number; readonly body: string; readonly errors: readonly ExportError[] } {
    const texts: string[] = [];
    const errors: ExportError[] = [];
    const services = new Set<Service>();
    let left = room - 64; // what is around all
    for (const span of spans) {
      const fail = (reason: ExportError["reason"], message: string): unknown => errors.push({ spans: 1, reason, message });
      try {
        const text = format.span(span);
        const size = utf8Length(text) + 1 + (services.has(span.service) ? 0 : (format.frame?.(span.service) ?? 0));
        if (size <= left) {
          left -= size;
          services.add(span.service);
          texts.push(text);
          continue;
        }
        if (size + 64 > maxBody) {
          fail("too-large", `a span has ${String(size)} bytes`);
        }
      } catch (error) {
        // With a RangeError it is longer than a string may be.
        fail(error instanceof RangeError ? "too-large" : "failed", `cannot encode a span: ${String(error)}`);
      }
      break;
    }
    return { count: texts.length, body: format.body(spans, texts), errors };
  }

  /** Sends the first spans, as many as a browser goes on sending once the page is left. */
  function exportNow(spans: readonly SpanData[]): readonly [number, Promise<readonly ExportError[]>] {
    for (let room = maxKeepalive - keptAlive; ; room /= 2) {
      const { count, body } = cut(spans, room);
      if (count > 0 && canKeepAlive()) {
        return [count, send(body, count, uptime() + 30_000)];
      }
      // A beacon has no headers but its body's type. The browser refuses one that does not fit beside others.
      const sendable = count > 0 && !headers;
      if (!sendable || globalThis.navigator?.sendBeacon?.(url, new Blob([body], { type: format.type }))) {
        return [sendable ? count : 0, Promise.resolve([])];
      }
    }
  }

  /** Posts the same bytes until they are taken or refused: 5 times at most, without a wait that goes beyond the deadline. */
  async function send(body: string, spans: number, end: number, layer?: FetchLayer): Promise<ExportError[]> {
    const plain = headers?.(base, tell) ?? base;
    const through = layer?.(plain, tell) ?? plain;
    let message = "cancelled";
    for (let attempt = 1; attempt < 6 && !cancelled; attempt++) {
      const outcome = await post(through, body, Math.min(attemptTimeout, end - uptime()));
      ({ message } = outcome);
      if (!outcome.again) {
        const refused = Math.min(outcome.refused, spans);
        return [...told.splice(0), ...(refused > 0 ? [{ spans: refused, reason: "refused", message } as const] : [])];
      }
      const wait = Math.max(outcome.least, 500 * 2 ** attempt * (0.5 + Math.random() / 2));
      if (attempt > 4 || uptime() + wait > end) {
        break;
      }
      await within(wait);
    }
    return [...told.splice(0), { spans, reason: "failed", message }];
  }

  /** Waits for a result. There is none once the time has passed, or all is cancelled. */
  function within<T>(milliseconds: number, result?: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve) => {
      const stop = (value?: T): void => {
        stops.delete(stop);
        stopTimer();
        resolve(value);
      };
      const stopTimer = after(milliseconds, stop);
      stops.add(stop);
      void result?.then(stop);
      if (cancelled) {
        stop();
      }
    });
  }

  /** An attempt whose request was not taken. */
  function failed(message: string, again = true, least = 0): Outcome {
    return { refused: Infinity, message, again, least };
  }

  /** Posts once. */
  async function post(through: Fetch, body: string, timeout: number): Promise<Outcome> {
    const bytes = utf8Length(body);
    const keepalive = canKeepAlive() && keptAlive + bytes <= maxKeepalive;
    const kept = keepalive ? bytes : 0;
    const controller = globalThis.AbortController && new globalThis.AbortController();
    const answer = async (): Promise<Outcome> => {
      try {
        return await read(
          await through(url, {
            method: "POST",
            headers: { "content-type": format.type },
            body,
            keepalive,
            redirect: "manual",
            signal: controller?.signal as never,
          }),
        );
      } catch (error) {
        // Node says "fetch failed" of all, and the reason behind it.
        const reason = (error as { cause?: { code?: unknown } } | undefined)?.cause?.code ?? error;
        return failed(`cannot post to ${url}: ${String(reason)}`);
      }
    };
    keptAlive += kept;
    const outcome = (await within(timeout, answer())) ?? failed("there was no answer in time");
    controller?.abort();
    keptAlive -= kept;
    if (!cancelled) {
      lastFailure = outcome.refused < Infinity ? undefined : outcome.message;
    }
    return outcome;
  }

  /** Reads an answer, as far as it matters. Of the statuses outside 2xx four are a reason to send the request again. */
  async function read(response: FetchResponse): Promise<Outcome> {
    const { ok, status } = response;
    const text = await textOf(response);
    if (ok) {
      const [refused, message] = format.refusal?.(text) ?? [0, ""];
      return { refused, message, again: false, least: 0 };
    }
    const again = [429, 502, 503, 504].includes(status);
    return failed(`the receiver answered ${String(status)}`, again, retryAfter(response.headers.get("retry-after")));
  }

  return {
    export: exportAll,
    exportNow,
    get lastFailure() {
      return lastFailure;
    },
    cancel: () => {
      cancelled = true;
      stops.forEach((stop) => {
        stop();
      });
    },
    shutdown: () => Promise.resolve(),
  };
}

/** The text of an answer, or its beginning. The request is aborted then. */
async function textOf(response: FetchResponse): Promise<string> {
  const reader = (response.body as Stream | null | undefined)?.getReader?.();
  if (!reader) {
    return response.text();
  }
  const decoder = new TextDecoder();
  let text = "";
  while (text.length < maxAnswer) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    text += decoder.decode(value, { stream: true });
  }
  return text;
}

/** The milliseconds to wait that a Retry-After header asks for, in seconds or as a date (RFC 9110 section 10.2.3). */
function retryAfter(header: string | null): number {
  return Number(header) * 1000 || Date.parse(header ?? "") - Date.now() || 0;
}

function canKeepAlive(): boolean {
  return "keepalive" in (globalThis.Request?.prototype ?? {});
}

// The parts of the platform that are used here. Declared so that neither the DOM's types nor Node's are needed.
interface Stream {
  getReader?(): { read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array }> };
}
declare const fetch: Fetch;
declare const globalThis: {
  readonly AbortController?: new () => { readonly signal: unknown; abort(): void };
  readonly Request?: { readonly prototype: object };
  readonly navigator?: { sendBeacon?(url: string, body: unknown): boolean };
};
declare const Blob: new (parts: readonly string[], options: { type: string }) => unknown;
declare const TextDecoder: new () => { decode(bytes: Uint8Array | undefined, options: { stream: boolean }): string };
