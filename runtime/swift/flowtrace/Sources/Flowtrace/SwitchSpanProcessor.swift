/// Lets an app turn its spans off, or keep another share of the traces than the spec says, while it runs and from any thread.
public final class SwitchSpanProcessor: SpanProcessor {
  private struct Setting: Sendable {
    var isEnabled = true
    var ratio: Double?
    /// The least randomness of a trace that is kept, of 2^56; nil for that of the spec.
    var threshold: UInt64?
  }

  private let next: any SpanProcessor
  private let setting = Locked(Setting())

  /// A switch in front of a processor. It is on, and the spec decides what is sampled.
  public init(_ next: any SpanProcessor) { self.next = next }

  /// Whether spans pass; those that end from now on.
  public var isEnabled: Bool {
    get { setting.withLock { $0.isEnabled } }
    set { setting.withLock { $0.isEnabled = newValue } }
  }

  /// The share of the traces that is kept, from 0 to 1, in place of what the spec says; nil where the spec decides.
  ///
  /// The traces are those that every client with the ratio keeps, as it follows from their ids. A ratio outside 0 to 1 counts as the
  /// nearer end, and one that is not a number as nil.
  public var samplingRatio: Double? {
    get { setting.withLock { $0.ratio } }
    set {
      let ratio = newValue.flatMap { $0.isNaN ? nil : max(0, min(1, $0)) }
      let all = Double(1 << 56)
      setting.withLock { setting in
        setting.ratio = ratio
        setting.threshold = ratio.map { UInt64(all) - UInt64(($0 * all).rounded()) }
      }
    }
  }

  /// All spans: a ratio may be set at any time.
  public var takesUnsampled: Bool { true }

  /// Passes the span on, where it is kept or the next processor takes all.
  public func onEnd(_ span: SpanData) {
    let (isEnabled, threshold) = setting.withLock { ($0.isEnabled, $0.threshold) }
    guard isEnabled else { return }
    let isKept = threshold.map { span.context.traceID.randomness >= $0 } ?? span.sampled
    // The next one obeys the flag, so that it has to be that of the decision.
    if isKept || next.takesUnsampled { next.onEnd(span.decided(sampled: isKept)) }
  }

  /// Flushes the next processor.
  public func forceFlush(within seconds: Double) async -> Bool {
    await next.forceFlush(within: seconds)
  }

  /// Shuts the next processor down.
  public func shutdown(within seconds: Double) async -> Bool {
    await next.shutdown(within: seconds)
  }
}
