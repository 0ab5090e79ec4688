import Flowtrace
import FlowtraceExporters
import Foundation
import NotificationFlow
import Synchronization

/// What the driver is given of a scenario: testdata/delivery/README.md.
struct Delivery: Decodable {
  struct Client: Decodable {
    let max_queue_size: Int?
    let max_queue_bytes: Int?
    let max_export_batch_size: Int?
    let export_timeout_ms: Double?
    let attempt_timeout_ms: Double?
    let gzip: Bool?
    let tokens: Bool?
    let headers: [String: String]?
  }

  struct Step: Decodable {
    let emit: Int?
    let bytes: Int?
    let links: Int?
    let flush: Double?
    let shutdown: Double?
    let wait: Double?
    let after_ms: Double?
    let together: [Step]?
  }

  let endpoint: URL
  let client: Client
}

/// What is printed after a step.
private struct DeliveryLine: Encodable {
  struct Time: Encodable {
    let ms: Int
  }
  struct Counts: Encodable {
    let emitted, exported, dropped, rejected, waiting: Int
  }
  struct Loss: Encodable {
    let spans: Int
    let reason: String
    let text: String
  }

  var ok = true
  var ms = 0
  var each: [Time]?
  let stats: Counts
  let errors: [Loss]
  let violations: [String]
}

/// What the listeners heard.
private final class Heard: Sendable {
  let errors = Mutex<[ExportError]>([])
  let violations = Mutex<[String]>([])
}

/// Does the steps of a scenario.
final class Deliverer: Sendable {
  private let batch: BatchSpanProcessor
  private let app: NotificationIOS
  private let webapp: NotificationWebapp
  private let heard = Heard()
  private let emitted = Atomic(0)

  init(_ scenario: Delivery) {
    let client = scenario.client
    var options = OTLPHTTPExporter.Options()
    options.headers = client.headers ?? [:]
    options.gzip = client.gzip ?? false
    options.attemptTimeout = (client.attempt_timeout_ms ?? 0) / 1_000
    if client.tokens == true {
      let calls = Tokens()
      options.freshHeaders = { ["Authorization": "Bearer token-\(calls.next())"] }
    }
    var sizes = BatchSpanProcessor.Options()
    sizes.maxQueueSize = client.max_queue_size ?? 0
    sizes.maxQueueBytes = client.max_queue_bytes ?? 0
    sizes.maxExportBatchSize = client.max_export_batch_size ?? 0
    sizes.scheduledDelay = 60
    sizes.exportTimeout = (client.export_timeout_ms ?? 0) / 1_000
    sizes.onExportError = { [heard] error in heard.errors.withLock { $0.append(error) } }
    batch = BatchSpanProcessor(
      OTLPHTTPExporter(endpoint: scenario.endpoint, options: options), options: sizes)
    let listening = EmitterOptions(onViolation: { [heard] violation in
      heard.violations.withLock { $0.append(violation.rule.rawValue) }
    })
    app = NotificationIOS(
      processor: batch, appVersion: "24.11.0", osVersion: "18.1", options: listening)
    webapp = NotificationWebapp(processor: batch, options: listening)
  }

  /// Does a step; gives the line that says how it went.
  func line(_ step: Delivery.Step) async throws -> String {
    let began = SystemClock().steadyNano()
    let ok = await self.step(step)
    var each: [DeliveryLine.Time]?
    if let together = step.together { each = await all(together) }
    let stats = batch.stats
    let errors = heard.errors.withLock { $0 }
    let violations = heard.violations.withLock { $0 }
    let line = DeliveryLine(
      ok: ok, ms: milliseconds(since: began), each: each,
      stats: .init(
        emitted: stats.emitted, exported: stats.exported, dropped: stats.dropped,
        rejected: stats.rejected, waiting: stats.waiting),
      errors: errors.map {
        .init(spans: $0.spans, reason: $0.reason.rawValue, text: $0.message)
      },
      violations: violations)
    return String(decoding: try JSONEncoder().encode(line), as: UTF8.self)
  }

  private func all(_ steps: [Delivery.Step]) async -> [DeliveryLine.Time] {
    await withTaskGroup(of: DeliveryLine.Time.self) { group in
      for step in steps {
        group.addTask {
          await pause(step.after_ms ?? 0)
          let began = SystemClock().steadyNano()
          let ok = await self.step(step)
          return .init(ms: ok ? milliseconds(since: began) : 0)
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
  }

  private func step(_ step: Delivery.Step) async -> Bool {
    if let count = step.emit { emit(count, bytes: step.bytes ?? 0) }
    if let count = step.links { link(count) }
    if let time = step.wait { await pause(time) }
    if let time = step.flush { return await batch.forceFlush(within: time / 1_000) }
    if let time = step.shutdown { return await batch.shutdown(within: time / 1_000) }
    return true
  }

  private func emit(_ count: Int, bytes: Int) {
    let padding = TagValue.string(String(repeating: "x", count: bytes))
    let first = emitted.wrappingAdd(count, ordering: .relaxed).oldValue
    for number in first..<(first + count) {
      app.received(
        parent: .sent(notificationID: deliveredID(number), deviceID: DeviceID("d")),
        extra: bytes > 0 ? ["padding": padding] : [:])
    }
  }

  private func link(_ count: Int) {
    webapp.trigger(
      parent: SpanContext(traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
      triggerType: .dm, userID: UserID("U024BE7LH"), teamID: TeamID("T061EG9R6"),
      channelID: ChannelID("C012AB3CD"), messageTS: "1712345678.123456",
      notificationID: deliveredID(0),
      notifyLinks: (0..<count).map { .notify(notificationID: deliveredID($0)) })
  }
}

private func deliveredID(_ number: Int) -> NotificationID {
  let digits = String(number)
  let zeros = String(repeating: "0", count: 12 - digits.count)
  return NotificationID("7f9c24e8-3b1d-4c5a-9a0f-\(zeros)\(digits)")
}

private func milliseconds(since began: Int64) -> Int {
  Int((SystemClock().steadyNano() - began) / 1_000_000)
}

private func pause(_ milliseconds: Double) async {
  try? await Task.sleep(nanoseconds: UInt64(milliseconds * 1e6))
}

/// Counts the tokens that were asked for.
private final class Tokens: Sendable {
  private let count = Atomic(0)
  func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }
}
