/// What the spec asks of a tag of type id, string or enum, or of each item of a list of them.
///
/// Generated code holds one for each tag. All languages look at the constraints in one order, and
/// report the first that is broken. Rules are objects so that a call hands over one thing, and not each of their members.
public final class TextRule: Sendable {
  let key: String
  let minLength: Int
  let maxLength: Int
  let pattern: Pattern?
  let format: Format?
  let items: ItemCount

  /// The constraints, lengths in code points; `maxLength` and `maxItems` are 0 for none.
  public init(
    _ key: String,
    minLength: Int = 0,
    maxLength: Int = 0,
    pattern: Pattern? = nil,
    format: Format? = nil,
    minItems: Int = 0,
    maxItems: Int = 0
  ) {
    self.key = key
    self.minLength = minLength
    self.maxLength = maxLength
    self.pattern = pattern
    self.format = format
    items = ItemCount(key: key, min: minItems, max: maxItems)
  }

  /// Whether a text keeps all constraints.
  public func accepts(_ text: String) -> Bool { expected(of: text) == nil }

  /// The first constraint that a text breaks, in the words of the runtime contract.
  func expected(of text: String) -> String? {
    let bytes = text.utf8.count
    // A code point takes one to four bytes, so that most texts need no counting.
    if bytes < minLength * 4, text.unicodeScalars.count < minLength {
      return "at least \(count(minLength, "character"))"
    }
    if maxLength > 0, bytes > maxLength, text.unicodeScalars.count > maxLength {
      return "at most \(count(maxLength, "character"))"
    }
    if let pattern, !pattern.matches(text) { return "pattern \(pattern.source)" }
    if let format, !format.matches(text) { return "format \(format.rawValue)" }
    return nil
  }
}

/// What the spec asks of a tag of type int, or of each item of a list of them.
public final class IntRule: Sendable {
  let key: String
  let min: Int64
  let max: Int64
  let items: ItemCount

  /// The constraints, both ends included; `maxItems` is 0 for none.
  public init(
    _ key: String,
    min: Int64 = .min,
    max: Int64 = .max,
    minItems: Int = 0,
    maxItems: Int = 0
  ) {
    self.key = key
    self.min = min
    self.max = max
    items = ItemCount(key: key, min: minItems, max: maxItems)
  }

  func expected(of number: Int64) -> String? {
    if number < min { return "at least \(min)" }
    return number > max ? "at most \(max)" : nil
  }
}

/// What the spec asks of a tag of type double, or of each item of a list of them.
public final class DoubleRule: Sendable {
  let key: String
  let min: Double
  let max: Double
  let minText: String
  let maxText: String
  let items: ItemCount

  /// The constraints, both ends included and as the spec writes them; `maxItems` is 0 for none.
  public init(
    _ key: String,
    min: String = "",
    max: String = "",
    minItems: Int = 0,
    maxItems: Int = 0
  ) {
    self.key = key
    self.min = Double(min) ?? -.infinity
    self.max = Double(max) ?? .infinity
    minText = min
    maxText = max
    items = ItemCount(key: key, min: minItems, max: maxItems)
  }

  func expected(of number: Double) -> String? {
    if !number.isFinite { return "a finite number" }
    if number < min { return "at least \(minText)" }
    return number > max ? "at most \(maxText)" : nil
  }
}

/// What the spec asks of a tag of type bool, or of a list of them.
public final class BoolRule: Sendable {
  let key: String
  let items: ItemCount

  /// The constraints; `maxItems` is 0 for none.
  public init(_ key: String, minItems: Int = 0, maxItems: Int = 0) {
    self.key = key
    items = ItemCount(key: key, min: minItems, max: maxItems)
  }
}

/// How many items the spec asks of a list; a `max` of 0 is any number.
struct ItemCount: Sendable {
  let key: String
  let min: Int
  let max: Int

  func expected(of items: Int) -> String? {
    if items < min { return "at least \(count(min, "item"))" }
    return max > 0 && items > max ? "at most \(count(max, "item"))" : nil
  }
}

/// A number with its noun.
func count(_ number: Int, _ noun: String) -> String {
  number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
}
