/// The value of a tag.
public enum TagValue: Hashable, Sendable {
  /// Text.
  case string(String)
  /// A whole number.
  case int(Int64)
  /// A number; it is a double on the wire also when it is whole.
  case double(Double)
  /// True or false.
  case bool(Bool)
  /// A list of texts.
  case strings([String])
  /// A list of whole numbers.
  case ints([Int64])
  /// A list of numbers.
  case doubles([Double])
  /// A list of truth values.
  case bools([Bool])
}

extension TagValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  /// Text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A whole number.
  public init(integerLiteral value: Int64) { self = .int(value) }
}

extension TagValue: ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral {
  /// A number.
  public init(floatLiteral value: Double) { self = .double(value) }
  /// True or false.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension TagValue: CustomStringConvertible {
  /// A text as it is, and anything else as it is written in JSON.
  public var description: String {
    switch self {
    case .string(let value): value
    case .int(let value): String(value)
    case .double(let value): plainNumber(value)
    case .bool(let value): value ? "true" : "false"
    case .strings(let values): "[" + values.map(jsonString).joined(separator: ",") + "]"
    case .ints(let values): "[" + values.map { String($0) }.joined(separator: ",") + "]"
    case .doubles(let values): "[" + values.map(jsonNumber).joined(separator: ",") + "]"
    case .bools(let values):
      "[" + values.map { $0 ? "true" : "false" }.joined(separator: ",") + "]"
    }
  }
}

extension TagValue {
  /// How many bytes its texts have, with 64 for each item of a list.
  var size: Int {
    switch self {
    case .string(let text): text.utf8.count
    case .int, .double, .bool: 0
    case .strings(let texts): texts.reduce(0) { $0 + 64 + $1.utf8.count }
    case .ints(let numbers): 64 * numbers.count
    case .doubles(let numbers): 64 * numbers.count
    case .bools(let flags): 64 * flags.count
    }
  }
}

/// A key and its value.
public struct Tag: Hashable, Sendable {
  /// The key as it stands on the wire.
  public let key: String
  /// The value as it stands on the wire.
  public let value: TagValue

  /// A key and its value.
  public init(key: String, value: TagValue) {
    self.key = key
    self.value = value
  }
}

/// Tags that the spec does not declare, in the caller's order.
///
/// Write a dictionary literal, such as `["thread.name": "main", "retries": 2]`, or append.
public struct ExtraTags: ExpressibleByDictionaryLiteral, Hashable, Sendable {
  /// The tags, in order.
  public private(set) var tags: [Tag]

  /// The tags of a literal, in its order.
  public init(dictionaryLiteral elements: (String, TagValue)...) {
    tags = elements.map { Tag(key: $0.0, value: $0.1) }
  }

  /// The given tags, in their order.
  public init(_ tags: some Sequence<Tag>) { self.tags = Array(tags) }

  /// Adds one more.
  public mutating func append(_ key: String, _ value: TagValue) {
    tags.append(Tag(key: key, value: value))
  }
}
