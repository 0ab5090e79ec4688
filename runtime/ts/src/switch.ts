/** A processor that an app can turn off, or change the sampling of, while it runs. */

import { randomness } from "./ids.js";
import type { SpanProcessor } from "./span.js";

/** What a switch is set to. Spans that end from now on go by it. */
export interface SwitchSpanProcessor extends SpanProcessor {
  /** Whether spans pass. True at first. */
  enabled: boolean;
  /**
   * The share of traces that is kept, from 0 to 1, in place of what the spec says. Every client with the same ratio keeps the
   * same traces, as it follows from their ids. Undefined, as at first, and NaN leave it to the spec.
   */
  samplingRatio: number | undefined;
}

/** Makes a switch in front of a processor. */
export function switchSpanProcessor(next: SpanProcessor): SwitchSpanProcessor {
  return {
    enabled: true,
    samplingRatio: undefined,
    takesUnsampled: true, // a ratio may be set at any time
    onEnd(span) {
      const ratio = this.samplingRatio;
      const sampled = ratio === undefined || Number.isNaN(ratio) ? span.sampled : isKept(span.context.traceId, ratio);
      if (this.enabled && (sampled || next.takesUnsampled)) {
        next.onEnd(sampled === span.sampled ? span : { ...span, sampled });
      }
    },
    forceFlush: (timeout) => next.forceFlush(timeout),
    shutdown: (timeout) => next.shutdown(timeout),
  };
}

/** Whether consistent probability sampling keeps a trace, see docs/ids.md. */
function isKept(traceId: string, ratio: number): boolean {
  const share = Math.round(Math.max(0, Math.min(1, ratio)) * 2 ** 56);
  return BigInt(`0x${randomness(traceId)}`) >= (1n << 56n) - BigInt(share);
}
