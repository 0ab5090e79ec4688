import FlowtraceTesting
import Foundation
import Synchronization
import Testing

@testable import Flowtrace
@testable import FlowtraceExporters

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A collector that is down until it is told otherwise, and keeps the ids that it took.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private final class Collector: HTTPTransport {
  private struct State {
    var status = 503
    var ids: [String] = []
    var requests = 0
  }
  private let state = Mutex(State())

  func answer(_ status: Int) { state.withLock { $0.status = status } }
  var ids: [String] { state.withLock { $0.ids } }
  var requests: Int { state.withLock { $0.requests } }

  func send(_ request: URLRequest) async throws -> HTTPAnswer {
    let body = String(decoding: request.httpBody ?? Data(), as: UTF8.self)
    let ids = body.components(separatedBy: "\"spanId\":\"").dropFirst()
      .map { String($0.prefix(16)) }
    return state.withLock { state in
      state.requests += 1
      if state.status == 200 { state.ids += ids }
      return HTTPAnswer(status: state.status)
    }
  }
  func close() {}
}

/// Spans with ids of their own, without links.
private func spans(_ numbers: Range<UInt64>) -> [SpanData] {
  numbers.map { number in
    SpanData(
      resource: Resource(serviceName: "app", flow: "f", flowVersion: "1.0.0", tags: []),
      name: "f:a", context: SpanContext(traceID: TraceID(high: 1, low: 2), spanID: SpanID(number)),
      parent: nil, startUnixNano: 0, endUnixNano: 1, tags: [], links: [])
  }
}

