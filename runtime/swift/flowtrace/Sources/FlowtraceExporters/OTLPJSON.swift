public import Flowtrace

/// Spans as the bodies of OTLP requests (OTLP 1.x, JSON Protobuf Encoding).
///
/// One resource and one scope for each emitter in a request; bodies are at most `limit` bytes, but a
/// span that is bigger by itself gets a body of its own.
struct OTLPBodies {
  /// A body, and how many spans it holds.
  struct Body: Sendable {
    let bytes: [UInt8]
    let spans: Int
  }

  private let limit: Int
  private var bodies: [Body] = []
  private var groups: [(resource: Resource, head: [UInt8], spans: [[UInt8]])] = []
  private var size = 0
  private var count = 0

  private static let before = Array("{\"resourceSpans\":[".utf8)
  private static let after = Array("]}".utf8)
  private static let groupEnd = Array("]}]}".utf8)

  static func make(_ spans: [SpanData], limit: Int) -> [Body] {
    var bodies = OTLPBodies(limit: limit)
    for span in spans { bodies.add(span) }
    bodies.close()
    return bodies.bodies
  }

  private init(limit: Int) { self.limit = limit }

  private mutating func add(_ span: SpanData) {
    let bytes = otlpSpan(span)
    let added = bytes.count + 1 + (index(of: span.resource) == nil ? cost(of: span.resource) : 0)
    if count > 0, size + added + Self.before.count + Self.after.count > limit { close() }
    if let place = index(of: span.resource) {
      groups[place].spans.append(bytes)
      size += bytes.count + 1
    } else {
      groups.append((span.resource, otlpResource(span.resource), [bytes]))
      size += bytes.count + 1 + cost(of: span.resource)
    }
    count += 1
  }

  private func index(of resource: Resource) -> Int? {
    groups.firstIndex { $0.resource === resource }
  }

  private func cost(of resource: Resource) -> Int {
    otlpResource(resource).count + Self.groupEnd.count + 1
  }

  private mutating func close() {
    if count == 0 { return }
    var body = JSONWriter()
    body.raw(Self.before)
    body.list("", groups, "") { body, group in
      body.raw(group.head)
      body.list("", group.spans, "") { $0.raw($1) }
      body.raw(Self.groupEnd)
    }
    body.raw(Self.after)
    bodies.append(Body(bytes: body.bytes, spans: count))
    (groups, size, count) = ([], 0, 0)
  }
}

/// The resource and the scope, up to the scope's first span.
private func otlpResource(_ resource: Resource) -> [UInt8] {
  let name = Tag(key: "service.name", value: .string(resource.serviceName))
  var json = JSONWriter()
  json.raw("{\"resource\":{")
  attributes("\"attributes\":[", [name] + resource.tags, &json)
  json.member("},\"scopeSpans\":[{\"scope\":{\"name\":", resource.flow)
  json.member(",\"version\":", resource.flowVersion)
  json.raw("},\"spans\":[")
  return json.bytes
}

private func otlpSpan(_ span: SpanData) -> [UInt8] {
  var json = JSONWriter()
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
  // Code 2: error.
  if case .error(let message) = span.status {
    json.member(",\"status\":{\"code\":2,\"message\":", message)
    json.raw("}")
  }
  json.raw("}")
  return json.bytes
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
public func otlpJSON(_ spans: [SpanData]) -> [UInt8] {
  OTLPBodies.make(spans, limit: .max).first?.bytes ?? Array("{\"resourceSpans\":[]}".utf8)
}
