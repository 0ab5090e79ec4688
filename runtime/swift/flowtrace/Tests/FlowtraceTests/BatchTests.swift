import Foundation
import Synchronization
import Testing

@testable import Flowtrace
@testable import FlowtraceGenerated

private struct BatchVector: Decodable {
  struct Config: Decodable {
    let queue: Int
    let batch: Int
    let delay_ms: Double?
  }
  struct Step: Decodable {
    let emit: Int?
    let await_exports: Int?
    let await_dropped: Int?
    let hold: Bool?
    let release: Bool?
    let fail: Int?
    let `throw`: Int?
    let flush: Bool?
    let shutdown: Bool?
    let deadline_ms: Double?
  }
  struct Expect: Decodable {
    let batches: [[Int]]
    let dropped: Int
    let told: Int
  }
  let name: String
  let config: Config
  let steps: [Step]
  let expect: Expect
}

private struct Refused: Error {}

/// Keeps the numbers of the spans it gets, and can be made to wait or to fail.
private actor Keeper: SpanExporter {
  private(set) var batches: [[Int]] = []
  private(set) var shutdowns = 0
  private(set) var broken: [String] = []
  private var running = false
  private var failing: Set<Int> = []
  private var held = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func hold() { held = true }
  func fail(_ call: Int) { failing.insert(call) }

  func release() {
    held = false
    for one in waiting { one.resume() }
    waiting = []
  }

  func export(_ spans: [SpanData]) async throws {
    if running { broken.append("called while a call runs") }
    if shutdowns > 0 { broken.append("called after shutdown") }
    running = true
    defer { running = false }
    batches.append(spans.compactMap { Int($0.name) })
    let call = batches.count
    if held { await withCheckedContinuation { waiting.append($0) } }
    if failing.contains(call) { throw Refused() }
  }

  func shutdown() async { shutdowns += 1 }
}

private func anywhere(_ emitter: Emitter) -> SpanContext {
  emitter.randomContext(in: emitter.randomTrace())
}

