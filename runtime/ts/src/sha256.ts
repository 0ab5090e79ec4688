/**
 * SHA-256 (FIPS 180-4), written out because crypto.subtle is asynchronous, and an id is needed before the caller's next
 * line runs.
 */

/** The fractions of the first primes' roots, 32 bits each: the standard's constants in a fifth of their size. */
function roots(count: number, power: number): number[] {
  const result: number[] = [];
  for (let n = 2; result.length < count; n++) {
    let divisor = 2;
    while (n % divisor > 0) {
      divisor++;
    }
    if (divisor === n) {
      result.push(((n ** power % 1) * 2 ** 32) | 0);
    }
  }
  return result;
}

const constants = /* @__PURE__ */ roots(64, 1 / 3);
const initial = /* @__PURE__ */ roots(8, 1 / 2);
const words = /* @__PURE__ */ new Int32Array(64);

/**
 * The first bytes of a message's hash, in lower-case hex.
 *
 * @param message - Its bytes. The padding is added in place.
 * @param count - How many bytes of the hash: a multiple of 4.
 */
export function sha256(message: number[], count: number): string {
  const bits = message.length * 8;
  message.push(0x80);
  while (message.length % 64 !== 56) {
    message.push(0);
  }
  // 64 bits, of which no message of ours needs more than 40.
  message.push(0, 0, 0, bits / 2 ** 32, bits >>> 24, bits >>> 16, bits >>> 8, bits);
  let state = initial;
  for (let at = 0; at < message.length; at += 64) {
    for (let i = 0; i < 16; i++) {
      const j = at + i * 4;
      words[i] = (byte(message, j) << 24) | (byte(message, j + 1) << 16) | (byte(message, j + 2) << 8) | byte(message, j + 3);
    }
    state = compress(state);
  }
  let hex = "";
  for (let i = 0; i < count / 4; i++) {
    hex += ((state[i] as number) >>> 0).toString(16).padStart(8, "0");
  }
  return hex;
}

function byte(message: readonly number[], at: number): number {
  return (message[at] as number) & 255;
}

function compress(state: number[]): number[] {
  let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    if (i > 15) {
      const x = words[i - 15] as number;
      const y = words[i - 2] as number;
      words[i] =
        (words[i - 16] as number) +
        (words[i - 7] as number) +
        (rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)) +
        (rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10));
    }
    const t =
      h +
      (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
      ((e & f) ^ (~e & g)) +
      (constants[i] as number) +
      (words[i] as number);
    h = g;
    g = f;
    f = e;
    e = (d + t) | 0;
    d = c;
    c = b;
    b = a;
    a = (t + (rotate(b, 2) ^ rotate(b, 13) ^ rotate(b, 22)) + ((b & c) ^ (b & d) ^ (c & d))) | 0;
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + (state[i] as number)) | 0);
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}
