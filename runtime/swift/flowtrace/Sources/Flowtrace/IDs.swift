/// The 16 bytes that name a trace; never all zero.
public struct TraceID: Hashable, Sendable, CustomStringConvertible {
  package let high: UInt64
  package let low: UInt64

  /// A trace id of two big-endian halves; all zero becomes …01, as `docs/ids.md` has it.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = high | low == 0 ? 1 : low
  }

  /// Reads 32 lower-case hex digits that are not all zero; nil for anything else.
  public init?(hex text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 32,
      let high = number(lowercaseHex: digits[0..<16]),
      let low = number(lowercaseHex: digits[16..<32]), high | low != 0
    else { return nil }
    self.init(high: high, low: low)
  }

  /// 32 lower-case hex digits.
  public var description: String {
    var digits: [UInt8] = []
    digits.reserveCapacity(32)
    append(hex: high, to: &digits)
    append(hex: low, to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }
}

/// The 8 bytes that name a span in its trace; never all zero.
public struct SpanID: Hashable, Sendable, CustomStringConvertible {
  package let bits: UInt64

  /// A span id of one big-endian number; zero becomes …01, as `docs/ids.md` has it.
  public init(_ bits: UInt64) { self.bits = bits == 0 ? 1 : bits }

  /// Reads 16 lower-case hex digits that are not all zero; nil for anything else.
  public init?(hex text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 16, let bits = number(lowercaseHex: digits[...]), bits != 0
    else { return nil }
    self.init(bits)
  }

  /// 16 lower-case hex digits.
  public var description: String {
    var digits: [UInt8] = []
    digits.reserveCapacity(16)
    append(hex: bits, to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }
}

/// Where a span is: what a child, a link or a push payload needs to know of it.
public struct SpanContext: Hashable, Sendable {
  /// The trace of the span.
  public let traceID: TraceID
  /// The span in its trace.
  public let spanID: SpanID
  /// Whether the span is exported: the W3C sampled flag.
  public let sampled: Bool

  /// A context of ids that are known.
  public init(traceID: TraceID, spanID: SpanID, sampled: Bool = true) {
    self.traceID = traceID
    self.spanID = spanID
    self.sampled = sampled
  }

  /// The W3C `traceparent`, 55 bytes; its flags are 01 where the span is sampled, else 00.
  public var traceparent: String {
    var text: [UInt8] = []
    text.reserveCapacity(55)
    text.append(contentsOf: "00-".utf8)
    append(hex: traceID.high, to: &text)
    append(hex: traceID.low, to: &text)
    text.append(UInt8(ascii: "-"))
    append(hex: spanID.bits, to: &text)
    text.append(contentsOf: (sampled ? "-01" : "-00").utf8)
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads a `traceparent` (W3C Trace Context level 2, section 3.2); nil where it is malformed.
  ///
  /// Any version but `ff` is read; a later one may carry more after a further hyphen. Of the flags,
  /// the lowest bit is kept: ``sampled``.
  public init?(traceparent: String) {
    let text = Array(traceparent.utf8)
    let hyphen = UInt8(ascii: "-")
    guard text.count == 55 || (text.count > 55 && text[55] == hyphen),
      text[2] == hyphen, text[35] == hyphen, text[52] == hyphen,
      let version = number(lowercaseHex: text[0..<2]), version < 0xff,
      version > 0 || text.count == 55,
      let high = number(lowercaseHex: text[3..<19]),
      let low = number(lowercaseHex: text[19..<35]), high | low != 0,
      let span = number(lowercaseHex: text[36..<52]), span != 0,
      let flags = number(lowercaseHex: text[53..<55])
    else { return nil }
    self.init(
      traceID: TraceID(high: high, low: low),
      spanID: SpanID(span),
      sampled: flags & 1 == 1
    )
  }
}

/// The value of a hex digit of any case, or nil; unlike `UInt64(_:radix:)` it takes no sign.
@inlinable package func nibble(_ byte: UInt8) -> UInt64? {
  switch byte {
  case 0x30...0x39: UInt64(byte - 0x30)
  case 0x61...0x66: UInt64(byte - 0x57)
  case 0x41...0x46: UInt64(byte - 0x37)
  default: nil
  }
}

private func number(lowercaseHex text: ArraySlice<UInt8>) -> UInt64? {
  var number: UInt64 = 0
  for byte in text {
    guard let digit = nibble(byte), !(0x41...0x46).contains(byte) else { return nil }
    number = number << 4 | digit
  }
  return number
}

private func append(hex value: UInt64, to text: inout [UInt8]) {
  for shift in stride(from: UInt64(60), through: 0, by: -4) {
    let digit = UInt8(truncatingIfNeeded: value >> shift) & 0xf
    text.append(digit < 10 ? digit + 0x30 : digit + 0x57)
  }
}
