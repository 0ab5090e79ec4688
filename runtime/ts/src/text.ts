/** Text as UTF-8 has it. Strings here are UTF-16, which can hold half a surrogate pair, and UTF-8 cannot. */

// With the flag u, a surrogate matches only where it stands alone.
const loneSurrogate = /[\ud800-\udfff]/u;

/** Whether UTF-8 can hold the text. */
export function isWellFormed(text: string): boolean {
  return !loneSurrogate.test(text);
}

/** The text with each lone surrogate as one U+FFFD (Unicode 16, section 3.9). */
export function repair(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, "\ufffd");
}

/** The text's UTF-8, repaired, one character a byte. TextEncoder is not used: older React Native has none. */
export function utf8(text: string): string {
  return /[\u0080-\uffff]/.test(text)
    ? encodeURIComponent(repair(text)).replace(/%(..)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : text;
}

/** Writes a number as it stands in JSON. */
export type WriteNumber = (value: number) => string;

/** A double as it stands in JSON: as ECMAScript writes it, with .0 where that has neither a point nor an exponent. */
export function doubleText(value: number): string {
  return Object.is(value, -0) ? "-0.0" : String(value).replace(/^-?\d+$/, "$&.0");
}
