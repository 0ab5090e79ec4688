import Dispatch

/// The other end of the queue: one task, so that the exporter's calls are serial.
struct BatchWorker: Sendable {
  private let exporter: any SpanExporter
  private let options: BatchSpanProcessor.Options
  private let free: DispatchSemaphore
  private let drops: DropCounter
  private let signals: AsyncStream<BatchSpanProcessor.Signal>.Continuation

  init(
    _ exporter: any SpanExporter,
    _ options: BatchSpanProcessor.Options,
    _ free: DispatchSemaphore,
    _ drops: DropCounter,
    _ signals: AsyncStream<BatchSpanProcessor.Signal>.Continuation
  ) {
    self.exporter = exporter
    self.options = options
    self.free = free
    self.drops = drops
    self.signals = signals
  }

  func run(_ stream: AsyncStream<BatchSpanProcessor.Signal>) async {
    var waiting: [SpanData] = []
    var batch = 0
    var delay: Task<Void, Never>?
    for await signal in stream {
      switch signal {
      case .span(let span):
        waiting.append(span)
        if waiting.count == 1 { delay = startDelay(of: batch) }
        if waiting.count < options.maxExportBatchSize { continue }
      case .delayPassed(let number):
        if number != batch { continue }
      case .flush, .shutdown:
        break
      }
      delay?.cancel()
      batch += 1
      await export(&waiting)
      switch signal {
      case .flush(let answer):
        answer.yield(true)
      case .shutdown(let answer):
        await exporter.shutdown()
        answer.yield(true)
      case .span, .delayPassed:
        break
      }
    }
    delay?.cancel()
    await export(&waiting)
  }

  /// Says that a batch has waited long enough; the number tells it from later ones.
  private func startDelay(of batch: Int) -> Task<Void, Never> {
    let (signals, delay) = (signals, nanoseconds(options.scheduledDelay))
    return Task.detached(priority: .utility) {
      try? await Task.sleep(nanoseconds: delay)
      signals.yield(.delayPassed(batch))
    }
  }

  /// Exports what waits, or drops it where a shutdown ran out of time.
  private func export(_ waiting: inout [SpanData]) async {
    if waiting.isEmpty { return }
    let spans = waiting
    waiting.removeAll(keepingCapacity: true)
    for _ in spans { free.signal() }
    if Task.isCancelled {
      for span in spans {
        drops.count()
        options.onDrop?(span)
      }
      return
    }
    do {
      try await export(spans)
    } catch {
      options.onExportError?(error, spans.count)
    }
  }

  /// Exports, and cancels the export once its time is up.
  private func export(_ spans: [SpanData]) async throws {
    let (exporter, timeout) = (exporter, nanoseconds(options.exportTimeout))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await exporter.export(spans) }
      group.addTask {
        try await Task.sleep(nanoseconds: timeout)
        throw ExportTimedOut()
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }
}

/// An export took longer than its time.
public struct ExportTimedOut: Error {
  init() {}
}
