/** Violations as text. */

import type { Violation } from "./span.js";

/** One line for people and their logs. It does not show the value of a tag that the spec gives a sensitivity. */
export function violationText({ rule, span, tag, value, sensitive, expected }: Violation): string {
  const shown = sensitive ? "[redacted]" : tag === "" ? value : JSON.stringify(value);
  const what = tag === "" ? shown && ` ${shown},` : ` ${tag} = ${shown},`;
  return `${rule}: ${span || "service"}:${what} want ${expected}`;
}
