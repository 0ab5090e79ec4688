// Reads testdata/vectors. SPECGEN_VECTORS says where they are when the package stands elsewhere.
import { readFileSync } from "node:fs";

const folder = process.env.SPECGEN_VECTORS ?? new URL("../../../testdata/vectors/", import.meta.url).pathname;

export const vectors = (name) => JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));

/** A text form, or undefined where a JavaScript string cannot hold it. */
export function text(form) {
  if ("text" in form) return form.text;
  if ("utf16" in form) return String.fromCharCode(...form.utf16);
  if ("utf8" in form) return undefined;
  throw new Error(`cannot read the text form ${JSON.stringify(form)}`);
}
