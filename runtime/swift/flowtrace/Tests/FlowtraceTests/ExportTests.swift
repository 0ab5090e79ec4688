import Foundation
import Synchronization
import Testing

@testable import Flowtrace
@testable import FlowtraceExporters

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

private struct ExportVector: Decodable {
  struct Reply: Decodable {
    let status: Int?
    let body: String?
    let retry_after: String?
    let fail: Bool?
  }
  struct Expect: Decodable {
    let waits_ms: [[Double]]
    let rejected: Int
    let told: [Int]
  }
  let name: String
  let spans: Int
  let answers: [Reply]
  let expect: Expect
}

private struct Broken: Error {}

/// A server and a clock of the test's own.
private actor Server {
  private var replies: [ExportVector.Reply]
  private(set) var bodies: [Data] = []
  private(set) var waits: [Double] = []

  init(_ replies: [ExportVector.Reply]) { self.replies = replies }

  func answer(_ request: URLRequest) throws -> Answer {
    bodies.append(request.httpBody ?? Data())
    guard !replies.isEmpty else {
      Issue.record("a further attempt")
      return Answer(status: 400, retryAfter: nil, body: Data())
    }
    let reply = replies.removeFirst()
    if reply.fail == true { throw Broken() }
    return Answer(
      status: reply.status ?? 0,
      retryAfter: reply.retry_after.map(Self.header),
      body: Data((reply.body ?? "").utf8)
    )
  }

  func wait(_ seconds: Double) { waits.append(seconds * 1_000) }

  var left: Int { replies.count }

  /// `date+9` stands for a date nine seconds from now.
  private static func header(_ text: String) -> String {
    guard text.hasPrefix("date"), let seconds = Double(text.dropFirst(4)) else { return text }
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(secondsFromGMT: 0)
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    return format.string(from: Date(timeIntervalSinceNow: seconds))
  }
}

func sampleSpans(_ count: Int, text: String = "x") -> [SpanData] {
  let resource = Resource(
    serviceName: "app", flow: "f", flowVersion: "1.0.0", tags: [Tag(key: "os", value: "18")])
  let trace = TraceID(high: 1, low: 2)
  return (0..<count).map { number in
    SpanData(
      resource: resource, name: "f:a",
      context: SpanContext(traceID: trace, spanID: SpanID(UInt64(number + 1))),
      parent: SpanContext(traceID: TraceID(high: 3, low: 4), spanID: SpanID(5)),
      startUnixNano: 1_234_567, endUnixNano: 4_444_444,
      tags: [
        Tag(key: "t", value: .string(text)), Tag(key: "d", value: 2.0),
        Tag(key: "n", value: .ints([1])), Tag(key: "e", value: .strings([])),
      ],
      links: [SpanContext(traceID: TraceID(high: 0, low: 7), spanID: SpanID(8))])
  }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func retriesAreThoseOfAllLanguages() async throws {
  let cases = try vectors("export.json", as: [ExportVector].self)
  #expect(cases.count > 20)
  for vector in cases {
    let (server, told) = (Server(vector.answers), AsyncStream<Int>.makeStream())
    let exporter = OTLPHTTPExporter(
      endpoint: try #require(URL(string: "http://collector.example")),
      headers: [:],
      timeout: 30,
      onReject: { count, _ in told.continuation.yield(count) },
      transport: Transport(
        send: { try await server.answer($0) },
        sleep: { await server.wait($0) },
        now: { 0 },
        close: {}
      ))
    await exporter.export(sampleSpans(vector.spans))
    told.continuation.finish()
    #expect(await server.left == 0, "\(vector.name)")
    #expect(await Set(server.bodies).count == 1, "\(vector.name)")
    #expect(await exporter.rejected == vector.expect.rejected, "\(vector.name)")
    #expect(await told.stream.reduce(into: []) { $0.append($1) } == vector.expect.told)
    let waits = await server.waits
    #expect(waits.count == vector.expect.waits_ms.count, "\(vector.name)")
    for (wait, range) in zip(waits, vector.expect.waits_ms) {
      #expect(wait >= range[0] && wait <= range[1], "\(vector.name)")
    }
  }
}

@Test func bodiesAreSplitAtTheirLimit() throws {
  let spans = sampleSpans(10, text: String(repeating: "é", count: 300))
  let whole = OTLPBodies.make(spans, limit: .max)
  #expect(whole.map(\.spans) == [10])
  let parts = OTLPBodies.make(spans, limit: 3_000)
  #expect(parts.allSatisfy { $0.bytes.count <= 3_000 } && parts.count > 1)
  #expect(parts.reduce(0) { $0 + $1.spans } == 10)
  for part in parts { _ = try JSONSerialization.jsonObject(with: Data(part.bytes)) }
  #expect(OTLPBodies.make(spans, limit: 1).map(\.spans) == Array(repeating: 1, count: 10))
  #expect(OTLPBodies.make([], limit: 1).isEmpty)
}

@Test func spanEventsAreWrittenOut() {
  let line = String(decoding: spanEventLine(sampleSpans(1, text: "a\"\n\u{1}é")[0]), as: UTF8.self)
  #expect(
    line == #"{"trace_id":"00000000000000010000000000000002","span_id":"0000000000000001","#
      + #""parent_id":"0000000000000005","parent_trace_id":"00000000000000030000000000000004","#
      + #""name":"f:a","service_name":"app","timestamp":1234,"duration":3209,"#
      + #""flow":"f","flow_version":"1.0.0","#
      + #""tags":{"os":"18","t":"a\"\n\u0001é","d":2.0,"n":[1],"e":[]},"#
      + #""links":[{"trace_id":"00000000000000000000000000000007","span_id":"0000000000000008"}]}"#
      + "\n")
}

