public import Flowtrace

/// The trace that a span is in, and whether the spans of the trace are exported.
///
/// A kind of trace with an id tag is kept by its trace id, so that every service decides alike: from the spec's
/// percentage p comes the threshold 2^56 · (1 − p), and what is at it or above is kept (OpenTelemetry's consistent
/// probability sampling). A kind without one has the flag of the parent.
public struct TraceContext: Sendable {
  let traceID: TraceID
  let sampled: Bool

  /// The trace that the value of an id tag stands for.
  public static func derived(flow: String, value: String, threshold: UInt64 = 0) -> TraceContext {
    id(DerivedIDs.traceID(flow: flow, value: value), threshold: threshold)
  }

  /// The trace of that id, which says by itself whether it is kept; the threshold 0 keeps all.
  public static func id(_ traceID: TraceID, threshold: UInt64 = 0) -> TraceContext {
    let kept = threshold == 0 || traceID.randomness >= threshold
    return TraceContext(traceID: traceID, sampled: kept)
  }

  /// The parent's trace, with its flag.
  public static func parent(_ parent: SpanContext) -> TraceContext {
    TraceContext(traceID: parent.traceID, sampled: parent.sampled)
  }

  /// A span of the trace.
  func context(_ spanID: SpanID) -> SpanContext {
    SpanContext(traceID: traceID, spanID: spanID, sampled: sampled)
  }
}
