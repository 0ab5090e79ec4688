/** Spans as OTLP in the JSON Protobuf Encoding: ids in lower-case hex, 64-bit integers as strings. */

import { httpExporter } from "./http.js";
import type { HttpExporterOptions } from "./http.js";
import type { SpanContext } from "./ids.js";
import type { Scalar, Service, SpanData, SpanExporter, Tag } from "./span.js";
import { doubleText, utf8Length } from "./text.js";

/** The body of an ExportTraceServiceRequest: one resource and one scope for each emitter. */
export function otlpRequest(spans: readonly SpanData[]): string {
  return body(spans, spans.map(otlpSpan));
}

function body(spans: readonly SpanData[], texts: readonly string[]): string {
  const services = new Map<Service, string[]>();
  texts.forEach((text, i) => {
    const { service } = spans[i] as SpanData;
    const of = services.get(service) ?? [];
    services.set(service, of);
    of.push(text);
  });
  return `{"resourceSpans":[${[...services].map(([service, of]) => resource(service, of.join(","))).join(",")}]}`;
}

function resource(service: Service, spans: string): string {
  const tags: readonly Tag[] = [["service.name", service.name], ...service.tags, ...service.attributes];
  const scope = JSON.stringify({ name: service.flow, version: service.flowVersion });
  return (
    `{"resource":{"attributes":[${tags.map(attribute).join(",")}]},` +
    `"scopeSpans":[{"scope":${scope},"spans":[${spans}]}]}`
  );
}

function otlpSpan(span: SpanData): string {
  const { context, parent, error } = span;
  // A parent in another trace is a link, because a parentSpanId is looked up in the span's own trace.
  const foreign = parent && parent.traceId !== context.traceId;
  const links = span.links.map((to) => link(to));
  if (foreign) {
    links.unshift(link(parent, `,"attributes":[${attribute(["specgen.link.type", "parent"])}]`));
  }
  return `{${[
    `"traceId":"${context.traceId}","spanId":"${context.spanId}"`,
    ...(parent && !foreign ? [`"parentSpanId":"${parent.spanId}"`] : []),
    `"flags":${String(Number(span.sampled))},"name":${JSON.stringify(span.name)},"kind":${String(span.kind)}`,
    `"startTimeUnixNano":"${String(span.start)}","endTimeUnixNano":"${String(span.end)}"`,
    ...list("attributes", span.tags.map(attribute)),
    ...list("links", links),
    ...(span.droppedLinks > 0 ? [`"droppedLinksCount":${String(span.droppedLinks)}`] : []),
    ...(error === undefined ? [] : [`"status":{"code":2,"message":${JSON.stringify(error)}}`]),
  ].join(",")}}`;
}

function list(name: string, items: readonly string[]): string[] {
  return items.length > 0 ? [`"${name}":[${items.join(",")}]`] : [];
}

function link({ traceId, spanId }: SpanContext, more = ""): string {
  return `{"traceId":"${traceId}","spanId":"${spanId}"${more}}`;
}

function attribute([key, value, isDouble]: Tag): string {
  return `{"key":${JSON.stringify(key)},"value":${typeof value === "object" ? array(value, isDouble) : scalar(value, isDouble)}}`;
}

function array(items: readonly Scalar[], isDouble?: boolean): string {
  // An undeclared list of numbers is a list of doubles if one of them is no integer.
  const doubles = isDouble || items.some((item) => typeof item === "number" && !Number.isSafeInteger(item));
  return `{"arrayValue":{"values":[${items.map((item) => scalar(item, doubles)).join(",")}]}}`;
}

function scalar(value: Scalar, isDouble?: boolean): string {
  switch (typeof value) {
    case "boolean":
      return `{"boolValue":${String(value)}}`;
    case "number":
      if (!isDouble && Number.isSafeInteger(value)) {
        return `{"intValue":"${String(value)}"}`;
      }
      return `{"doubleValue":${Number.isFinite(value) ? doubleText(value) : `"${String(value)}"`}}`;
    case "string":
      return `{"stringValue":${JSON.stringify(value)}}`;
  }
}

/** How an exporter of OTLP is set up. */
export interface OtlpExporterOptions extends HttpExporterOptions {
  /** Where to post, the whole URL, instead of /v1/traces below the endpoint. */
  readonly tracesEndpoint?: string | undefined;
}

/** Posts OTLP as JSON to /v1/traces below the endpoint. */
export function otlpExporter(options: OtlpExporterOptions): SpanExporter {
  const url = options.tracesEndpoint ?? `${options.endpoint.replace(/\/+$/, "")}/v1/traces`;
  return httpExporter(options, url, {
    type: "application/json",
    span: otlpSpan,
    frame: (service) => utf8Length(resource(service, "")) + 1,
    body,
    refusal: partialSuccess,
  });
}

/** What an ExportTraceServiceResponse says of refused spans; no refusal if the answer is something else. */
function partialSuccess(answer: string): readonly [spans: number, message: string] {
  try {
    const { partialSuccess: partial } = JSON.parse(answer) as {
      partialSuccess?: { rejectedSpans?: string | number; errorMessage?: string };
    };
    return [Number(partial?.rejectedSpans ?? 0), partial?.errorMessage ?? "no reason given"];
  } catch {
    return [0, ""];
  }
}
