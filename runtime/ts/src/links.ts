/** The links of one span. Bundles of services whose spans have none do not have this. */

import { validContext } from "./ids.js";
import type { SpanContext } from "./ids.js";
import type { SpanData } from "./span.js";
import { linksLeftOut, report } from "./tags.js";
import type { TagList } from "./tags.js";

/** The links that a span carries at most. */
const maxLinks = 32_768;

/** What a span says of its links. */
export type Links = Pick<SpanData, "links" | "droppedLinks">;

/** Takes the first links of those that are given. What is no reference, as an element that an array does not have, is no link. */
export function linksTo(list: TagList, given: readonly SpanContext[] = []): Links {
  const all = Array.from(given).filter((link) => validContext(link));
  const links = all.slice(0, maxLinks);
  const droppedLinks = all.length - links.length;
  if (droppedLinks > 0) {
    report(list, linksLeftOut, "", all.length, maxLinks);
  }
  return { links, droppedLinks };
}
