/// A bounded queue before an exporter.
///
/// It exports when a batch is full, when the delay has passed, on ``forceFlush(within:)`` and on
/// ``shutdown(within:)``. A full queue drops the newest span. Every span is counted once, see ``stats``, and every loss is told to
/// ``Options/onExportError``. Flush before the process may be stopped: on `didEnterBackground`, before an extension's content
/// handler.
public final class BatchSpanProcessor: SpanProcessor {
  /// How much is kept, and how long. A number of zero or below has its default.
  public struct Options: Sendable {
    /// How many spans wait at most, those not counted that are being exported.
    public var maxQueueSize = 2_048
    /// How many bytes the spans that wait have at most, about as many as they have on the wire.
    public var maxQueueBytes = 16 << 20
    /// How many spans go out at once, at most.
    public var maxExportBatchSize = 512
    /// How long a span waits for company, in seconds.
    public var scheduledDelay = 5.0
    /// How long one export may take, in seconds; then it is cancelled.
    public var exportTimeout = 30.0
    /// Hears of every loss: on the thread that emitted the span where the queue was full, in the task that called
    /// ``BatchSpanProcessor/shutdown(within:)`` where that ran out of time, else in the processor's own.
    public var onExportError: (@Sendable (ExportError) -> Void)?

    /// The sizes of the runtime contract.
    public init() {}

    func withDefaults() -> Options {
      let defaults = Options()
      func orDefault<Number: Comparable & Numeric>(_ size: KeyPath<Options, Number>) -> Number {
        self[keyPath: size] > 0 ? self[keyPath: size] : defaults[keyPath: size]
      }
      var options = self
      options.maxQueueSize = orDefault(\.maxQueueSize)
      options.maxQueueBytes = orDefault(\.maxQueueBytes)
      options.maxExportBatchSize = min(orDefault(\.maxExportBatchSize), options.maxQueueSize)
      options.scheduledDelay = orDefault(\.scheduledDelay)
      options.exportTimeout = orDefault(\.exportTimeout)
      return options
    }
  }

  private let exporter: any SpanExporter
  private let options: Options
  private let state: Locked<BatchState>

  /// A processor before the exporter.
  public init(_ exporter: any SpanExporter, options: Options = Options()) {
    self.exporter = exporter
    self.options = options.withDefaults()
    state = Locked(BatchState(self.options))
  }

  /// What became of the spans so far; after a shutdown, only spans that are emitted later change it.
  public var stats: Stats { state.withLock { $0.current } }

  /// Takes one span, or drops it where the queue is full.
  public func onEnd(_ span: SpanData) {
    let size = span.size
    let lost: ExportError.Reason? = state.withLock { state in
      if let lost = state.take(span, bytes: size) { return lost }
      if state.hasFullBatch {
        startWorker(&state)
      } else {
        startDelay(&state)
      }
      return nil
    }
    guard let lost else { return }
    let message =
      lost == .queueFull
      ? "the queue is full: the exporter is slower than the app emits, or the receiver does not answer"
      : "the processor is shut down"
    tell([ExportError(spans: 1, reason: lost, message: message)])
  }

  /// Exports everything taken so far; says whether that was exported, or lost, in time.
  ///
  /// What was not is exported later. While a shutdown runs, this waits for it, and answers as it does.
  public func forceFlush(within seconds: Double) async -> Bool {
    await answer(within: seconds) { state in
      switch state.phase {
      case .open:
        state.due = state.queue.taken
        startWorker(&state)
        return state.settled >= state.due ? .now(true) : .settled(state.due)
      case .closing: return .ended
      case .ended(let inTime): return .now(inTime)
      }
    } ?? false
  }

  /// Exports everything taken so far and frees the exporter; what comes later is dropped. Says whether everything was exported, or
  /// lost, in time.
  ///
  /// When time runs out, the export that runs is cancelled and what waits is dropped; nothing goes on after that, and ``stats`` is
  /// final. A second call waits for the first.
  public func shutdown(within seconds: Double) async -> Bool {
    let isFirst = state.withLock { state in
      guard case .open = state.phase else { return false }
      state.phase = .closing
      state.due = .max
      startWorker(&state)
      return true
    }
    let inTime = await answer(within: seconds) { state in
      if case .ended(let inTime) = state.phase { .now(inTime) } else { .ended }
    }
    return inTime ?? (isFirst ? abandon() : false)
  }

