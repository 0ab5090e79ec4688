/** A bounded queue before an exporter. */

import type { ExportError, SpanData, SpanExporter, SpanProcessor } from "./span.js";
import { utf8Length } from "./text.js";
import { after, uptime } from "./time.js";

/** How a batch processor is set up. Times are milliseconds. A number that is not above zero has its default. */
export interface BatchOptions {
  /** How many spans wait at most; more are dropped, the newest first. 2048 if not given. */
  readonly maxQueueSize?: number | undefined;
  /** How many bytes the spans that wait have at most, about. 16 MiB if not given. */
  readonly maxQueueBytes?: number | undefined;
  /** How many spans go out at once. 512 if not given, and never above the queue's size. */
  readonly maxExportBatchSize?: number | undefined;
  /** How long a span waits at most before its batch goes out. 5,000 if not given. */
  readonly scheduledDelay?: number | undefined;
  /** How long an export may take, retries included. 30,000 if not given. */
  readonly exportTimeout?: number | undefined;
  /** Told of all spans that are not exported, and why. */
  readonly onExportError?: ((error: ExportError) => void) | undefined;
}

/** What became of the spans so far: `emitted` is the sum of the others. */
export interface BatchStats {
  readonly emitted: number;
  /** The exporter has delivered them. */
  readonly exported: number;
  /** The exporter never got them: the queue was full, or the processor shut down. */
  readonly dropped: number;
  /** The exporter got them, and they were refused or given up. */
  readonly rejected: number;
  /** In the queue, or being exported. */
  readonly waiting: number;
}

/** A queue before an exporter. */
export interface BatchSpanProcessor extends SpanProcessor {
  /** Once a shutdown is over, only spans that are emitted later change it. */
  readonly stats: BatchStats;
}

/**
 * Makes a queue before an exporter. It sends when a batch is full, when the delay has passed, when it is flushed or shut
 * down, and, in a page, when the page is hidden or left: no later moment is certain.
 */
export function batchSpanProcessor(exporter: SpanExporter, options: BatchOptions = {}): BatchSpanProcessor {
  const maxQueueSize = positive(options.maxQueueSize, 2048);
  const maxQueueBytes = positive(options.maxQueueBytes, 16 << 20);
  const batchSize = Math.min(positive(options.maxExportBatchSize, 512), maxQueueSize);
  const scheduledDelay = positive(options.scheduledDelay, 5000);
  const exportTimeout = positive(options.exportTimeout, 30_000);
  const queue: SpanData[] = [];
  let queueBytes = 0;
  let exported = 0;
  let dropped = 0;
  let rejected = 0;
  let exporting = 0;
  // The spans that were queued have numbers: how many have left the queue, up to which it is to be sent even if they fill no batch,
  // and the first of each call of the exporter that is running.
  let taken = 0;
  let due = 0;
  const running = new Set<number>();
  let working: Promise<void> | undefined;
  let stopTimer: (() => void) | undefined;
  let closing: Promise<boolean> | undefined;
  // The shutdown ran out of time: nothing is counted any more but what is emitted later.
  let final = false;
  let waiters: (() => boolean)[] = [];

  function tell(spans: number, reason: ExportError["reason"], message: string): void {
    if (reason === "queue-full" || reason === "shut-down") {
      dropped += spans;
    } else {
      rejected += spans;
    }
    try {
      options.onExportError?.({ spans, reason, message });
    } catch {
      // An error of the application's callback must reach neither the code that emits nor the queue.
    }
  }

  function take(count: number): SpanData[] {
    const spans = queue.splice(0, count);
    taken += spans.length;
    spans.forEach((span) => (queueBytes -= sizeOf(span)));
    return spans;
  }

  /** Counts what becomes of spans that have just left the queue. */
  async function settle(spans: number, sent: () => Promise<readonly ExportError[]>): Promise<void> {
    const first = taken - spans;
    running.add(first);
    exporting += spans;
    let lost: readonly ExportError[];
    try {
      lost = [...(await sent())];
    } catch (error) {
      lost = [{ spans, reason: "failed", message: `the exporter failed: ${String(error)}` }];
    }
    if (!final) {
      running.delete(first);
      exporting -= spans;
      let left = spans;
      for (const { spans: some, reason, message } of lost) {
        const count = Math.max(0, Math.min(some, left)); // an exporter that counts wrongly must not break the balance
        left -= count;
        tell(count, reason, message);
      }
      exported += left;
      wake();
    }
  }

  /** Ends the waits that are over. */
  function wake(): void {
    waiters = waiters.filter((isOver) => !isOver());
  }

  /** Waits until all spans with lower numbers are exported or lost. */
  function settled(upTo: number): Promise<void> {
    return new Promise((resolve) => {
      waiters.push(() => {
        const over = final || Math.min(taken, ...running) >= upTo;
        if (over) {
          resolve();
        }
        return over;
      });
      wake();
    });
  }

  async function work(): Promise<void> {
    // The exporter must not run on the call stack of the code that emits.
    await Promise.resolve();
    while (isDue()) {
      const spans = take(batchSize);
      await settle(spans.length, () => exporter.export(spans, exportTimeout));
    }
    working = undefined;
    schedule();
  }

  function isDue(): boolean {
    return !final && queue.length > 0 && (taken < due || queue.length >= batchSize);
  }

  /** Sends what is due, and later what is not. */
  function schedule(): void {
    if (isDue()) {
      working ??= work();
    } else if (queue.length > 0) {
      stopTimer ??= after(scheduledDelay, () => void flush());
    }
  }

  /** Sends all that is queued now. */
  function flush(): Promise<void> {
    due = taken + queue.length;
    stopTimer?.();
    stopTimer = undefined;
    schedule();
    return settled(due);
  }

  const unwatch = watchPage(() => {
    try {
      const [spans, errors] = exporter.exportNow?.(queue) ?? [0];
      if (errors && spans > 0) {
        take(spans);
        void settle(spans, () => errors);
      }
    } catch {
      // What it did not take stays in the queue.
    }
  });

  /** Exports what waits, as long as there is time, and ends. */
  async function close(timeout: number): Promise<boolean> {
    const end = uptime() + timeout;
    unwatch();
    const flushed = await inTime(flush(), timeout);
    if (!flushed) {
      abandon();
    }
    const gone = Promise.resolve(working).then(() => exporter.shutdown());
    gone.catch(() => undefined); // it has nothing more to say
    return flushed && inTime(gone, end - uptime());
  }

  /** Ends at once: whatever the exporter still does, its spans are lost. */
  function abandon(): void {
    final = true;
    let late = "the shutdown ran out of time";
    try {
      const { lastFailure } = exporter;
      late += lastFailure ? `; the last attempt failed: ${lastFailure}` : "";
    } catch {
      // The reason is left out.
    }
    const waiting = take(Infinity).length;
    if (exporting > 0) {
      tell(exporting, "failed", late);
      exporting = 0;
    }
    if (waiting > 0) {
      tell(waiting, "shut-down", late);
    }
    wake();
    try {
      exporter.cancel?.();
    } catch {
      // Nothing that it does counts any more.
    }
  }

  return {
    get stats() {
      const waiting = queue.length + exporting;
      return { emitted: exported + dropped + rejected + waiting, exported, dropped, rejected, waiting };
    },
    onEnd: (span) => {
      const size = sizeOf(span);
      if (closing) {
        tell(1, "shut-down", "the processor is shut down");
      } else if (queue.length >= maxQueueSize || queueBytes + size > maxQueueBytes) {
        tell(1, "queue-full", "the queue is full: more is emitted than the receiver takes");
      } else {
        queue.push(span);
        queueBytes += size;
        schedule();
      }
    },
    forceFlush: (timeout = exportTimeout) => inTime(closing ?? flush(), timeout),
    shutdown: (timeout = exportTimeout) => inTime((closing ??= close(timeout)), timeout),
  };
}

