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
    if let (high, low) = uuidBytes(value), high | low != 0 {
      return TraceID(high: high, low: low)
    }
    var message = Array(flow.utf8)
    message.append(0)
    message.append(contentsOf: value.utf8)
    let (high, low, _, _) = sha256(message)
    return TraceID(high: high, low: low)
  }

  /// The span whose id derives from its trace, its name and its key.
  public static func context(
    _ trace: TraceContext,
    _ name: String,
    _ keys: [SpanKey] = []
  ) -> SpanContext {
    var message: [UInt8] = []
    message.reserveCapacity(128)
    append(trace.traceID.high, to: &message)
    append(trace.traceID.low, to: &message)
    message.append(contentsOf: name.utf8)
    message.append(0)
    for key in keys {
      switch key {
      case .text(let value): message.append(contentsOf: value.utf8)
      case .number(let value): message.append(contentsOf: String(value).utf8)
      case .flag(let value): message.append(contentsOf: (value ? "true" : "false").utf8)
      case .parent(let value): append(value.bits, to: &message)
      }
      message.append(0)
    }
    return trace.context(SpanID(sha256(message).0))
  }
}

/// The 16 bytes of 32 hex digits in any case, bare or with the hyphens of a UUID.
func uuidBytes(_ text: String) -> (UInt64, UInt64)? {
  let length = text.utf8.count
  guard length == 36 || length == 32 else { return nil }
  var text = text
  return text.withUTF8 { bytes in
    var (high, low): (UInt64, UInt64) = (0, 0)
    var digits = 0
    for (place, byte) in bytes.enumerated() {
      if length == 36, place == 8 || place == 13 || place == 18 || place == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
      } else {
        guard let digit = nibble(byte) else { return nil }
        if digits < 16 { high = high << 4 | digit } else { low = low << 4 | digit }
        digits += 1
      }
    }
    return (high, low)
  }
}
