/** What an app's log says of spans that were not exported. */

import type { ExportError } from "./span.js";

/** One line for people and their logs. It has nothing of the spans, and no header. */
export function exportErrorText({ spans, reason, message }: ExportError): string {
  return `${String(spans)} ${spans === 1 ? "span is" : "spans are"} lost (${reason}): ${message}`;
}
