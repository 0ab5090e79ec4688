public import Flowtrace

/// Prints each span in one line when it ends, on the thread that emits it: for debug builds.
///
/// It prints spans that are not sampled, too, and values as they are, sensitive ones among them.
public struct ConsoleSpanProcessor: SpanProcessor {
  private let write: @Sendable (String) -> Void

  /// A processor that prints to the standard output, or hands its lines to a logger: `ConsoleSpanProcessor { logger.debug("\($0)") }`.
  public init(write: @escaping @Sendable (String) -> Void = { print($0) }) { self.write = write }

  /// Spans that are not sampled, too.
  public var takesUnsampled: Bool { true }
  /// Prints the span.
  public func onEnd(_ span: SpanData) { write(consoleLine(span)) }
  /// Has nothing to wait for.
  public func forceFlush(within seconds: Double) async -> Bool { true }
  /// Has nothing to free.
  public func shutdown(within seconds: Double) async -> Bool { true }
}

/// The line of a span (`docs/runtime-contract.md`, "What an app puts together").
func consoleLine(_ span: SpanData) -> String {
  var parts = [plain(span.name), plain(span.resource.serviceName)]
  parts.append("\(span.context.traceID)/\(span.context.spanID)")
  if let parent = span.parent {
    let isNear = parent.traceID == span.context.traceID
    parts.append("< " + (isNear ? "" : "\(parent.traceID)/") + "\(parent.spanID)")
  }
  parts.append(duration(span.endUnixNano - span.startUnixNano))
  for tag in span.tags {
    var json = JSONWriter()
    json.value(tag.value)
    parts.append("\(plain(tag.key))=\(String(decoding: json.bytes, as: UTF8.self))")
  }
  let links = span.links.count
  if links > 0 { parts.append(links == 1 ? "1 link" : "\(links) links") }
  if span.status != .unset { parts.append("error") }
  if !span.sampled { parts.append("not sampled") }
  return harmless(parts.joined(separator: " "))
}

/// A text as it stands in JSON, without its quotes.
private func plain(_ text: String) -> String { String(jsonString(text).dropFirst().dropLast()) }

/// Escapes what a terminal would obey or show at another place, which JSON leaves as it is.
private func harmless(_ line: String) -> String {
  guard line.unicodeScalars.contains(where: isObeyed) else { return line }
  return line.unicodeScalars.reduce(into: "") { text, scalar in
    if isObeyed(scalar) {
      let digits = String(scalar.value, radix: 16)
      text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    } else {
      text.unicodeScalars.append(scalar)
    }
  }
}

private func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x7f...0x9f, 0x61c, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a...0x202e, 0x2066...0x2069: true
  default: false
  }
}

/// Nanoseconds in the two largest units that they have: 1m30s, 220ms, 1µs.
private func duration(_ nanoseconds: Int64) -> String {
  let units: [(size: Int64, name: String)] = [
    (3_600_000_000_000, "h"), (60_000_000_000, "m"), (1_000_000_000, "s"), (1_000_000, "ms"),
    (1_000, "µs"), (1, "ns"),
  ]
  guard let first = units.firstIndex(where: { nanoseconds >= $0.size }) else { return "0ns" }
  let text = "\(nanoseconds / units[first].size)\(units[first].name)"
  guard first + 1 < units.count else { return text }
  let rest = nanoseconds % units[first].size / units[first + 1].size
  return rest > 0 ? text + "\(rest)\(units[first + 1].name)" : text
}
