/** Text as UTF-8 has it. Strings here are UTF-16, which can hold half a surrogate pair, and UTF-8 cannot. */

// With the flag u, a surrogate matches only where it stands alone.
const loneSurrogate = /[\ud800-\udfff]/u;

/** Whether UTF-8 can hold the text. */
export function isWellFormed(text: string & { isWellFormed?(): boolean }): boolean {
  return text.isWellFormed?.() ?? !loneSurrogate.test(text);
}

/** The text with each lone surrogate as one U+FFFD (Unicode 16, section 3.9). */
export function repair(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, "\ufffd");
}

/** Calls with each byte of the text's UTF-8, repaired. TextEncoder is not used: older React Native has none. */
export function eachByte(text: string, put: (byte: number) => void): void {
  for (let i = 0; i < text.length; i++) {
    let point = text.codePointAt(i) as number;
    if (point < 0x80) {
      put(point);
      continue;
    }
    if (point > 0xffff) {
      i++;
    } else if (point >> 11 === 27) {
      point = 0xfffd; // U+D800 to U+DFFF
    }
    let rest = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    put(((0xff80 >> rest) & 0xff) | (point >> (6 * rest)));
    while (rest-- > 0) {
      put(0x80 | ((point >> (6 * rest)) & 0x3f));
    }
  }
}

/** A double as it stands in JSON: as ECMAScript writes it, with .0 where that has neither a point nor an exponent. */
export function doubleText(value: number): string {
  const text = Object.is(value, -0) ? "-0" : String(value);
  return /[.eIN]/.test(text) ? text : `${text}.0`;
}
