public import Flowtrace

/// One value of a span's key, as it goes into the derived id.
public enum SpanKey: Sendable {
  /// An id, a string, or an enum's value on the wire: its UTF-8 bytes.
  case text(String)
  /// An integer: decimal, without a plus sign or leading zeros.
  case number(Int)
  /// A truth value: `true` or `false`.
  case flag(Bool)
  /// The parent's span id: its 8 bytes.
  case parent(SpanID)
}

/// The ids that derive (`docs/ids.md`).
///
/// It is no extension of `TraceID` and `SpanContext`: whoever imports a generated module would see
/// its members too.
public enum DerivedIDs {
  /// The trace id that the value of an id tag stands for.
  static func traceID(flow: String, value: String) -> TraceID {
    if let (high, low) = value.withBytes(uuidBytes), high | low != 0 {
      return TraceID(high: high, low: low)
    }
    let (high, low, _, _) = sha256 { message in
      message.append(flow)
      message.append(0 as UInt8)
      message.append(value)
    }
    return TraceID(high: high, low: low)
  }

  /// The span whose id derives from its trace, its name and its key.
  public static func context(
    _ trace: TraceContext,
    _ name: String,
    _ keys: [SpanKey] = []
  ) -> SpanContext {
    let (bits, _, _, _) = sha256 { message in
      message.append(trace.traceID.high)
      message.append(trace.traceID.low)
      message.append(name)
      message.append(0 as UInt8)
      for key in keys {
        switch key {
        case .text(let value): message.append(value)
        case .number(let value): message.append(String(value))
        case .flag(let value): message.append(value ? "true" : "false")
        case .parent(let value): message.append(value.bits)
        }
        message.append(0 as UInt8)
      }
    }
    return trace.context(SpanID(bits))
  }
}
