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
 * down, and, in a page, when that is hidden or left, which is the last sure moment.
 */
export function batchSpanProcessor(exporter: SpanExporter, options: BatchOptions = {}): BatchSpanProcessor {
  const { maxQueueSize = 2048, scheduledDelay = 5000, exportTimeout = 30_000, onDrop } = options;
  const batchSize = Math.min(options.maxExportBatchSize ?? 512, maxQueueSize);
  const queue: SpanData[] = [];
  let dropped = 0;
  let closed = false;
  let timer: unknown;
  let running: Promise<void> | undefined;
  // How many spans of the queue go out even though they do not fill a batch.
  let due = 0;

  const take = (spans: number): SpanData[] => {
    due = Math.max(0, due - spans);
    return queue.splice(0, spans);
  };

  const drop = (spans: number): void => {
    if (spans > 0) {
      dropped += spans;
      tell(onDrop, spans);
    }
  };

  const work = async (): Promise<void> => {
    // Nothing is exported on the stack of who emits.
    await Promise.resolve();
    while (due > 0 || queue.length >= batchSize) {
      try {
        await exporter.export(take(batchSize), exportTimeout);
      } catch {
        // Retries, and the count of what they lose, are the exporter's.
      }
    }
    running = undefined;
  };

  /** Sends full batches, or all that is queued now. */
  const send = (all: boolean): Promise<void> => {
    if (all) {
      due = queue.length;
      clearTimeout(timer);
      timer = undefined;
    }
    if (due > 0 || queue.length >= batchSize) {
      running ??= work();
    }
    return running ?? Promise.resolve();
  };

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
      timer ??= setTimeout(() => void send(true), scheduledDelay);
      void send(false);
    },
    forceFlush: (timeout = exportTimeout) => inTime(send(true), timeout),
    shutdown: async (timeout = exportTimeout) => {
      if (closed) {
        return true;
      }
      closed = true;
      unwatch();
      const flushed = await inTime(send(true), timeout);
      drop(take(queue.length).length);
      const gone = (running ?? Promise.resolve()).then(() => exporter.shutdown()).catch(() => undefined);
      return flushed && (await inTime(gone, timeout));
    },
  };
}

function tell(onDrop: BatchOptions["onDrop"], spans: number): void {
  try {
    onDrop?.(spans);
  } catch {
    // The application's own mistake must not reach who emits.
  }
}

/** Whether a promise is fulfilled within the time, in milliseconds. */
async function inTime(done: Promise<unknown>, timeout: number): Promise<boolean> {
  let over: unknown;
  const late = new Promise<boolean>((resolve) => {
    over = setTimeout(() => {
      resolve(false);
    }, timeout);
  });
  const result = await Promise.race([done.then(() => true), late]);
  clearTimeout(over);
  return result;
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
