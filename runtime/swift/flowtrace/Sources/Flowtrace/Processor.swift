/// Takes finished spans.
///
/// It must neither block nor trap.
public protocol SpanProcessor: Sendable {
  /// Whether the processor is handed spans that are not sampled, too; false unless it says otherwise.
  ///
  /// One that says true must look at ``SpanData/sampled`` before it exports a span.
  var takesUnsampled: Bool { get }
  /// Takes one span, on whichever thread emitted it.
  func onEnd(_ span: SpanData)
  /// Waits until everything taken so far is out, at most so many seconds; says whether it is.
  func forceFlush(within seconds: Double) async -> Bool
  /// Flushes and frees; what comes later is dropped. Says whether everything went out in time.
  func shutdown(within seconds: Double) async -> Bool
}

extension SpanProcessor {
  /// Only spans that are sampled.
  public var takesUnsampled: Bool { false }
}

/// Sends batches away.
///
/// Its calls are serial. An exporter heeds cancellation: the processor cancels an export that takes too long, and waits for
/// it to return.
public protocol SpanExporter: Sendable {
  /// Sends the spans, in order.
  ///
  /// Throws an ``ExportError``, or ``ExportErrors``, for those that are lost. Any other error stands for all of them.
  func export(_ spans: [SpanData]) async throws
  /// Frees what the exporter holds; no export follows.
  func shutdown() async
}

extension SpanExporter {
  /// Frees nothing.
  public func shutdown() async {}
}

/// An exporter that tries again may say meanwhile why it has not come through.
///
/// A ``BatchSpanProcessor`` whose shutdown runs out of time tells it with what is lost. An exporter that hands spans to another one
/// passes its answer on.
public protocol RetryingExporter: SpanExporter {
  /// Why the last attempt that has ended failed, in the words that an ``ExportError`` would have; nil where there was none, or it
  /// came through.
  ///
  /// It is asked at any time and from any thread, also while spans are exported, and must not wait for them. An attempt that is
  /// cancelled does not change it. Like the message of an ``ExportError`` it has no value of a tag.
  var lastFailure: String? { get }
}

/// Ignores everything.
public struct DiscardingProcessor: SpanProcessor {
  /// Ignores everything.
  public init() {}
  /// Ignores the span.
  public func onEnd(_ span: SpanData) {}
  /// Has nothing to wait for.
  public func forceFlush(within seconds: Double) async -> Bool { true }
  /// Has nothing to free.
  public func shutdown(within seconds: Double) async -> Bool { true }
}
