/** Runs what is not ours: an application's mistake must cost neither the span nor the caller. */
export function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
