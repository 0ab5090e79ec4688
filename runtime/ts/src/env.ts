/** The variables with which OpenTelemetry's exporters are set up (specification, protocol/exporter.md), for Node, Deno and Bun. */

import { batchSpanProcessor } from "./batch.js";
import type { BatchOptions } from "./batch.js";
import { gzip } from "./gzip.js";
import { requestHeaders } from "./headers.js";
import { multiSpanProcessor } from "./multi.js";
import { otlpExporter } from "./otlp.js";
import type { OtlpExporterOptions } from "./otlp.js";
import type { SpanProcessor } from "./span.js";

/** What the environment says. */
export interface OtlpEnvironment {
  /** For otlpExporter. Without variables it posts to http://localhost:4318. */
  readonly exporter: OtlpExporterOptions;
  /** For batchSpanProcessor. */
  readonly batch: BatchOptions;
  /** For emitters: OTEL_RESOURCE_ATTRIBUTES, but for service.name, which the spec gives. */
  readonly resourceAttributes: Readonly<Record<string, string>>;
  /** Whether OTEL_SDK_DISABLED is true: no span is to be exported. */
  readonly disabled: boolean;
  /** What is wrong with variables, a sentence each. They count as not set. Their values, which may be secrets, are not in it. */
  readonly wrong: readonly string[];
}

/** What every emitter of a service can be made with: `notificationPushService(processorFromEnv(process.env))`. */
export interface ProcessorEnvironment extends Pick<OtlpEnvironment, "resourceAttributes" | "wrong"> {
  /** A batch processor with an exporter of OTLP, or one that drops all spans where OTEL_SDK_DISABLED is true. */
  readonly processor: SpanProcessor;
}

/**
 * Makes what emitters are made with, as the variables say that {@link otlpFromEnv} reads.
 *
 * @param env - The variables: process.env in Node.
 * @param options - What the variables do not say.
 */
export function processorFromEnv(env: Environment, options: BatchOptions = {}): ProcessorEnvironment {
  const { exporter, batch, disabled, resourceAttributes, wrong } = otlpFromEnv(env);
  const processor = disabled ? multiSpanProcessor() : batchSpanProcessor(otlpExporter(exporter), { ...options, ...batch });
  return { processor, resourceAttributes, wrong };
}

/** Variables by their names. */
type Environment = Readonly<Record<string, string | undefined>>;

const variable = "OTEL_EXPORTER_OTLP_";

/**
 * Reads OTEL_EXPORTER_OTLP_ENDPOINT, _HEADERS, _TIMEOUT, _COMPRESSION and _PROTOCOL, each first with TRACES in its name, OTEL_BSP_…,
 * OTEL_RESOURCE_ATTRIBUTES and OTEL_SDK_DISABLED. JSON is sent also where the protocol is http/protobuf: every receiver of that takes it.
 *
 * @param env - The variables: process.env in Node.
 */
export function otlpFromEnv(env: Environment): OtlpEnvironment {
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
  const compress = useFirst("COMPRESSION", compression) === "gzip" ? gzip : undefined;
  const attemptTimeout = useFirst("TIMEOUT", number);
  return {
    exporter: given({ endpoint, tracesEndpoint, headers: headers && requestHeaders(headers), attemptTimeout, compress }),
    batch: given({
      maxQueueSize: use("OTEL_BSP_MAX_QUEUE_SIZE", number),
      maxExportBatchSize: use("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", number),
      scheduledDelay: use("OTEL_BSP_SCHEDULE_DELAY", number),
      exportTimeout: use("OTEL_BSP_EXPORT_TIMEOUT", number),
    }),
    resourceAttributes: use("OTEL_RESOURCE_ATTRIBUTES", attributes) ?? {},
    disabled: use("OTEL_SDK_DISABLED", truth) ?? false,
    wrong,
  };
}

/** Without what is undefined, which would stand in place of another option where both are spread. */
function given<Options extends object>(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
}

function url(text: string): string {
  if (!/^https?:\/\/[^/?#]/i.test(text)) {
    throw new Error("it is no http or https URL; give one such as http://localhost:4318");
  }
  return text;
}

function protocol(text: string): string {
  if (text !== "http/json" && text !== "http/protobuf") {
    throw new Error("it is not supported; write http/json");
  }
  return text;
}

function compression(text: string): string {
  if (text !== "gzip" && text !== "none") {
    throw new Error("there is no such compression; write gzip or none");
  }
  return text;
}

function number(text: string): number {
  if (!/^0*[1-9]\d{0,8}$/.test(text)) {
    throw new Error("it is no whole number above 0; write one such as 5000");
  }
  return Number(text);
}

function truth(text: string): boolean {
  if (!/^(true|false)$/i.test(text)) {
    throw new Error("it is neither true nor false; spans are exported");
  }
  return text.toLowerCase() === "true";
}

/** Reads key=value pairs with commas between, percent-encoded (OpenTelemetry specification, resource/sdk.md). */
function attributes(text: string): Record<string, string> {
  const pairs = text.split(",").map((pair): [string, string] => {
    const [key, value] = [pair.slice(0, Math.max(0, pair.indexOf("="))), pair.slice(pair.indexOf("=") + 1)].map((part) => decoded(part.trim()));
    if (!key || value === undefined) {
      throw new Error("it is no list of key=value, with commas between and values percent-encoded; no attribute of it is used");
    }
    return [key, value];
  });
  return Object.fromEntries(pairs.filter(([key]) => key !== "service.name"));
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
