/** Text as UTF-8. Strings of JavaScript are UTF-16, and may contain lone surrogates, which UTF-8 cannot encode. */

/** The text with each lone surrogate as one U+FFFD (Unicode 16, section 3.9). Callers in plain JavaScript may give something else. */
export function repair(value: unknown): string {
  const text: WellFormed = String(value);
  // Platforms of before 2023 have no toWellFormed. With the flag u, only a lone surrogate matches.
  return text.toWellFormed?.() ?? text.replace(/[\ud800-\udfff]/gu, "\ufffd");
}

/** The repaired text's UTF-8, as a string with a character for each byte. Older React Native has no TextEncoder. */
export function utf8(text: string): string {
  return unescape(encodeURIComponent(repair(text)));
}

type WellFormed = string & { toWellFormed?(): string };

/** How many bytes the text takes in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // A pair of surrogates takes four bytes: two for each.
    bytes += Number(unit > 0x7f) + Number(unit > 0x7ff && unit >> 11 !== 27);
  }
  return bytes;
}

/** Writes a number as JSON. */
export type WriteNumber = (value: number) => string;

/** A double as JSON: as ECMAScript writes it, with .0 if that has neither a point nor an exponent. */
export function doubleText(value: number): string {
  return Object.is(value, -0) ? "-0.0" : String(value).replace(/^-?\d+$/, "$&.0");
}

// ECMA 262 B.2.1.2, which all platforms have.
declare function unescape(text: string): string;
