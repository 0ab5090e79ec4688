/** The formats of docs/runtime-contract.md. No expression here backtracks over more than a few characters. */

import { text } from "./checks.js";
import type { Check } from "./checks.js";

/** 8-4-4-4-12 hex digits of any case (RFC 9562 section 4). */
export const uuid: Check = /* @__PURE__ */ syntax("uuid", /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i);

/** Pairs of hex digits of any case. */
export const hex: Check = /* @__PURE__ */ syntax("hex", /^([\da-f]{2})+$/i);

/** A scheme, a colon, and characters of RFC 3986. */
export const uri: Check = /* @__PURE__ */ syntax("uri", /^[a-z][a-z\d+.-]*:([\w.~:/?#[\]@!$&'()*+,;=-]|%[\da-f]{2})*$/i);

/** A dot-atom on both sides of the at sign (RFC 5322 section 3.4.1). */
export const email: Check = /* @__PURE__ */ syntax(
  "email",
  /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/,
);

/** Four decimal numbers up to 255, without leading zeros. */
export const ipv4: Check = /* @__PURE__ */ syntax(
  "ipv4",
  /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/,
);

/** An IPv6 address of RFC 4291 section 2.2, without a zone. */
export const ipv6: Check = /* @__PURE__ */ text("format ipv6", isIpv6);

/** A time of RFC 3339 section 5.6. Days must be in the calendar; a second of 60 is allowed at any time. */
export const dateTime: Check = /* @__PURE__ */ text("format date-time", isDateTime);

function syntax(name: string, expression: RegExp): Check {
  return text(`format ${name}`, (value) => expression.test(value));
}

function isIpv6(value: string): boolean {
  // Four decimal numbers at the end stand for two groups.
  const [head = "", tail, ...more] = value
    .replace(/:((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?=\d)|$)){4}$/, ":0:0")
    .split("::");
  const groups = [head, tail ?? ""].flatMap((half) => (half === "" ? [] : half.split(":")));
  return (
    more.length === 0 &&
    groups.every((group) => /^[\da-f]{1,4}$/i.test(group)) &&
    (tail === undefined ? groups.length === 8 : groups.length < 8)
  );
}

function isDateTime(value: string): boolean {
  const [, year, month, day] =
    /^(\d{4})-(0[1-9]|1[0-2])-(\d\d)t([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i.exec(
      value,
    ) ?? [];
  // The calendar repeats after 400 years, and Date.UTC reads years below 100 as 1900 to 1999.
  const last = new Date(Date.UTC(Number(year) + 400, Number(month), 0)).getUTCDate();
  return Number(day) >= 1 && Number(day) <= last;
}