/** A setting, or its default where it is not above zero. */
function positive(setting: number | undefined, otherwise: number): number {
  return setting !== undefined && setting > 0 ? setting : otherwise;
}

/** About how many bytes a span takes. A span that somebody made by hand may lack what it must have: that is the exporter's. */
function sizeOf({ name = "", tags = [], links = [] }: Partial<SpanData>): number {
  return tags.reduce((bytes, [tag, value]) => bytes + 64 + utf8Length(tag + String(value)), 256 + utf8Length(name) + 64 * links.length);
}

/** Whether a promise is fulfilled within the time, in milliseconds, and not with false. A rejection counts as fulfilled. */
function inTime(done: Promise<unknown>, timeout: number): Promise<boolean> {
  return new Promise((resolve) => {
    // Somebody waits for it, so the process has something to do.
    const stop = after(
      timeout,
      () => {
        resolve(false);
      },
      true,
    );
    void done
      .catch(() => undefined)
      .then((result) => {
        stop();
        resolve(result !== false);
      });
  });
}

/** Calls back when the page is hidden or left, in a page. What renders pages on a server may have something like one. */
function watchPage(leave: () => void): () => void {
  const hidden = (): void => {
    if (globalThis.document?.visibilityState === "hidden") {
      leave();
    }
  };
  const watch = (what: "addEventListener" | "removeEventListener"): void => {
    try {
      globalThis[what]?.("visibilitychange", hidden);
      // Older Safari does not fire visibilitychange when it navigates away.
      globalThis[what]?.("pagehide", leave);
    } catch {
      // It is no page.
    }
  };
  watch("addEventListener");
  return () => {
    watch("removeEventListener");
  };
}

// The parts of the platform that are used here. Declared so that neither the DOM's types nor Node's are needed.
type Listen = (type: string, listener: () => void) => void;
declare const globalThis: {
  readonly document?: { readonly visibilityState?: string } | null;
  readonly addEventListener?: Listen;
  readonly removeEventListener?: Listen;
};
