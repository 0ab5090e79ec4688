/** The variables with which OpenTelemetry's exporters are set up (specification, protocol/exporter.md), for Node, Deno and Bun. */

import type { BatchOptions } from "./batch.js";
import type { OtlpExporterOptions } from "./otlp.js";

/** What the environment says. */
export interface OtlpEnvironment {
  /** For otlpExporter. Without variables it posts to http://localhost:4318. */
  readonly exporter: OtlpExporterOptions;
  /** For batchSpanProcessor. */
  readonly batch: BatchOptions;
  /** What is wrong with variables, a sentence each. They count as not set. Values of headers, which may be secrets, are not in it. */
  readonly wrong: readonly string[];
}

const variable = "OTEL_EXPORTER_OTLP_";

/**
 * Reads OTEL_EXPORTER_OTLP_ENDPOINT, _HEADERS and _PROTOCOL, each first with TRACES in its name, and OTEL_BSP_SCHEDULE_DELAY. JSON is
 * sent also where the protocol is http/protobuf: every receiver of that takes it.
 *
 * @param env - The variables: process.env in Node.
 */
export function otlpFromEnv(env: Readonly<Record<string, string | undefined>>): OtlpEnvironment {
  const wrong: string[] = [];

  function use<T>(name: string, read: (text: string) => T): T | undefined {
    const text = env[name]?.trim();
    if (!text) {
      return undefined;
    }
    try {
      return read(text);
    } catch (error) {
      wrong.push(`cannot read ${name}: ${error instanceof Error ? error.message : "it is wrong"}`);
      return undefined;
    }
  }

  function useFirst<T>(name: string, read: (text: string) => T): T | undefined {
    return use(`${variable}TRACES_${name}`, read) ?? use(variable + name, read);
  }

  const tracesEndpoint = use(`${variable}TRACES_ENDPOINT`, url);
  const endpoint = use(`${variable}ENDPOINT`, url) ?? "http://localhost:4318";
  const headers = useFirst("HEADERS", headersOf);
  useFirst("PROTOCOL", protocol);
  const scheduledDelay = use("OTEL_BSP_SCHEDULE_DELAY", milliseconds);
  return {
    exporter: { endpoint, ...(tracesEndpoint && { tracesEndpoint }), ...(headers && { headers }) },
    batch: scheduledDelay === undefined ? {} : { scheduledDelay },
    wrong,
  };
}

function url(text: string): string {
  if (!/^https?:\/\/[^/?#]/i.test(text)) {
    throw new Error("it is no http or https URL; give one such as http://localhost:4318");
  }
  return text;
}

function protocol(text: string): string {
  if (text !== "http/json" && text !== "http/protobuf") {
    throw new Error(`"${text}" is not supported; write http/json`);
  }
  return text;
}

function milliseconds(text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new Error(`"${text}" is no number of milliseconds; write one such as 5000`);
  }
  return Number(text);
}

/** Reads name=value pairs with commas between, values percent-encoded (W3C Baggage without properties). */
function headersOf(text: string): Record<string, string> {
  const pairs = text.split(",").filter((pair) => pair.trim() !== "");
  return Object.fromEntries(pairs.map(header));
}

function header(pair: string): [name: string, value: string] {
  const [name = "", ...rest] = pair.split("=");
  if (rest.length === 0 || !/^[\w!#$%&'*+.^`|~-]+$/.test(name.trim())) {
    throw new Error("a header has no name or no value; write name=value,name=value");
  }
  const value = decoded(rest.join("=").trim());
  if (value === undefined || /[\r\n\0]/.test(value)) {
    throw new Error(`the value of ${name.trim()} is not percent-encoded text; encode it`);
  }
  return [name.trim(), value];
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