private func ids(_ numbers: Range<UInt64>) -> [String] {
  numbers.map { SpanID($0).description }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private struct Place {
  let folder = URL(fileURLWithPath: NSTemporaryDirectory())
    .appendingPathComponent("flowtrace-\(UInt64.random(in: 0 ... .max))")
  let collector = Collector()

  /// What an app makes where it starts.
  func start(
    _ clock: any SpanClock = SystemClock(), uploads: Bool = true,
    _ set: (inout StoringExporter.Options) -> Void = { _ in }
  ) throws -> StoringExporter {
    var options = StoringExporter.Options()
    options.retryDelay = 3_600
    set(&options)
    let uploader = OTLPHTTPExporter(
      endpoint: try #require(URL(string: "http://collector.example")), options: .init(),
      transport: collector, timing: Timing(sleep: { _ in }, now: { 0 }))
    return StoringExporter(
      folder: folder, uploader: uploads ? uploader : nil, options: options, clock: clock)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private final class Told: Sendable {
  private let errors = Mutex<[ExportError]>([])
  var all: [ExportError] { errors.withLock { $0 } }
  func add(_ error: ExportError) { errors.withLock { $0.append(error) } }
}

/// Waits for what other tasks do, at most ten seconds.
private func eventually(_ holds: () -> Bool) async throws -> Bool {
  for _ in 0..<2_000 {
    if holds() { return true }
    try await Task.sleep(nanoseconds: 5_000_000)
  }
  return false
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func spansOutliveTheCollectorAndTheApp() async throws {
  let place = Place()
  defer { place.remove() }
  // An hour in which the collector is down and the app is killed twice: nobody shuts anything down.
  for run in 0..<3 as Range<UInt64> {
    let store = try place.start()
    try await store.export(spans((run * 20 + 1)..<(run * 20 + 11)))
    try await store.export(spans((run * 20 + 11)..<(run * 20 + 21)))
    #expect(await !store.upload())
  }
  #expect(place.collector.ids.isEmpty && place.collector.requests > 0)
  place.collector.answer(200)
  let store = try place.start()
  #expect(try await eventually { place.collector.ids.count >= 60 })
  #expect(place.collector.ids == ids(1..<61))
  #expect(try await eventually { StoredRequests(place.folder).files().isEmpty })
  #expect(await store.upload())
  await store.shutdown()
  #expect(place.collector.ids.count == 60)
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func anUploadIsTriedAgainAfterAWhile() async throws {
  let place = Place()
  defer { place.remove() }
  let store = try place.start { $0.retryDelay = 0.02 }
  try await store.export(spans(1..<4))
  #expect(try await eventually { place.collector.requests > 5 })
  place.collector.answer(200)
  #expect(try await eventually { place.collector.ids == ids(1..<4) })
  await store.shutdown()
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func theOldestGoFirst() async throws {
  let (place, told) = (Place(), Told())
  defer { place.remove() }
  let clock = ManualClock(unixNano: 1_000_000_000_000)
  let one = otlpJSON(spans(1..<2)).count
  let store = try place.start(clock, uploads: false) {
    $0.maxBytes = one * 3
    $0.maxAge = 100
    $0.onExportError = { told.add($0) }
  }
  for number in 1..<6 as Range<UInt64> {
    try await store.export(spans(number..<(number + 1)))
    clock.advance(nanoseconds: 10_000_000_000)
  }
  #expect(told.all.map(\.spans) == [1, 1] && StoredRequests(place.folder).files().count == 3)
  #expect(told.all.map(\.reason) == [.queueFull, .queueFull])
  clock.advance(nanoseconds: 65_000_000_000)
  // The third is 95 s old now, and then 105.
  #expect(await !store.upload())
  #expect(told.all.count == 2)
  clock.advance(nanoseconds: 10_000_000_000)
  #expect(await !store.upload())
  #expect(told.all.count == 3)
  place.collector.answer(200)
  let app = try place.start(clock)
  #expect(try await eventually { place.collector.ids == ids(4..<6) })
  await app.shutdown()
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func whatIsRefusedIsToldAndGone() async throws {
  let (place, told) = (Place(), Told())
  defer { place.remove() }
  place.collector.answer(400)
  let store = try place.start { $0.onExportError = { told.add($0) } }
  try await store.export(spans(1..<4))
  #expect(try await eventually { told.all.map(\.reason) == [.refused] })
  #expect(told.all.map(\.spans) == [3])
  #expect(StoredRequests(place.folder).files().isEmpty)
  await store.shutdown()
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func whatSaysNothingAboutABatchKeepsIt() async throws {
  let (place, told) = (Place(), Told())
  defer { place.remove() }
  let store = try place.start { $0.onExportError = { told.add($0) } }
  try await store.export(spans(1..<4))
  for status in [302, 401, 403, 404, 407, 408, 425, 429, 500, 501, 503, 511] {
    place.collector.answer(status)
    #expect(await !store.upload())
    #expect(StoredRequests(place.folder).files().count == 1, "\(status)")
  }
  place.collector.answer(200)
  while await !store.upload() { try await Task.sleep(nanoseconds: 5_000_000) }
  #expect(place.collector.ids == ids(1..<4) && told.all.isEmpty)
  await store.shutdown()
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func whatIsHalfWrittenIsNotSent() async throws {
  let place = Place()
  defer { place.remove() }
  place.collector.answer(200)
  try await place.start(uploads: false).export(spans(1..<3))
  let half = place.folder.appendingPathComponent("0000000000000000001-1-7.part").path
  let old = place.folder.appendingPathComponent("0000000000000000001-1-8.part").path
  for path in [half, old] {
    #expect(FileManager.default.createFile(atPath: path, contents: Data("{".utf8)))
  }
  let hours = Date(timeIntervalSinceNow: -7_200)
  try FileManager.default.setAttributes([.modificationDate: hours], ofItemAtPath: old)
  let store = try place.start()
  #expect(try await eventually { place.collector.ids == ids(1..<3) })
  #expect(FileManager.default.fileExists(atPath: half))
  #expect(!FileManager.default.fileExists(atPath: old))
  await store.shutdown()
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func whatCannotBeStoredIsLost() async throws {
  let store = StoringExporter(folder: URL(fileURLWithPath: "/dev/null/nowhere"), uploader: nil)
  #expect(await losses(store, spans(1..<4)).map(\.spans) == [3])
  let place = Place()
  defer { place.remove() }
  let small = try place.start(uploads: false) { $0.maxBytes = 100 }
  let lost = await losses(small, spans(1..<3))
  #expect(lost.map(\.reason) == [.tooLarge, .tooLarge])
}
