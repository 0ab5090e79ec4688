/** One processor in front of several. */

import type { SpanProcessor } from "./span.js";

/**
 * Hands each span to several processors, in their order. A flush and a shutdown go to all of them at the same time, and resolve
 * to false where one does, or fails. What one throws does not keep the others from the span.
 */
export function multiSpanProcessor(...processors: readonly SpanProcessor[]): SpanProcessor {
  async function all(run: (processor: SpanProcessor) => Promise<boolean>): Promise<boolean> {
    const one = async (processor: SpanProcessor): Promise<boolean> => run(processor);
    const results = await Promise.all(processors.map((processor) => one(processor).catch(() => false)));
    return !results.includes(false);
  }
  return {
    get takesUnsampled() {
      return processors.some((processor) => processor.takesUnsampled);
    },
    onEnd: (span) => {
      for (const processor of processors) {
        try {
          if (span.sampled || processor.takesUnsampled) {
            processor.onEnd(span);
          }
        } catch {
          // A processor must not throw; the next has the span all the same.
        }
      }
    },
    forceFlush: (timeout) => all((processor) => processor.forceFlush(timeout)),
    shutdown: (timeout) => all((processor) => processor.shutdown(timeout)),
  };
}