  /// Asks for an answer and waits for it, at most so long; nil where time runs out.
  private func answer(
    within seconds: Double,
    _ ask: (inout BatchState) -> BatchState.Goal
  ) async -> Bool? {
    let (answers, answer) = AsyncStream<Bool>.makeStream()
    let number: Int? = state.withLock { state in
      let goal = ask(&state)
      if case .now(let inTime) = goal {
        answer.yield(inTime)
        return nil
      }
      return state.wait(for: goal, answer)
    }
    guard let number else { return await answers.first { _ in true } }
    let deadline = Task.detached {
      try? await Task.sleep(nanoseconds: nanoseconds(seconds))
      answer.finish()
    }
    defer {
      deadline.cancel()
      state.withLock { $0.waiters[number] = nil }
    }
    return await answers.first { _ in true }
  }

  /// Ends everything at once: whatever the exporter still does, its spans are lost. Says what the shutdown answers.
  private func abandon() -> Bool {
    let failure = (exporter as? any RetryingExporter)?.lastFailure
    let (ended, lost, waiters) = state.withLock { $0.abandon(lastFailure: failure) }
    guard ended == nil else { return ended ?? false }
    tell(lost)
    for waiter in waiters { waiter.yield(false) }
    return false
  }

  private func tell(_ lost: [ExportError]) {
    guard let listener = options.onExportError else { return }
    for error in lost { listener(error) }
  }
}

// The worker: one task at a time, which lives as long as there is something to export.
extension BatchSpanProcessor {
  private func startWorker(_ state: inout BatchState) {
    guard state.worker == nil, state.hasWork else { return }
    state.worker = Task.detached(priority: .utility) { await self.work() }
  }

  /// Lets what waits go out after the delay, where nothing else is about to see to it.
  private func startDelay(_ state: inout BatchState) {
    guard state.worker == nil, state.delay == nil, state.queue.count > 0 else { return }
    state.delays += 1
    let (number, delay) = (state.delays, nanoseconds(options.scheduledDelay))
    state.delay = Task.detached(priority: .utility) {
      guard (try? await Task.sleep(nanoseconds: delay)) != nil else { return }
      self.state.withLock { state in
        guard state.delays == number, state.delay != nil else { return }
        state.delay = nil
        state.due = max(state.due, state.queue.taken)
        self.startWorker(&state)
      }
    }
  }

  private func work() async {
    while true {
      let step = state.withLock { state in
        let step = state.next()
        if case .rest = step { startDelay(&state) }
        return step
      }
      switch step {
      case .export(let batch):
        settle(batch.count, await export(batch))
      case .rest:
        return
      case .free:
        await exporter.shutdown()
        for waiter in state.withLock({ $0.end() }) { waiter.yield(true) }
        return
      }
    }
  }

  private func settle(_ count: Int, _ lost: [ExportError]) {
    // A shutdown that ran out of time has counted the batch, and told of it.
    guard state.withLock({ $0.count(count, lost) }) else { return }
    tell(lost)
    for waiter in state.withLock({ $0.settle(count) }) { waiter.yield(true) }
  }

  /// Exports, and cancels the export once its time is up; what it says then still counts.
  private func export(_ batch: [SpanData]) async -> [ExportError] {
    enum Event: Sendable {
      case ended((any Error)?)
      case timeIsUp
    }
    let (exporter, timeout) = (exporter, nanoseconds(options.exportTimeout))
    return await withTaskGroup(of: Event.self) { group in
      group.addTask {
        do {
          try await ExportDeadline.$steadyNano.withValue(ExportDeadline.after(timeout)) {
            try await exporter.export(batch)
          }
          return .ended(nil)
        } catch {
          return .ended(error)
        }
      }
      group.addTask {
        try? await Task.sleep(nanoseconds: timeout)
        return .timeIsUp
      }
      var isLate = false
      for await event in group {
        group.cancelAll()
        guard case .ended(let error) = event else {
          isLate = true
          continue
        }
        let isPlain = error is CancellationError || error != nil && isLate && !isTold(error)
        return ExportErrors.of(isPlain ? ExportTimedOut() : error, batch: batch.count)
      }
      return []
    }
  }

  private func isTold(_ error: (any Error)?) -> Bool {
    error is ExportError || error is ExportErrors
  }
}

/// An export took longer than its time, or was cancelled.
struct ExportTimedOut: Error, CustomStringConvertible {
  let description = "the export was cancelled: its time was up, or the processor shut down"
}

/// When an export has to be done, for exporters that plan further attempts.
package enum ExportDeadline {
  /// By the steady clock of ``SystemClock``; nil outside a processor.
  @TaskLocal package static var steadyNano: Int64?

  static func after(_ nanoseconds: UInt64) -> Int64 {
    let (sum, overflow) = SystemClock().steadyNano()
      .addingReportingOverflow(Int64(clamping: nanoseconds))
    return overflow ? .max : sum
  }
}

/// Seconds as whole nanoseconds, within what a sleep can take.
package func nanoseconds(_ seconds: Double) -> UInt64 {
  seconds > 0 ? UInt64(min(seconds, 1e9) * 1e9) : 0
}