private func failed(_ kind: SpanKind, sampled: Bool = true) -> SpanData {
  SpanData(
    resource: Resource(serviceName: "app", flow: "f", flowVersion: "1.0.0", tags: []),
    name: "f:a", kind: kind, status: .error(message: "NO \"funds\""),
    context: SpanContext(
      traceID: TraceID(high: 1, low: 2), spanID: SpanID(3), sampled: sampled),
    parent: nil, startUnixNano: 1_000, endUnixNano: 2_000, tags: [], links: [])
}

@Test func aFailureIsWrittenOut() {
  #expect(
    String(decoding: spanEventLine(failed(.client)), as: UTF8.self)
      == #"{"trace_id":"00000000000000010000000000000002","span_id":"0000000000000003","#
      + #""name":"f:a","service_name":"app","timestamp":1,"duration":1,"error":true,"#
      + #""flow":"f","flow_version":"1.0.0"}"# + "\n")
  let body = String(decoding: otlpJSON([failed(.client)]), as: UTF8.self)
  #expect(body.contains(#""flags":1,"name":"f:a","kind":3,"#))
  #expect(body.contains(#","status":{"code":2,"message":"NO \"funds\""}}"#))
}

@Test func otlpHasTheNumbersOfKindsAndFlags() {
  let kinds: [SpanKind] = [.internal, .server, .client, .producer, .consumer]
  for (place, kind) in kinds.enumerated() {
    let body = String(decoding: otlpJSON([failed(kind, sampled: false)]), as: UTF8.self)
    #expect(body.contains(#""flags":0,"name":"f:a","kind":\#(place + 1),"#))
  }
  let plain = String(decoding: otlpJSON(sampleSpans(1)), as: UTF8.self)
  #expect(plain.contains(#""kind":1,"#) && !plain.contains("status"))
}

@Test func filesGrowByWholeBatchesToTheirLimit() async throws {
  let path = NSTemporaryDirectory() + "flowtrace-\(UInt64.random(in: 0 ... .max)).jsonl"
  defer { try? FileManager.default.removeItem(atPath: path) }
  let line = spanEventLine(sampleSpans(1)[0]).count
  let exporter = SpanEventFileExporter(path: path, maxBytes: line * 3)
  try await exporter.export(sampleSpans(1))
  try await exporter.export(sampleSpans(2))
  await #expect(throws: FileError.self) { try await exporter.export(sampleSpans(1)) }
  let text = try String(contentsOfFile: path, encoding: .utf8)
  #expect(text.utf8.count == line * 3 && text.split(separator: "\n").count == 3)
  let nowhere = SpanEventFileExporter(path: "/nowhere/at/all")
  await #expect(throws: FileError.self) { try await nowhere.export(sampleSpans(1)) }
}

@Test func anExporterHandsOverWholeLines() async throws {
  let lines = AsyncStream<Int>.makeStream()
  let exporter = SpanEventExporter { bytes in
    lines.continuation.yield(bytes.filter { $0 == 0x0a }.count)
  }
  try await exporter.export(sampleSpans(3))
  lines.continuation.finish()
  #expect(await lines.stream.reduce(into: []) { $0.append($1) } == [3])
}
