/** A bounded queue before an exporter. */

import type { SpanData, SpanExporter, SpanProcessor } from "./span.js";

/** How a batch processor is set up. Times are milliseconds. */
export interface BatchOptions {
  /** How many spans wait at most; more are dropped, the newest first. 2048 if not given. */
  readonly maxQueueSize?: number | undefined;
  /** How many spans go out at once. 512 if not given, and never above the queue's size. */
  readonly maxExportBatchSize?: number | undefined;
  /** How long a span waits at most before its batch goes out. 5,000 if not given. */
  readonly scheduledDelay?: number | undefined;
  /** How long an export may take, retries included. 30,000 if not given. */
  readonly exportTimeout?: number | undefined;
  /** Told how many spans were dropped, each time that some are. */
  readonly onDrop?: ((spans: number) => void) | undefined;
}

/** A queue before an exporter. */
export interface BatchSpanProcessor extends SpanProcessor {
  /** How many spans were dropped so far: the exporter never got them. */
  readonly dropped: number;
}

/**
 * Makes a queue before an exporter. It sends when a batch is full, when the delay has passed, when it is flushed or shut
 * down, and, in a page, when the page is hidden or left: no later moment is certain.
 */
export function batchSpanProcessor(exporter: SpanExporter, options: BatchOptions = {}): BatchSpanProcessor {
  const { maxQueueSize = 2048, scheduledDelay = 5000, exportTimeout = 30_000, onDrop } = options;
  const batchSize = Math.min(options.maxExportBatchSize ?? 512, maxQueueSize);
  const queue: SpanData[] = [];
  let dropped = 0;
  let closed = false;
  let timer: unknown;
  let running: Promise<void> | undefined;
  // How many spans of the queue are to be sent even if they do not fill a batch.
  let due = 0;

  function take(spans: number): SpanData[] {
    due = Math.max(0, due - spans);
    return queue.splice(0, spans);
  }

  function drop(spans: number): void {
    dropped += spans;
    try {
      onDrop?.(spans);
    } catch {
      // An error of the application's callback must not reach the code that emits.
    }
  }

  async function work(): Promise<void> {
    // The exporter must not run on the call stack of the code that emits.
    await Promise.resolve();
    while (due > 0 || queue.length >= batchSize) {
      try {
        await exporter.export(take(batchSize), exportTimeout);
      } catch {
        // The exporter retries, and counts what it loses.
      }
    }
    running = undefined;
  }

  /** Sends full batches. */
  function send(): Promise<void> | undefined {
    if (due > 0 || queue.length >= batchSize) {
      running ??= work();
    }
    return running;
  }

  /** Sends all that is queued now. */
  function sendAll(): Promise<void> | undefined {
    due = queue.length;
    clearTimeout(timer);
    timer = undefined;
    return send();
  }

  const unwatch = watchPage(() => take(exporter.exportNow?.(queue) ?? 0));

  return {
    get dropped() {
      return dropped;
    },
    onEnd: (span) => {
      if (closed || queue.length >= maxQueueSize) {
        drop(1);
        return;
      }
      queue.push(span);
      timer ??= setTimeout(() => void sendAll(), scheduledDelay);
      void send();
    },
    forceFlush: (timeout = exportTimeout) => inTime(sendAll(), timeout),
    shutdown: async (timeout = exportTimeout) => {
      if (closed) {
        return true;
      }
      closed = true;
      unwatch();
      const flushed = await inTime(sendAll(), timeout);
      const left = take(queue.length).length;
      if (left > 0) {
        drop(left);
      }
      const gone = Promise.resolve(running).then(() => exporter.shutdown()).catch(() => undefined);
      return flushed && inTime(gone, timeout);
    },
  };
}

/** Whether a promise, which is never rejected, is fulfilled within the time, in milliseconds. */
function inTime(done: Promise<void> | undefined, timeout: number): Promise<boolean> {
  return new Promise((resolve) => {
    const over = setTimeout(() => {
      resolve(false);
    }, timeout);
    void Promise.resolve(done).then(() => {
      clearTimeout(over);
      resolve(true);
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

// The parts of the platform that are used here. Declared so that neither the DOM's types nor Node's are needed.
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
