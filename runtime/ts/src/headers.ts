/** Request headers of an app. Bundles of apps that give none do not have this. */

import type { Fetch, FetchLayer, Headers } from "./http.js";

/**
 * Adds headers to requests: `otlpExporter({ endpoint, headers: requestHeaders({ authorization }) })`. One that cannot be sent is left
 * out, and told to `onExportError` once.
 *
 * @param given - The headers, or a function that gives them for each request. After a 401 it is called once more, and the request
 * sent once more, so that it can return a fresh token.
 */
export function requestHeaders(given: Headers | (() => Headers | Promise<Headers>)): FetchLayer {
  const told = new Set<string>();
  return (next, tell) => {
    let renewed = typeof given !== "function";

    /** The headers that a request can have (RFC 9110 sections 5.5 and 5.6.2). */
    function sendable([name, value]: readonly [string, string]): boolean {
      const fits = /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
      if (!fits && !told.has(name)) {
        told.add(name);
        tell(`the header ${JSON.stringify(name)} cannot be sent, and is left out`);
      }
      return fits;
    }

    return async (url, init) => {
      const post = async (): ReturnType<Fetch> => {
        const own = Object.entries(typeof given === "function" ? await given() : given).filter(sendable);
        return next(url, { ...init, headers: { ...init.headers, ...Object.fromEntries(own) } });
      };
      const response = await post();
      if (response.status !== 401 || renewed) {
        return response;
      }
      renewed = true;
      return post();
    };
  };
}
