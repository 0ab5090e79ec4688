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
    var retryAfter: String?
    var ids: [String] = []
    var requests = 0
  }
  private let state = Mutex(State())

  func answer(_ status: Int, retryAfter: String? = nil) {
    state.withLock { ($0.status, $0.retryAfter) = (status, retryAfter) }
  }
  var ids: [String] { state.withLock { $0.ids } }
  var requests: Int { state.withLock { $0.requests } }

  func send(_ request: URLRequest) async throws -> HTTPAnswer {
    let body = String(decoding: request.httpBody ?? Data(), as: UTF8.self)
    let ids = body.components(separatedBy: "\"spanId\":\"").dropFirst()
      .map { String($0.prefix(16)) }
    return state.withLock { state in
      state.requests += 1
      if state.status == 200 { state.ids += ids }
      return HTTPAnswer(status: state.status, retryAfter: state.retryAfter)
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
    _ clock: any SpanClock = SystemClock(), uploads: Bool = true, timing: Timing = .system,
    _ set: (inout StoringExporter.Options) -> Void = { _ in }
  ) throws -> StoringExporter {
    var options = StoringExporter.Options()
    options.retryDelay = 3_600
    set(&options)
    let uploader = OTLPHTTPExporter(
      endpoint: try #require(URL(string: "http://collector.example")), options: .init(),
      transport: collector, timing: Timing(sleep: { _ in }, now: { 0 }))
    return StoringExporter(
      folder: folder, uploader: uploads ? uploader : nil, options: options, clock: clock,
      timing: timing)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private final class Told: Sendable {
  private let errors = Mutex<[ExportError]>([])
  var all: [ExportError] { errors.withLock { $0 } }
  func add(_ error: ExportError) { errors.withLock { $0.append(error) } }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private final class Waits: Sendable {
  private let seconds = Mutex<[Double]>([])
  var all: [Double] { seconds.withLock { $0 } }
  func add(_ wait: Double) -> Int {
    seconds.withLock { seconds in
      seconds.append(wait)
      return seconds.count
    }
  }
}

/// Waits for what other tasks do, at most a minute.
private func eventually(_ holds: () -> Bool) async throws -> Bool {
  for _ in 0..<12_000 {
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
@Test func whatIsHalfWrittenIsSentWhereItIsWhole() async throws {
  let (place, told) = (Place(), Told())
  defer { place.remove() }
  place.collector.answer(200)
  try await place.start(uploads: false).export(spans(1..<2))
  let body = otlpJSON(spans(2..<4))
  let before = SystemClock().unixNano() - 7_200_000_000_000
  let whole = StoredRequests.name(of: body, spans: 2, at: before)
  let torn = StoredRequests.name(of: otlpJSON(spans(4..<5)), spans: 1, at: before + 1)
  let young = StoredRequests.name(of: otlpJSON(spans(5..<6)), spans: 1, at: before + 2)
  for (name, text) in [(whole, body), (torn, [0x7b]), (young, [0x7b]), ("notes", [0x7b])] {
    let path = place.folder.appendingPathComponent(name + ".part").path
    #expect(FileManager.default.createFile(atPath: path, contents: Data(text)))
    guard name != young else { continue }
    let hours = Date(timeIntervalSinceNow: -7_200)
    try FileManager.default.setAttributes([.modificationDate: hours], ofItemAtPath: path)
  }
  let store = try place.start { $0.onExportError = { told.add($0) } }
  // What was written whole and not renamed is sent; the time in its name makes it the oldest.
  #expect(try await eventually { place.collector.ids == ids(2..<4) + ids(1..<2) })
  #expect(told.all.map(\.reason) == [.failed] && told.all.map(\.spans) == [1])
  let left = try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
  #expect(Set(left) == ["lock", "notes.part", young + ".part"])
  #expect(try await eventually { store.stats.exported == 3 })
  // The first of them was counted by the process that stored it.
  #expect(store.stats.emitted == 3 && store.stats.rejected == 1 && store.stats.stored == 0)
  await store.shutdown()
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func aDamagedFileIsToldAndCostsNoOther() async throws {
  let (place, told) = (Place(), Told())
  defer { place.remove() }
  let clock = ManualClock(unixNano: SystemClock().unixNano())
  let first = try place.start(clock, uploads: false)
  for number in 1..<5 as Range<UInt64> {
    try await first.export(spans(number..<(number + 1)))
    clock.advance(nanoseconds: 1)
  }
  let names = StoredRequests(place.folder).files().map(\.name)
  func change(_ number: Int, _ body: (inout Data) -> Void) throws {
    let path = place.folder.appendingPathComponent(names[number] + ".json")
    var data = try Data(contentsOf: path)
    body(&data)
    try data.write(to: path)
  }
  try change(0) { $0 = $0.prefix(10) }
  try change(1) { $0[20] ^= 1 }
  try change(2) { $0.append(0x20) }
  place.collector.answer(200)
  let second = try place.start(clock) { $0.onExportError = { told.add($0) } }
  #expect(try await eventually { place.collector.ids == ids(4..<5) })
  #expect(told.all.map(\.reason) == [.failed, .failed, .failed])
  #expect(told.all.allSatisfy { $0.message == "the stored file is damaged" && $0.spans == 1 })
  #expect(try await eventually { second.stats.stored == 0 })
  #expect(second.stats.rejected == 3 && second.stats.exported == 1)
  await second.shutdown()
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func theCountsBalanceThroughRestarts() async throws {
  let (place, clock) = (Place(), ManualClock(unixNano: SystemClock().unixNano()))
  defer { place.remove() }
  let one = otlpJSON(spans(1..<2)).count
  var runs: [StoreStats] = []
  for (run, status) in [503, 400, 503, 200].enumerated() {
    place.collector.answer(status)
    let store = try place.start(clock) { $0.maxBytes = one * 4 }
    let first = UInt64(run * 10 + 1)
    for number in first..<(first + 6) {
      // One of them is above the bounds by itself.
      let long = String(repeating: "x", count: 9_999)
      let isLong = number == first + 2
      _ = await losses(store, isLong ? sampleSpans(1, text: long) : spans(number..<(number + 1)))
      clock.advance(nanoseconds: 1_000)
    }
    _ = await store.upload()
    await store.shutdown()
    runs.append(store.stats)
  }
  func sum(_ count: KeyPath<StoreStats, Int>) -> Int { runs.reduce(0) { $0 + $1[keyPath: count] } }
  let stored = runs.last?.stored ?? -1
  #expect(sum(\.emitted) == 24)
  #expect(sum(\.emitted) == sum(\.exported) + sum(\.dropped) + sum(\.rejected) + stored)
  // What a shutdown cuts off was taken, and is sent again.
  #expect(sum(\.exported) <= Set(place.collector.ids).count)
  #expect(sum(\.dropped) > 0 && sum(\.rejected) >= 4)
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func whatCannotBeRemovedIsCountedOnce() async throws {
  let place = Place()
  defer { place.remove() }
  let store = Store(StoredRequests(place.folder), .init(), SystemClock())
  try store.add(otlpJSON(spans(1..<3)), spans: 2)
  let file = try #require(store.list().first)
  // A folder in its place cannot be unlinked, whoever asks.
  let path = place.folder.appendingPathComponent(file.name + ".json")
  try FileManager.default.removeItem(at: path)
  try FileManager.default.createDirectory(at: path, withIntermediateDirectories: false)
  store.settle(file, nil)
  #expect(store.list().isEmpty)
  #expect(store.stats.exported == 2 && store.stats.stored == 0)
  try FileManager.default.removeItem(at: path)
  store.settle(file, nil)
  #expect(store.stats.exported == 2)
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func uploadsThatFailComeLaterAndLater() async throws {
  let (place, waits) = (Place(), Waits())
  defer { place.remove() }
  let timing = Timing(
    sleep: { seconds in
      switch waits.add(seconds) {
      case 6: place.collector.answer(429, retryAfter: "3600")
      case 7: place.collector.answer(429, retryAfter: "99999999999")
      case 8: place.collector.answer(200)
      default: break
      }
    },
    now: { 0 })
  let store = try place.start(timing: timing) { $0.retryDelay = 10 }
  try await store.export(spans(1..<3))
  #expect(try await eventually { place.collector.ids == ids(1..<3) })
  let all = waits.all
  #expect(all.count == 8)
  for (wait, most) in zip(all, [10.0, 20, 40, 80, 160, 160]) {
    #expect(wait >= most / 2 && wait <= most, "\(wait) of \(most)")
  }
  #expect(all.dropFirst(6) == [3_600, 86_400])
  await store.shutdown()
}

@Test func whatIsStoredWhileAnUploadEndsIsUploaded() {
  var turns = UploadTurns()
  // The first batch begins a task. Others are stored while it uploads, or has just found nothing more: it goes on for them.
  #expect(said(&turns, "want next want want next next") == [true, true, false, false, true, false])
  // The task has ended: what comes now begins another.
  #expect(said(&turns, "want next") == [true, true])
  turns.close()
  #expect(said(&turns, "want next want") == [false, false, false])
}

private func said(_ turns: inout UploadTurns, _ calls: String) -> [Bool] {
  calls.split(separator: " ").map { $0 == "want" ? turns.want() : turns.next() }
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