/// Waits for what other tasks do, at most a minute.
private func eventually(_ what: String, _ holds: () async -> Bool) async throws {
  for _ in 0..<12_000 {
    if await holds() { return }
    try await Task.sleep(nanoseconds: 5_000_000)
  }
  Issue.record("\(what) did not happen")
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private func run(_ vector: BatchVector) async throws {
  let (keeper, told) = (Keeper(), Counter())
  var options = BatchSpanProcessor.Options()
  options.maxQueueSize = vector.config.queue
  options.maxExportBatchSize = vector.config.batch
  options.scheduledDelay = (vector.config.delay_ms ?? 3_600_000) / 1_000
  options.onExportError = { if $0.reason.isDrop { told.add($0.spans) } }
  let processor = BatchSpanProcessor(keeper, options: options)
  let service = DeclaredService("s", flow: "f", version: "1.0.0")
  let emitter = Emitter(service, processor: processor, options: EmitterOptions())
  var emitted = 0
  for step in vector.steps {
    for _ in 0..<(step.emit ?? 0) {
      emitter.emit(emitter.begin(DeclaredSpan("\(emitted)"), anywhere(emitter)))
      emitted += 1
    }
    if let count = step.await_exports {
      try await eventually("export \(count)") { await keeper.batches.count >= count }
    }
    if let count = step.await_dropped {
      try await eventually("drop \(count)") { processor.stats.dropped == count }
    }
    if step.hold != nil { await keeper.hold() }
    if step.release != nil { await keeper.release() }
    if let call = step.fail ?? step.throw { await keeper.fail(call) }
    let seconds = (step.deadline_ms ?? 60_000) / 1_000
    if let inTime = step.flush {
      #expect(await processor.forceFlush(within: seconds) == inTime, "\(vector.name)")
    }
    if let inTime = step.shutdown {
      #expect(await processor.shutdown(within: seconds) == inTime, "\(vector.name)")
    }
  }
  #expect(await keeper.batches == vector.expect.batches, "\(vector.name)")
  #expect(await keeper.broken.isEmpty, "\(vector.name)")
  #expect(await keeper.shutdowns <= 1, "\(vector.name)")
  #expect(processor.stats.dropped == vector.expect.dropped, "\(vector.name)")
  #expect(told.count == vector.expect.told, "\(vector.name)")
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private final class Counter: Sendable {
  private let number = Atomic(0)
  var count: Int { number.load(ordering: .relaxed) }
  func add(_ count: Int = 1) { number.wrappingAdd(count, ordering: .relaxed) }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func batchesAreThoseOfAllLanguages() async throws {
  let cases = try vectors("batching.json", as: [BatchVector].self)
  #expect(cases.count > 8)
  for vector in cases { try await run(vector) }
}

/// Never comes back, unless it is cancelled.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private struct Stuck: SpanExporter {
  var begun = Counter()
  func export(_ spans: [SpanData]) async throws {
    begun.add()
    try await Task.sleep(nanoseconds: 1 << 60)
  }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func anExportThatTakesTooLongIsCancelled() async {
  let lost = Counter()
  var options = BatchSpanProcessor.Options()
  options.exportTimeout = 0.02
  options.onExportError = { if $0.reason == .failed { lost.add($0.spans) } }
  let processor = BatchSpanProcessor(Stuck(), options: options)
  let service = DeclaredService("s", flow: "f", version: "1.0.0")
  let emitter = Emitter(service, processor: processor, options: EmitterOptions())
  for _ in 0..<3 { emitter.emit(emitter.begin(DeclaredSpan("x"), anywhere(emitter))) }
  #expect(await processor.forceFlush(within: 60))
  #expect(lost.count == 3)
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func everySpanIsExportedOrCounted() async {
  let keeper = Keeper()
  var options = BatchSpanProcessor.Options()
  options.maxQueueSize = 64
  options.maxExportBatchSize = 16
  let processor = BatchSpanProcessor(keeper, options: options)
  let service = DeclaredService("s", flow: "f", version: "1.0.0")
  let emitter = Emitter(service, processor: processor, options: EmitterOptions())
  await withTaskGroup(of: Void.self) { group in
    for _ in 0..<8 {
      group.addTask {
        for number in 0..<500 {
          emitter.emit(emitter.begin(DeclaredSpan("\(number)"), anywhere(emitter)))
        }
      }
    }
  }
  #expect(await processor.shutdown(within: 60))
  let exported = await keeper.batches.reduce(0) { $0 + $1.count }
  let stats = processor.stats
  #expect(stats.exported == exported && stats.emitted == 4_000 && stats.waiting == 0)
  #expect(stats.exported + stats.dropped == 4_000)
}

/// A processor whose losses are kept.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private func processor(
  _ exporter: any SpanExporter,
  _ set: (inout BatchSpanProcessor.Options) -> Void = { _ in }
) -> (BatchSpanProcessor, Losses) {
  let losses = Losses()
  var options = BatchSpanProcessor.Options()
  options.scheduledDelay = 3_600
  options.onExportError = { losses.add($0) }
  set(&options)
  return (BatchSpanProcessor(exporter, options: options), losses)
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private final class Losses: Sendable {
  private let list = Mutex<[ExportError]>([])
  var all: [ExportError] { list.withLock { $0 } }
  func add(_ error: ExportError) { list.withLock { $0.append(error) } }
  func spans(_ reason: ExportError.Reason) -> Int {
    all.reduce(0) { $0 + ($1.reason == reason ? $1.spans : 0) }
  }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func aFlushDuringAShutdownWaitsForIt() async throws {
  let keeper = Keeper()
  let (processor, _) = processor(keeper)
  await keeper.hold()
  for span in sampleSpans(3) { processor.onEnd(span) }
  let shutdown = Task { await processor.shutdown(within: 60) }
  try await eventually("the export") { await keeper.batches.count == 1 }
  // Out of its own time it says no; it does not say yes before the shutdown does.
  #expect(await !processor.forceFlush(within: 0.05))
  #expect(await !processor.shutdown(within: 0.05))
  let flush = Task { await processor.forceFlush(within: 60) }
  try await Task.sleep(nanoseconds: 50_000_000)
  #expect(processor.stats.waiting == 3)
  await keeper.release()
  #expect(await flush.value)
  #expect(processor.stats.exported == 3)
  #expect(await shutdown.value)
  #expect(await processor.forceFlush(within: 0))
  #expect(await processor.shutdown(within: 0))
  #expect(await keeper.shutdowns == 1)
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func afterAShutdownOutOfTimeNothingGoesOn() async throws {
  let keeper = Keeper()
  let (processor, losses) = processor(keeper) { $0.maxExportBatchSize = 2 }
  await keeper.hold()
  for span in sampleSpans(5) { processor.onEnd(span) }
  try await eventually("the export") { await keeper.batches.count == 1 }
  let flush = Task { await processor.forceFlush(within: 60) }
  try await Task.sleep(nanoseconds: 20_000_000)
  #expect(await !processor.shutdown(within: 0.05))
  #expect(await !flush.value)
  let final = processor.stats
  #expect(final.rejected == 2 && final.dropped == 3 && final.waiting == 0)
  #expect(losses.spans(.failed) == 2 && losses.spans(.shutDown) == 3)
  await keeper.release()
  try await eventually("the exporter's end") { await keeper.shutdowns == 1 }
  #expect(processor.stats == final)
  #expect(losses.all.count == 2)
  #expect(await keeper.batches.count == 1)
  #expect(await !processor.forceFlush(within: 60))
  #expect(await !processor.shutdown(within: 60))
}

/// Waits until it is cancelled, and counts that.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private struct Noticing: SpanExporter {
  let begun = Counter()
  let cancelled = Counter()
  func export(_ spans: [SpanData]) async throws {
    begun.add()
    defer { cancelled.add() }
    try await Task.sleep(nanoseconds: 1 << 60)
  }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func aShutdownOutOfTimeCancelsTheExport() async throws {
  let exporter = Noticing()
  let (processor, _) = processor(exporter) { $0.maxExportBatchSize = 1 }
  processor.onEnd(sampleSpans(1)[0])
  try await eventually("the export") { exporter.begun.count == 1 }
  #expect(await !processor.shutdown(within: 0.05))
  try await eventually("the cancellation") { exporter.cancelled.count == 1 }
}

/// Never comes back, and says what its last attempt was.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private struct Trying: RetryingExporter {
  let lastFailure: String?
  let begun: Counter
  func export(_ spans: [SpanData]) async throws {
    begun.add()
    try await Task.sleep(nanoseconds: 1 << 60)
  }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func aShutdownOutOfTimeSaysWhyNothingCameThrough() async throws {
  let plain = "the shutdown ran out of time"
  let begun = Counter()
  var exports = 0
  for (exporter, message): (any SpanExporter, String) in [
    (Stuck(begun: begun), plain), (Trying(lastFailure: nil, begun: begun), plain),
    (
      Trying(lastFailure: "nobody listens", begun: begun),
      plain + "; the last attempt failed: nobody listens"
    ),
  ] {
    let (processor, losses) = processor(exporter) { $0.maxExportBatchSize = 2 }
    for span in sampleSpans(3) { processor.onEnd(span) }
    exports += 1
    try await eventually("the export") { begun.count == exports }
    #expect(await !processor.shutdown(within: 0.2))
    #expect(losses.all.map(\.message) == [message, message])
    #expect(losses.spans(.failed) == 2 && losses.spans(.shutDown) == 1)
  }
}

@Test func aLossIsCountedInWords() {
  func text(_ spans: Int) -> String {
    ExportError(spans: spans, reason: .failed, message: "no").description
  }
  #expect(text(1) == "1 span is lost (failed): no")
  #expect(text(2) == "2 spans are lost (failed): no")
  #expect(text(0) == "0 spans are lost (failed): no")
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func theDelayBeginsAgainForWhatIsLeft() async throws {
  let keeper = Keeper()
  let (processor, _) = processor(keeper) {
    $0.maxExportBatchSize = 2
    $0.scheduledDelay = 0.2
  }
  // The first one's delay ends with the full batch, the third has one of its own.
  for span in sampleSpans(3) { processor.onEnd(span) }
  try await eventually("the export of the third") { processor.stats.exported == 3 }
  // One that comes while a batch is exported has one from the end of that on.
  await keeper.hold()
  for span in sampleSpans(2) { processor.onEnd(span) }
  try await eventually("the export") { await keeper.batches.count == 3 }
  processor.onEnd(sampleSpans(1)[0])
  await keeper.release()
  try await eventually("the export of the last") { processor.stats.exported == 6 }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func theQueueIsBoundedInBytes() async {
  let keeper = Keeper()
  let (processor, losses) = processor(keeper) { $0.maxQueueBytes = 10_000 }
  for span in sampleSpans(5, text: String(repeating: "x", count: 2_400)) { processor.onEnd(span) }
  #expect(processor.stats.waiting == 3 && processor.stats.dropped == 2)
  #expect(losses.spans(.queueFull) == 2)
  #expect(await processor.forceFlush(within: 60))
  // What went out makes room.
  for span in sampleSpans(3, text: String(repeating: "x", count: 2_400)) { processor.onEnd(span) }
  #expect(await processor.shutdown(within: 60))
  #expect(processor.stats.exported == 6 && processor.stats.dropped == 2)
}

/// Throws what it is told to.
private struct Throwing: SpanExporter {
  let error: any Error
  func export(_ spans: [SpanData]) async throws { throw error }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func anExporterSaysWhatIsLost() async {
  let refused = ExportError(spans: 2, reason: .refused, message: "no")
  let big = ExportError(spans: 1, reason: .tooLarge, message: "big")
  let wrong = ExportError(spans: 99, reason: .queueFull, message: "more than there are")
  for (error, rejected, reasons): (any Error, Int, [ExportError.Reason]) in [
    (refused, 2, [.refused]), (ExportErrors([refused, big]), 3, [.refused, .tooLarge]),
    (ExportErrors([big, wrong]), 5, [.tooLarge, .failed]), (Refused(), 5, [.failed]),
    (ExportErrors([]), 0, []),
  ] {
    let (processor, losses) = processor(Throwing(error: error))
    for span in sampleSpans(5) { processor.onEnd(span) }
    #expect(await processor.shutdown(within: 60))
    #expect(processor.stats.rejected == rejected && processor.stats.exported == 5 - rejected)
    #expect(losses.all.map(\.reason) == reasons)
    #expect(losses.all.reduce(0) { $0 + $1.spans } == rejected)
  }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func aSpanSizeIsItsTextsAndTags() {
  let span = sampleSpans(1, text: "éé")[0]
  // The name 3, four keys of one letter, a text of 4 bytes, an item of a list, five tags and links.
  #expect(span.size == 256 + 3 + 4 + 4 + 64 + 5 * 64)
}
