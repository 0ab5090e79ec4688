/**
 * What the modules that specgen generates call. Apps have no use for it: a release keeps it compatible with the modules that
 * depend on its version, and makes no promise to anyone else.
 *
 * @packageDocumentation
 */

export { dateTime, email, hex, ipv4, ipv6, uri, uuid } from "./formats.js";
export { pattern, regExp } from "./pattern.js";
export { atLeast, atMost, double, int, maxItems, maxLength, minItems, minLength, notEmpty, oneOf } from "./checks.js";
export { deriveChild, deriveRef, deriveTraceId, inherited, parseRef, sampled } from "./ids.js";
export { createEmitter } from "./emitter.js";
export type { Flow, SpanType } from "./emitter.js";
export { linksTo } from "./links.js";
export { checkTag, errorOf, put, putDouble, putKey, sameTrace } from "./tags.js";
export { flowChecks } from "./violations.js";
export type { Rules } from "./violations.js";

/**
 * Stands for what this entry point had in 1.0. A later type is added with what it gains, and generated modules import the
 * newest that they need: with an older runtime they do not compile.
 */
export type AtLeast1_0 = true;
