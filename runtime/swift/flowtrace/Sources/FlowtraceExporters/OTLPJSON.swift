public import Flowtrace

/// Spans as the bodies of OTLP requests (OTLP 1.x, JSON Protobuf Encoding), made one after the other, so that no more of a batch
/// than about one request stands in memory as text.
struct OTLPRequests: Sequence, IteratorProtocol {
  /// How many spans, and their body: nil for a span that is above the limit by itself.
  struct Request: Sendable {
    let spans: Int
    let body: [UInt8]?
  }

  /// The spans that have no request yet.
  private(set) var left: ArraySlice<SpanData>
  private let limit: Int

  init(_ spans: [SpanData], limit: Int) {
    left = spans[...]
    self.limit = limit
  }

  mutating func next() -> Request? {
    guard let first = left.first else { return nil }
    // What is far above the limit is not even encoded.
    guard first.size / 2 <= limit else { return take(1, nil) }
    var number = atMost()
    while true {
      let body = otlpBody(left.prefix(number))
      if body.count <= limit { return take(number, body) }
      if number == 1 { return take(1, nil) }
      // Escapes have made it longer than it was taken for.
      number /= 2
    }
  }

  /// How many spans are about as much as a request may have; at least one.
  private func atMost() -> Int {
    var size = 0
    for (number, span) in left.enumerated() {
      size += span.size
      if size > limit { return Swift.max(1, number) }
    }
    return left.count
  }

  private mutating func take(_ number: Int, _ body: [UInt8]?) -> Request {
    left = left.dropFirst(number)
    return Request(spans: number, body: body)
  }
}

/// The body of a request: one resource and one scope for each emitter, in the order of their first spans.
private func otlpBody(_ spans: some Collection<SpanData>) -> [UInt8] {
  var resources: [Resource] = []
  for span in spans where !resources.contains(where: { $0 === span.resource }) {
    resources.append(span.resource)
  }
  var body = JSONWriter()
  body.raw("{\"resourceSpans\":[")
  body.list("", resources, "") { body, resource in
    otlpResource(resource, &body)
    var separator = ""
    for span in spans where span.resource === resource {
      body.raw(separator)
      otlpSpan(span, &body)
      separator = ","
    }
    body.raw("]}]}")
  }
  body.raw("]}")
  return body.bytes
}

/// The resource and the scope, up to the scope's first span.
private func otlpResource(_ resource: Resource, _ json: inout JSONWriter) {
  let name = Tag(key: "service.name", value: .string(resource.serviceName))
  json.raw("{\"resource\":{")
  attributes("\"attributes\":[", [name] + resource.tags + resource.attributes, &json)
  json.member("},\"scopeSpans\":[{\"scope\":{\"name\":", resource.flow)
  json.member(",\"version\":", resource.flowVersion)
  json.raw("},\"spans\":[")
}

private func otlpSpan(_ span: SpanData, _ json: inout JSONWriter) {
  json.raw("{\"traceId\":\"\(span.context.traceID)\",\"spanId\":\"\(span.context.spanID)\"")
  if let parent = span.parent, parent.traceID == span.context.traceID {
    json.raw(",\"parentSpanId\":\"\(parent.spanID)\"")
  }
  // Flag 1: sampled.
  json.member(",\"flags\":\(span.sampled ? 1 : 0),\"name\":", span.name)
  json.raw(",\"kind\":\(span.kind.rawValue)")
  json.raw(",\"startTimeUnixNano\":\"\(span.startUnixNano)\"")
  json.raw(",\"endTimeUnixNano\":\"\(span.endUnixNano)\"")
  attributes(",\"attributes\":[", span.tags, &json)
  let links = (span.parentLink.map { [$0] } ?? []).map(\.context) + span.links
  json.list(",\"links\":[", links.indices, "]") { json, place in
    json.raw("{\"traceId\":\"\(links[place].traceID)\",\"spanId\":\"\(links[place].spanID)\"")
    if place == 0, let type = span.parentLink?.type {
      let tag = Tag(key: "specgen.link.type", value: .string(type.rawValue))
      attributes(",\"attributes\":[", [tag], &json)
    }
    json.raw("}")
  }
  if span.droppedLinks > 0 { json.raw(",\"droppedLinksCount\":\(span.droppedLinks)") }
  // Code 2: error.
  if case .error(let message) = span.status {
    json.member(",\"status\":{\"code\":2,\"message\":", message)
    json.raw("}")
  }
  json.raw("}")
}

private func attributes(_ before: String, _ tags: [Tag], _ json: inout JSONWriter) {
  json.list(before, tags, "]") { json, tag in
    json.member("{\"key\":", tag.key)
    json.raw(",\"value\":")
    anyValue(tag.value, &json)
    json.raw("}")
  }
}

/// An AnyValue: 64-bit integers are strings.
private func anyValue(_ value: TagValue, _ json: inout JSONWriter) {
  switch value {
  case .string(let text): json.member("{\"stringValue\":", text)
  case .int(let number): json.raw("{\"intValue\":\"\(number)\"")
  case .double(let number): json.raw("{\"doubleValue\":\(jsonNumber(number))")
  case .bool(let flag): json.raw("{\"boolValue\":\(flag)")
  case .strings(let texts): array(texts.map(TagValue.string), &json)
  case .ints(let numbers): array(numbers.map(TagValue.int), &json)
  case .doubles(let numbers): array(numbers.map(TagValue.double), &json)
  case .bools(let flags): array(flags.map(TagValue.bool), &json)
  }
  json.raw("}")
}

private func array(_ values: [TagValue], _ json: inout JSONWriter) {
  json.raw("{\"arrayValue\":{")
  json.list("\"values\":[", values, "]") { anyValue($1, &$0) }
  json.raw("}")
}

/// Spans as the body of one OTLP request, for a transport of the caller's own.
public func otlpJSON(_ spans: [SpanData]) -> [UInt8] { otlpBody(spans) }
