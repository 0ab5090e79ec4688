import Flowtrace
import Foundation

/// One case of calls.json or order-calls.json; testdata/vectors/README.md says what the members are.
struct Case: Decodable {
  struct Emitter: Decodable {
    let name: String
    let service: String
    let tags: [String: Form]
  }

  let name: String
  let flow: String?
  let needs: String?
  let start_ns: String
  let step_ns: String
  let trace_ids: [String]
  let span_ids: [String]
  let emitters: [Emitter]
  let ops: [Op]

  private enum Keys: CodingKey {
    case name, flow, needs, start_ns, step_ns, trace_ids, span_ids, emitters, ops
  }

  /// A case that Swift cannot hold is not read any further than its name.
  init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: Keys.self)
    name = try members.decode(String.self, forKey: .name)
    flow = try members.decodeIfPresent(String.self, forKey: .flow)
    needs = try members.decodeIfPresent(String.self, forKey: .needs)
    start_ns = try members.decode(String.self, forKey: .start_ns)
    step_ns = try members.decode(String.self, forKey: .step_ns)
    trace_ids = try members.decode([String].self, forKey: .trace_ids)
    span_ids = try members.decode([String].self, forKey: .span_ids)
    emitters = needs == nil ? try members.decode([Emitter].self, forKey: .emitters) : []
    ops = needs == nil ? try members.decode([Op].self, forKey: .ops) : []
  }
}

/// A call of a span's method, or the end of a measured span.
struct Op: Decodable {
  let emitter: String?
  let span: String?
  let at_ns: String?
  let time: String?
  let parent: Reference?
  let args: [String: Form]?
  let links: [Reference]?
  let extra: [Extra]?
  let end: Int?

  /// The time that is given to the call.
  func date() throws -> Date? {
    try time.map { try Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse($0) }
  }

  /// The undeclared tags.
  func extras() throws -> ExtraTags {
    let tags = (extra ?? []).compactMap(\.tag)
    guard tags.count == extra?.count ?? 0 else {
      throw Trouble(description: "an extra that Swift cannot hold")
    }
    return ExtraTags(tags)
  }
}

/// How a reference is come by.
final class Reference: Decodable {
  let of: Int?
  let traceparent: String?
  let span: String?
  let derive: String?
  let parent: Reference?
  let args: [String: Form]?
}

/// A text, a number, a list of texts, or a text form.
struct Form: Decodable {
  let text: String
  let number: Int?
  let double: Double?
  let texts: [String]

  private struct Parts: Decodable {
    let text: String?
    let utf8: String?
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let double = try? container.decode(Double.self) {
      (self.double, texts) = (double, [])
      number = Int(exactly: double)
      text = number.map { String($0) } ?? ""
      return
    }
    (number, double) = (nil, nil)
    if let texts = try? container.decode([Form].self) {
      (text, self.texts) = ("", texts.map(\.text))
      return
    }
    texts = []
    if let text = try? container.decode(String.self) {
      self.text = text
      return
    }
    let parts = try container.decode(Parts.self)
    guard let text = parts.text ?? parts.utf8.map(decoded) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a text form that Swift does not have")
    }
    self.text = text
  }
}

/// An undeclared tag.
struct Extra: Decodable {
  let key: Form
  let text: String?
  let utf8: String?
  let int: String?
  let double: Number?
  let bool: Bool?
  let texts: [Form]?
  let ints: [String]?
  let doubles: [Number]?
  let bools: [Bool]?

  var tag: Tag? { value.map { Tag(key: key.text, value: $0) } }

  private var value: TagValue? {
    if let text = text ?? utf8.map(decoded) { return .string(text) }
    if let int { return Int64(int).map { .int($0) } }
    if let double { return .double(double.value) }
    if let bool { return .bool(bool) }
    if let texts { return .strings(texts.map(\.text)) }
    if let ints { return .ints(ints.compactMap { Int64($0) }) }
    if let doubles { return .doubles(doubles.map(\.value)) }
    return bools.map { .bools($0) }
  }
}

/// A number, or the name of one that is not finite.
struct Number: Decodable {
  let value: Double

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      value = number
      return
    }
    switch try container.decode(String.self) {
    case "NaN": value = .nan
    case "Infinity": value = .infinity
    case "-Infinity": value = -.infinity
    case let text:
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no number: \(text)")
    }
  }
}

/// Bytes in hex as a text, repaired as Swift's decoder does.
private func decoded(_ hex: String) -> String {
  let digits = Array(hex)
  let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
    UInt8(String(digits[$0...($0 + 1)]), radix: 16)
  }
  return String(decoding: bytes, as: UTF8.self)
}
