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

  func answer(_ request: URLRequest) throws -> HTTPAnswer {
    bodies.append(request.httpBody ?? Data())
    guard !replies.isEmpty else {
      Issue.record("a further attempt")
      return HTTPAnswer(status: 400, retryAfter: nil)
    }
    let reply = replies.removeFirst()
    if reply.fail == true { throw Broken() }
    return HTTPAnswer(
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

private struct Scripted: HTTPTransport {
  let server: Server
  func send(_ request: URLRequest) async throws -> HTTPAnswer { try await server.answer(request) }
  func close() {}
}

/// The losses that an export throws.
func losses(_ exporter: some SpanExporter, _ spans: [SpanData]) async -> [ExportError] {
  do {
    try await exporter.export(spans)
    return []
  } catch let errors as ExportErrors {
    return errors.errors
  } catch {
    Issue.record("another error: \(error)")
    return []
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
    let server = Server(vector.answers)
    let exporter = OTLPHTTPExporter(
      endpoint: try #require(URL(string: "http://collector.example")),
      options: .init(),
      transport: Scripted(server: server),
      timing: Timing(sleep: { await server.wait($0) }, now: { 0 }))
    let lost = await losses(exporter, sampleSpans(vector.spans))
    #expect(await server.left == 0, "\(vector.name)")
    #expect(await Set(server.bodies).count == 1, "\(vector.name)")
    #expect(lost.reduce(0) { $0 + $1.spans } == vector.expect.rejected, "\(vector.name)")
    #expect(lost.map(\.spans) == vector.expect.told, "\(vector.name)")
    let waits = await server.waits
    #expect(waits.count == vector.expect.waits_ms.count, "\(vector.name)")
    for (wait, range) in zip(waits, vector.expect.waits_ms) {
      #expect(wait >= range[0] && wait <= range[1], "\(vector.name)")
    }
  }
}

/// The ids of the spans in a body, in order.
private func ids(_ body: [UInt8]) throws -> [String] {
  let json = try JSONSerialization.jsonObject(with: Data(body)) as? [String: [[String: Any]]]
  return (json?["resourceSpans"] ?? []).flatMap { resource in
    (resource["scopeSpans"] as? [[String: Any]] ?? []).flatMap { scope in
      (scope["spans"] as? [[String: Any]] ?? []).compactMap { $0["spanId"] as? String }
    }
  }
}

@Test func bodiesAreSplitAtTheirLimit() throws {
  let spans = sampleSpans(10, text: String(repeating: "é", count: 300))
  let all = spans.map { $0.context.spanID.description }
  let whole = Array(OTLPRequests(spans, limit: .max))
  #expect(try whole.map { try ids($0.body ?? []) } == [all])
  // Escapes make a span six times as long as it was taken for.
  let escaped = sampleSpans(10, text: String(repeating: "\u{1}", count: 300))
  for spans in [spans, escaped] {
    for limit in [3_000, 6_000, 9_000] {
      let parts = Array(OTLPRequests(spans, limit: limit))
      #expect(parts.count > 1 && parts.allSatisfy { ($0.body?.count ?? .max) <= limit })
      #expect(try parts.flatMap { try ids($0.body ?? []) } == all)
      #expect(try parts.allSatisfy { try ids($0.body ?? []).count == $0.spans })
    }
    let none = Array(OTLPRequests(spans, limit: 1))
    #expect(none.map(\.spans) == Array(repeating: 1, count: 10))
    #expect(none.allSatisfy { $0.body == nil })
  }
  #expect(Array(OTLPRequests([], limit: 1)).isEmpty)
}

@Test func aSpanAboveTheLimitIsLostAlone() throws {
  var spans = sampleSpans(5)
  spans[2] = sampleSpans(3, text: String(repeating: "x", count: 3_000))[2]
  for big in [1_000, 2_000, 3_000] {
    spans[2] = sampleSpans(3, text: String(repeating: "x", count: big))[2]
    let requests = Array(OTLPRequests(spans, limit: 1_000))
    #expect(requests.reduce(0) { $0 + $1.spans } == 5)
    let sent = try requests.flatMap { try $0.body.map(ids) ?? [] }
    #expect(sent == [0, 1, 3, 4].map { spans[$0].context.spanID.description })
  }
}

/// A transport that answers by the number of the request, and keeps what was asked.
private actor Replies: HTTPTransport {
  private(set) var requests: [URLRequest] = []
  private let reply: @Sendable (Int) -> Int
  init(_ reply: @escaping @Sendable (Int) -> Int) { self.reply = reply }
  func send(_ request: URLRequest) async throws -> HTTPAnswer {
    requests.append(request)
    return HTTPAnswer(status: reply(requests.count))
  }
  nonisolated func close() {}
}

@Test func eachHalfOfABatchIsSentAndCounted() async throws {
  // Two requests: about 3 MB each.
  let spans = sampleSpans(6, text: String(repeating: "x", count: 1_000_000))
  let url = try #require(URL(string: "http://collector.example"))
  for refused in 0...2 {
    let replies = Replies { $0 == refused ? 400 : 200 }
    let lost = await losses(OTLPHTTPExporter(endpoint: url, transport: replies), spans)
    let sent = try await replies.requests.map { try ids(Array($0.httpBody ?? Data())) }
    #expect(sent.flatMap { $0 } == spans.map { $0.context.spanID.description })
    #expect(sent.count == 2)
    #expect(lost.map(\.spans) == (refused == 0 ? [] : [sent[refused - 1].count]))
    #expect(lost.allSatisfy { $0.reason == .refused })
  }
  let exporter = OTLPHTTPExporter(endpoint: url, transport: Replies { _ in 400 })
  let lost = await losses(exporter, spans)
  #expect(lost.count == 2 && lost.reduce(0) { $0 + $1.spans } == 6)
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private final class Calls: Sendable {
  private let count = Atomic(0)
  func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func headersThatCannotBeSentAreLeftOut() async throws {
  let (replies, told) = (Replies { _ in 200 }, Calls())
  var options = OTLPHTTPExporter.Options()
  options.headers = ["X-Tenant": "a\r\nX-Evil: 1", "X Y": "b", "": "c", "X-Good": "d\te"]
  options.freshHeaders = { ["X-Null": "a\0"] }
  options.onConfigurationError = { error in
    if error.description.contains("is left out"), !error.description.contains("Evil") {
      _ = told.next()
    }
  }
  let url = try #require(URL(string: "http://collector.example"))
  let exporter = OTLPHTTPExporter(endpoint: url, options: options, transport: replies)
  #expect(await losses(exporter, sampleSpans(1)).isEmpty)
  let headers = await replies.requests.first?.allHTTPHeaderFields ?? [:]
  #expect(Set(headers.keys) == ["X-Good", "Content-Type"])
  #expect(told.next() == 5)
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func aTokenIsRenewedOnce() async throws {
  let url = try #require(URL(string: "http://collector.example"))
  for (answers, sent, isLost) in [
    ([200], ["t1"], false), ([401, 200], ["t1", "t2"], false), ([401, 401], ["t1", "t2"], true),
    ([401, 400], ["t1", "t2"], true),
  ] {
    let (replies, calls) = (Replies { answers[$0 - 1] }, Calls())
    var options = OTLPHTTPExporter.Options()
    options.freshHeaders = { ["Authorization": "t\(calls.next())"] }
    let exporter = OTLPHTTPExporter(endpoint: url, options: options, transport: replies)
    #expect(await losses(exporter, sampleSpans(1)).isEmpty != isLost)
    let asked = await replies.requests.map { $0.value(forHTTPHeaderField: "Authorization") }
    #expect(asked == sent)
  }
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
