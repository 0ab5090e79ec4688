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
    let kept = threshold == 0 || randomness(of: traceID) >= threshold
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

/// The random 56 bits of a trace id: its last 7 bytes where it is a UUID of version 4 or 7, else those of its SHA-256.
func randomness(of traceID: TraceID) -> UInt64 {
  let (version, variant) = (traceID.high >> 12 & 0xf, traceID.low >> 62)
  if version == 4 || version == 7, variant == 0b10 { return traceID.low & lowest56 }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(128)
  append(traceID.high, to: &bytes)
  append(traceID.low, to: &bytes)
  return sha256(bytes).3 & lowest56
}

private let lowest56: UInt64 = 0x00ff_ffff_ffff_ffff
