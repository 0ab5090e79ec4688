/// A kind of span that others may have as their parent, or link to: the typed pointer to one span.
public protocol SpanRef: Hashable, Sendable {
  /// The ids of the span.
  var context: SpanContext { get }
  /// Takes over a reference that was carried here; nil where it is malformed.
  init?(traceparent: String)
}

extension SpanRef {
  /// The W3C `traceparent` of the span, for a payload.
  public var traceparent: String { context.traceparent }
}

/// The text of one id tag, a type of its own so that two ids cannot be swapped.
public protocol TextTag: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible
where RawValue == String {
  /// Wraps a value as it stands on the wire.
  init(_ rawValue: String)
  /// Whether the value keeps what the spec asks of it.
  var isValid: Bool { get }
}

extension TextTag {
  /// Wraps a value as it stands on the wire.
  public init(rawValue: String) { self.init(rawValue) }

  /// The value on the wire.
  public var description: String { rawValue }

  /// Equal bytes: `String` calls "é" and "e\u{301}" equal, but the ids that derive from them differ.
  public static func == (left: Self, right: Self) -> Bool {
    left.rawValue.utf8.elementsEqual(right.rawValue.utf8)
  }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    for byte in rawValue.utf8 { hasher.combine(byte) }
    hasher.combine(0xff as UInt8)
  }
}
