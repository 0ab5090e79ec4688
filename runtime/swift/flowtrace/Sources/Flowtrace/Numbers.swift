/// A double as it stands in JSON: the shortest digits that read back.
///
/// They are laid out as ECMAScript's Number::toString does, with `.0` where that has neither a point
/// nor an exponent. What is not finite is the string `NaN`, `Infinity` or `-Infinity`, as proto3 JSON
/// has it.
package func jsonNumber(_ value: Double) -> String {
  value.isFinite ? plainNumber(value) : "\"\(plainNumber(value))\""
}

/// A double as ``jsonNumber(_:)`` has it, without quotes.
package func plainNumber(_ value: Double) -> String {
  guard value.isFinite else {
    return value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
  }
  let text = shortNumber(value)
  return text.utf8.contains { $0 == 0x2e || $0 == 0x65 } ? text : text + ".0"
}

/// A finite double as ECMAScript's Number::toString writes it.
private func shortNumber(_ value: Double) -> String {
  guard value != 0 else { return value.sign == .minus ? "-0" : "0" }
  let (digits, point) = decimal(value.magnitude)
  return (value < 0 ? "-" : "") + layOut(digits, point)
}

/// The significant digits of a finite number above zero, and how many of them stand before the point.
private func decimal(_ value: Double) -> (digits: [UInt8], point: Int) {
  var (digits, point, exponent): ([UInt8], Int?, Int) = ([], nil, 0)
  let text = Array(value.description.utf8)
  for (index, byte) in text.enumerated() {
    switch byte {
    case 0x30...0x39: digits.append(byte)
    case 0x2e: point = digits.count
    default:
      let rest = text[(index + 1)...].filter { $0 != 0x2b }
      exponent = Int(String(decoding: rest, as: UTF8.self)) ?? 0
      return normalized(digits, (point ?? digits.count) + exponent)
    }
  }
  return normalized(digits, point ?? digits.count)
}

/// The digits without zeros at either end.
private func normalized(_ digits: [UInt8], _ point: Int) -> ([UInt8], Int) {
  let first = digits.firstIndex { $0 != 0x30 } ?? 0
  let last = digits.lastIndex { $0 != 0x30 } ?? 0
  return (Array(digits[first...last]), point - first)
}

/// ECMA-262, section 6.1.6.1.20, steps 6 to 12: `point` is its n, the number of digits its k.
private func layOut(_ digits: [UInt8], _ point: Int) -> String {
  func text(_ part: some Sequence<UInt8>) -> String {
    String(decoding: Array(part), as: UTF8.self)
  }
  let count = digits.count
  switch point {
  case count...21:
    return text(digits) + String(repeating: "0", count: point - count)
  case 1...21 where point < count:
    return text(digits[..<point]) + "." + text(digits[point...])
  case -5...0:
    return "0." + String(repeating: "0", count: -point) + text(digits)
  default:
    let exponent = point - 1
    let mantissa = count == 1 ? text(digits) : text(digits[..<1]) + "." + text(digits[1...])
    return mantissa + "e" + (exponent < 0 ? "-" : "+") + String(exponent.magnitude)
  }
}

/// A text as a JSON string with its quotes (RFC 8259, section 7).
package func jsonString(_ text: String) -> String {
  var out: [UInt8] = []
  appendJSON(text, to: &out)
  return String(decoding: out, as: UTF8.self)
}

/// Appends a text as a JSON string with its quotes: nothing is escaped but what must be.
package func appendJSON(_ text: String, to out: inout [UInt8]) {
  var text = text
  out.append(0x22)
  text.withUTF8 { bytes in
    var start = 0
    // A plain loop: it is the one that every byte of a body goes through, in debug builds, too.
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      if byte < 0x20 || byte == 0x22 || byte == 0x5c {
        out.append(contentsOf: bytes[start..<place])
        appendEscaped(byte, to: &out)
        start = place + 1
      }
      place += 1
    }
    out.append(contentsOf: bytes[start...])
  }
  out.append(0x22)
}

private func appendEscaped(_ byte: UInt8, to out: inout [UInt8]) {
  out.append(0x5c)
  switch byte {
  case 0x0a: out.append(UInt8(ascii: "n"))
  case 0x0d: out.append(UInt8(ascii: "r"))
  case 0x09: out.append(UInt8(ascii: "t"))
  case 0..<0x20:
    out.append(contentsOf: "u00".utf8)
    out.append(byte < 0x10 ? 0x30 : 0x31)
    let low = byte & 0xf
    out.append(low < 10 ? low + 0x30 : low + 0x57)
  default: out.append(byte)
  }
}
