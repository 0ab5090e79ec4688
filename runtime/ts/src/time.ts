/** Timers and the time that goes on, whatever the wall clock is set to. */

/** Milliseconds since any origin. They never go back where there is performance.now, as everywhere but in old React Native. */
export function uptime(): number {
  return globalThis.performance?.now?.() || Date.now();
}

/** What setTimeout takes at most: with more it calls at once. */
const longest = 0x7fffffff;

/**
 * Calls back after a time in milliseconds. In Node it does not keep the process alive, unless somebody waits for it.
 *
 * @returns What stops it.
 */
export function after(milliseconds: number, handler: () => void, awaited = false): () => void {
  const timer = setTimeout(handler, Math.min(milliseconds, longest));
  if (!awaited && typeof timer === "object") {
    timer?.unref?.();
  }
  return () => {
    clearTimeout(timer);
  };
}

declare const globalThis: { readonly performance?: { now?(): number | undefined } };
declare function setTimeout(handler: () => void, milliseconds: number): number | { unref?(): void } | null;
declare function clearTimeout(timer: unknown): void;
