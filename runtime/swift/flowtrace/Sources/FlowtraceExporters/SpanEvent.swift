public import Flowtrace

/// A span as a SpanEvent line: one JSON object and a line feed, the flat form that
/// `specgen validate` reads.
public func spanEventLine(_ span: SpanData) -> [UInt8] {
  var line = JSONWriter()
  line.raw("{\"trace_id\":\"\(span.context.traceID)\",\"span_id\":\"\(span.context.spanID)\"")
  if let parent = span.parent {
    line.raw(",\"parent_id\":\"\(parent.spanID)\"")
    if parent.traceID != span.context.traceID {
      line.raw(",\"parent_trace_id\":\"\(parent.traceID)\"")
    }
  }
  line.member(",\"name\":", span.name)
  line.member(",\"service_name\":", span.resource.serviceName)
  line.raw(",\"timestamp\":\(span.startUnixNano / 1_000)")
  line.raw(",\"duration\":\((span.endUnixNano - span.startUnixNano) / 1_000)")
  if span.status != .unset { line.raw(",\"error\":true") }
  line.member(",\"flow\":", span.resource.flow)
  line.member(",\"flow_version\":", span.resource.flowVersion)
  var before = ",\"tags\":{"
  for tags in [span.resource.tags, span.tags] {
    for tag in tags {
      line.member(before, tag.key)
      line.raw(":")
      line.value(tag.value)
      before = ","
    }
  }
  if before == "," { line.raw("}") }
  line.list(",\"links\":[", span.links, "]") { line, link in
    line.raw("{\"trace_id\":\"\(link.traceID)\",\"span_id\":\"\(link.spanID)\"}")
  }
  if span.droppedLinks > 0 { line.raw(",\"dropped_links\":\(span.droppedLinks)") }
  line.raw("}\n")
  return line.bytes
}

/// Hands finished spans to a writer as SpanEvent lines.
public struct SpanEventExporter: SpanExporter {
  private let write: @Sendable ([UInt8]) async throws -> Void

  /// An exporter that hands whole lines to the closure, one call for each batch.
  public init(write: @escaping @Sendable ([UInt8]) async throws -> Void) { self.write = write }

  /// Hands over the spans.
  public func export(_ spans: [SpanData]) async throws {
    try await write(spans.flatMap(spanEventLine))
  }
}
