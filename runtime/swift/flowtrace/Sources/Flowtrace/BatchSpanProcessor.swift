import Dispatch

/// A bounded queue before an exporter.
///
/// It exports when a batch is full, when the delay has passed, on ``forceFlush(within:)`` and on
/// ``shutdown(within:)``. A full queue drops the newest span, counts it and says so. Flush before the
/// process may be stopped: on `didEnterBackground`, before an extension's content handler.
public final class BatchSpanProcessor: SpanProcessor {
  /// How much is kept, and how long.
  public struct Options: Sendable {
    /// How many spans wait at most, those not counted that are being exported.
    public var maxQueueSize = 2_048
    /// How many spans go out at once, at most.
    public var maxExportBatchSize = 512
    /// How long a span waits for company, in seconds.
    public var scheduledDelay = 5.0
    /// How long one export may take, in seconds; then it is cancelled.
    public var exportTimeout = 30.0
    /// Hears of every span that is dropped, on the emitting thread.
    public var onDrop: (@Sendable (SpanData) -> Void)?
    /// Hears of every export that failed, with the number of spans lost.
    public var onExportError: (@Sendable (any Error, Int) -> Void)?

    /// The sizes of the runtime contract.
    public init() {}
  }

  enum Signal: Sendable {
    case span(SpanData)
    case delayPassed(Int)
    case flush(AsyncStream<Bool>.Continuation)
    case shutdown(AsyncStream<Bool>.Continuation)
  }

  private let options: Options
  private let signals: AsyncStream<Signal>.Continuation
  // Semaphores count without a lock on every system that the package supports.
  private let free = DispatchSemaphore(value: 0)
  private let drops = DropCounter()
  private let worker: Task<Void, Never>

  /// A processor before the exporter.
  public init(_ exporter: any SpanExporter, options: Options = Options()) {
    var options = options
    options.maxQueueSize = max(1, options.maxQueueSize)
    options.maxExportBatchSize = min(max(1, options.maxExportBatchSize), options.maxQueueSize)
    self.options = options
    for _ in 0..<options.maxQueueSize { free.signal() }
    let (stream, signals) = AsyncStream<Signal>.makeStream()
    self.signals = signals
    let worker = BatchWorker(exporter, options, free, drops, signals)
    self.worker = Task.detached(priority: .utility) { await worker.run(stream) }
  }

  deinit { signals.finish() }

  /// Takes one span, or drops it where the queue is full.
  public func onEnd(_ span: SpanData) {
    guard free.wait(timeout: DispatchTime(uptimeNanoseconds: 0)) == .success else {
      drop(span)
      return
    }
    if case .terminated = signals.yield(.span(span)) {
      free.signal()
      drop(span)
    }
  }

  /// Exports everything taken so far; says whether it went out in time.
  public func forceFlush(within seconds: Double) async -> Bool {
    await ask(seconds) { signals.yield(.flush($0)) }
  }

  /// Exports everything taken so far and frees the exporter; what comes later is dropped and counted.
  ///
  /// What could not be exported in time is dropped too, and the export that runs is cancelled.
  public func shutdown(within seconds: Double) async -> Bool {
    let inTime = await ask(seconds) {
      defer { signals.finish() }
      return signals.yield(.shutdown($0))
    }
    if !inTime { worker.cancel() }
    return inTime
  }

  /// How many spans were dropped since the start.
  public var dropped: Int {
    get async { await drops.total() }
  }

  private func drop(_ span: SpanData) {
    drops.count()
    options.onDrop?(span)
  }

  /// Sends a signal and waits for its answer, at most so long; true also where nobody is left to ask.
  private func ask(
    _ seconds: Double,
    _ send: (AsyncStream<Bool>.Continuation) -> AsyncStream<Signal>.Continuation.YieldResult
  ) async -> Bool {
    let (answers, answer) = AsyncStream<Bool>.makeStream()
    if case .terminated = send(answer) { return true }
    let deadline = Task.detached {
      try? await Task.sleep(nanoseconds: nanoseconds(seconds))
      answer.yield(false)
    }
    defer { deadline.cancel() }
    return await answers.first { _ in true } ?? false
  }
}

/// Counts from any thread without a lock, and without a limit on the threads.
actor DropCounter {
  private nonisolated let pending = DispatchSemaphore(value: 0)
  private var counted = 0

  nonisolated func count() { pending.signal() }

  func total() -> Int {
    while pending.wait(timeout: DispatchTime(uptimeNanoseconds: 0)) == .success { counted += 1 }
    return counted
  }
}

/// Seconds as whole nanoseconds, within what a sleep can take.
package func nanoseconds(_ seconds: Double) -> UInt64 {
  seconds > 0 ? UInt64(min(seconds, 1e9) * 1e9) : 0
}
