/**
 * SHA-256 (FIPS 180-4). It is written out because crypto.subtle is asynchronous, and a caller needs an id at once. There is
 * one message at a time: begin, put its bytes, finish.
 */

/** Each byte as two hex digits. */
const bytes: readonly string[] = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) => (256 + byte).toString(16).slice(1));

/** 32 bits as eight hex digits. V8's toString(16) takes twenty times as long. */
export function hexOf(word: number): string {
  return byte(word >> 24) + byte(word >> 16) + byte(word >> 8) + byte(word);
}

function byte(bits: number): string {
  return bytes[bits & 255] as string;
}

/** The first 32 bits of the fractions of the first primes' roots: the standard's constants in a fifth of their size. */
function roots(count: number, power: number): Int32Array {
  const result = new Int32Array(count);
  for (let n = 2, found = 0; found < count; n++) {
    let divisor = 2;
    while (n % divisor > 0) {
      divisor++;
    }
    if (divisor === n) {
      result[found++] = (n ** power % 1) * 2 ** 32;
    }
  }
  return result;
}

const constants = /* @__PURE__ */ roots(64, 1 / 3);
const initial = /* @__PURE__ */ roots(8, 1 / 2);
const state = /* @__PURE__ */ new Int32Array(8);
// The block that is filled, zero from its end on, and what it is expanded to.
const words = /* @__PURE__ */ new Int32Array(64);
let length = 0;

/** Starts a message. */
export function begin(): void {
  // V8 takes twice as long for state.set, and for forEach of a typed array.
  for (let i = 0; i < 8; i++) {
    state[i] = initial[i] as number;
  }
  length = 0;
}

/** Adds a byte to the message. */
export function put(byte: number): void {
  const at = (length >> 2) & 15;
  words[at] = (words[at] as number) | (byte << ((~length & 3) * 8));
  if (++length % 64 === 0) {
    compress();
  }
}

/** Ends the message and returns the words of its hash up to the end in hex. Those from 0 on are 1 if all are zero: no id may be. */
export function finish(end: number, start = 0): string {
  const bits = length * 8;
  put(0x80);
  if (length % 64 > 56) {
    compress();
  }
  words[14] = bits / 2 ** 32;
  words[15] = bits;
  compress();
  let hex = "";
  let any = start;
  for (let i = start; i < end; i++) {
    any |= state[i] as number;
    hex += hexOf(state[i] as number);
  }
  return any === 0 ? `${hex.slice(1)}1` : hex;
}

function compress(): void {
  // This loop is not merged with the one below, and the state not read by destructuring: both are slower in V8.
  for (let i = 16; i < 64; i++) {
    const x = words[i - 15] as number;
    const y = words[i - 2] as number;
    words[i] =
      (words[i - 16] as number) +
      (words[i - 7] as number) +
      (rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)) +
      (rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10));
  }
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let i = 0; i < 64; i++) {
    const t =
      (h +
        (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
        (g ^ (e & (f ^ g))) +
        (constants[i] as number) +
        (words[i] as number)) |
      0;
    words[i] = 0;
    h = g;
    g = f;
    f = e;
    e = (d + t) | 0;
    d = c;
    c = b;
    b = a;
    a = (t + (rotate(b, 2) ^ rotate(b, 13) ^ rotate(b, 22)) + ((b & c) ^ (d & (b ^ c)))) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] = (state[i] as number) + word;
  });
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}
