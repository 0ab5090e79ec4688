/** A bounded queue before an exporter. */

import type { AbortSignalLike, SpanData, SpanExporter, SpanProcessor } from "./span.js";

/** How a batch processor is set up. Times are milliseconds. */
export interface BatchOptions {
  /** How many spans wait at most; more are dropped, the newest first. 2048 if not given. */
  readonly maxQueueSize?: number | undefined;
  /** How many spans go out at once. 512 if not given. */
  readonly maxExportBatchSize?: number | undefined;
  /** How long a span waits at most before its batch goes out. 5,000 if not given. */
  readonly scheduledDelay?: number | undefined;
  /** How long an export may take, retries included. 30,000 if not given. */
  readonly exportTimeout?: number | undefined;
  /** Told of spans that were dropped: the queue was full, the processor shut down, or the export failed. */
  readonly onDrop?: ((spans: number) => void) | undefined;
}

/** A queue before an exporter. */
export interface BatchSpanProcessor extends SpanProcessor {
  /** How many spans were dropped so far. */
  readonly dropped: number;
}

/**
 * Makes a queue before an exporter. It sends when a batch is full, when the delay has passed, when it is flushed or shut
 * down, and, in a page, when that is hidden or left, which is the last sure moment.
 */
export function batchSpanProcessor(exporter: SpanExporter, options: BatchOptions = {}): BatchSpanProcessor {
  const { maxQueueSize = 2048, maxExportBatchSize = 512, scheduledDelay = 5000, exportTimeout = 30_000 } = options;
  const queue: SpanData[] = [];
  let dropped = 0;
  let closed = false;
  let timer: unknown;
  let running: Promise<void> | undefined;
  // How many spans of the queue must go out even though they do not fill a batch.
  let due = 0;

  function drop(spans: number): void {
    dropped += spans;
    try {
      options.onDrop?.(spans);
    } catch {
      // The application's own mistake must not reach who emits.
    }
  }

  async function exportOne(): Promise<void> {
    const batch = queue.splice(0, maxExportBatchSize);
    due = Math.max(0, due - batch.length);
    const controller = new AbortController();
    const over = setTimeout(() => {
      controller.abort();
    }, exportTimeout);
    try {
      await Promise.race([exporter.export(batch, controller.signal), aborted(controller.signal)]);
    } catch {
      drop(batch.length);
    }
    clearTimeout(over);
  }

  async function work(): Promise<void> {
    // Nothing is exported on the stack of who emits.
    await Promise.resolve();
    while (queue.length >= maxExportBatchSize || due > 0) {
      await exportOne();
    }
    running = undefined;
    schedule();
  }

  /** Sends all that is queued now. */
  function drain(): Promise<void> {
    due = queue.length;
    clearTimeout(timer);
    timer = undefined;
    return due > 0 ? (running ??= work()) : (running ?? Promise.resolve());
  }

  function schedule(): void {
    if (queue.length >= maxExportBatchSize) {
      running ??= work();
    } else if (queue.length > 0) {
      timer ??= setTimeout(() => void drain(), scheduledDelay);
    }
  }

  async function forceFlush(timeout = exportTimeout): Promise<void> {
    let over: unknown;
    await Promise.race([drain(), new Promise<void>((resolve) => (over = setTimeout(resolve, timeout)))]);
    clearTimeout(over);
  }

  const unwatch = watchPage(() => {
    const taken = exporter.exportNow?.(queue) ?? 0;
    queue.splice(0, taken);
    due = Math.max(0, due - taken);
  });

  return {
    get dropped() {
      return dropped;
    },
    onEnd: (span) => {
      if (closed || queue.length >= maxQueueSize) {
        drop(1);
      } else {
        queue.push(span);
        schedule();
      }
    },
    forceFlush,
    shutdown: async (timeout) => {
      if (!closed) {
        closed = true;
        unwatch();
        await forceFlush(timeout);
        clearTimeout(timer);
        drop(queue.splice(0).length);
        await exporter.shutdown();
      }
    },
  };
}

function aborted(signal: AbortSignalLike): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      reject(new Error("cannot export: the time is over; see exportTimeout"));
    });
  });
}

/** Calls back when the page is hidden or left, in a page. */
function watchPage(leave: () => void): () => void {
  if (typeof document === "undefined") {
    return () => undefined;
  }
  const page = document;
  const hidden = (): void => {
    if (page.visibilityState === "hidden") {
      leave();
    }
  };
  page.addEventListener("visibilitychange", hidden);
  // Older Safari does not fire visibilitychange when it navigates away.
  addEventListener("pagehide", leave);
  return () => {
    page.removeEventListener("visibilitychange", hidden);
    removeEventListener("pagehide", leave);
  };
}

// Only what is used of the platform, so that neither the DOM's types nor Node's are asked for.
declare const document:
  | {
      readonly visibilityState: string;
      addEventListener(type: string, listener: () => void): void;
      removeEventListener(type: string, listener: () => void): void;
    }
  | undefined;
declare function addEventListener(type: string, listener: () => void): void;
declare function removeEventListener(type: string, listener: () => void): void;
declare function setTimeout(handler: () => void, milliseconds: number): unknown;
declare function clearTimeout(timer: unknown): void;
declare const AbortController: new () => { readonly signal: AbortSignalLike; abort(): void };
