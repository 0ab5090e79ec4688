import Flowtrace

/// A named syntax of a text.
public enum Format: String, Sendable {
  case uuid
  case hex
  case dateTime = "date-time"
  case uri
  case email
  case ipv4
  case ipv6

  /// Whether the text is of the format.
  func matches(_ text: String) -> Bool {
    if self == .uuid { return text.withBytes { $0.count == 36 && uuidBytes($0) != nil } }
    let text = Array(text.utf8)
    switch self {
    case .uuid: return false
    case .hex: return !text.isEmpty && text.count % 2 == 0 && text.allSatisfy(isHexDigit)
    case .dateTime: return isDateTime(text)
    case .uri: return isURI(text)
    case .email: return isEmail(text)
    case .ipv4: return isIPv4(text[...])
    case .ipv6: return isIPv6(text)
    }
  }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }
private func isHexDigit(_ byte: UInt8) -> Bool {
  isDigit(byte) || (0x61...0x66).contains(byte | 0x20)
}

/// A scheme, a colon, and characters of RFC 3986 with two hex digits behind every `%`.
///
/// How they are arranged is not looked at.
private func isURI(_ text: [UInt8]) -> Bool {
  guard let colon = text.firstIndex(of: UInt8(ascii: ":")), colon > 0, isLetter(text[0]),
    text[..<colon].allSatisfy({ isLetter($0) || isDigit($0) || "+-.".utf8.contains($0) })
  else { return false }
  for place in (colon + 1)..<text.count {
    let byte = text[place]
    if byte == UInt8(ascii: "%") {
      guard place + 2 < text.count, isHexDigit(text[place + 1]), isHexDigit(text[place + 2])
      else { return false }
    } else if !isLetter(byte), !isDigit(byte), !"-._~:/?#[]@!$&'()*+,;=".utf8.contains(byte) {
      return false
    }
  }
  return true
}

/// An addr-spec without comments and quoted forms (RFC 5322, section 3.4.1).
private func isEmail(_ text: [UInt8]) -> Bool {
  guard let at = text.firstIndex(of: UInt8(ascii: "@")) else { return false }
  return isDotAtom(text[..<at]) && isDotAtom(text[(at + 1)...])
}

/// dot-atom-text (RFC 5322, section 3.2.3).
private func isDotAtom(_ text: ArraySlice<UInt8>) -> Bool {
  text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
    !atom.isEmpty
      && atom.allSatisfy {
        isLetter($0) || isDigit($0) || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0)
      }
  }
}

/// Four decimal numbers up to 255 without leading zeros.
private func isIPv4(_ text: ArraySlice<UInt8>) -> Bool {
  let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  return parts.count == 4
    && parts.allSatisfy { part in
      guard (1...3).contains(part.count), part.allSatisfy(isDigit) else { return false }
      if part.count > 1, part.first == 0x30 { return false }
      return part.reduce(0) { $0 * 10 + Int($1 - 0x30) } <= 255
    }
}

/// An address of RFC 4291, section 2.2, without a zone: eight groups, one run of them as `::`, the last
/// two as IPv4 where the writer likes.
private func isIPv6(_ text: [UInt8]) -> Bool {
  let colon = UInt8(ascii: ":")
  guard
    let double = text.indices.dropLast().first(where: { text[$0] == colon && text[$0 + 1] == colon }
    )
  else { return groups(text[...]) == 8 }
  let (before, after) = (text[..<double], text[(double + 2)...])
  guard !before.contains(UInt8(ascii: ".")),
    let left = before.isEmpty ? 0 : groups(before), let right = after.isEmpty ? 0 : groups(after)
  else { return false }
  return left + right < 8
}

/// How many groups of 16 bits the text has, or nil where it is malformed.
private func groups(_ text: ArraySlice<UInt8>) -> Int? {
  var parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
  var count = 0
  if let last = parts.last, last.contains(UInt8(ascii: ".")) {
    guard isIPv4(last) else { return nil }
    parts.removeLast()
    count = 2
  }
  let whole = parts.allSatisfy { (1...4).contains($0.count) && $0.allSatisfy(isHexDigit) }
  return whole ? count + parts.count : nil
}

/// date-time of RFC 3339, section 5.6: T and Z of any case, days by the calendar, a second of 60 at any
/// time.
private func isDateTime(_ text: [UInt8]) -> Bool {
  guard text.count >= 20, text[4] == 0x2d, text[7] == 0x2d, text[10] | 0x20 == 0x74,
    text[13] == 0x3a, text[16] == 0x3a,
    let century = pair(text, 0, most: 99), let year = pair(text, 2, most: 99),
    let month = pair(text, 5, most: 12), let day = pair(text, 8, most: 31),
    pair(text, 11, most: 23) != nil, pair(text, 14, most: 59) != nil,
    pair(text, 17, most: 60) != nil, month > 0, day > 0,
    day <= days(in: month, of: century * 100 + year)
  else { return false }
  var rest = text[19...]
  if rest.first == UInt8(ascii: ".") {
    let digits = rest.dropFirst().prefix(while: isDigit)
    guard !digits.isEmpty else { return false }
    rest = rest[digits.endIndex...]
  }
  return isOffset(Array(rest))
}

private func isOffset(_ text: [UInt8]) -> Bool {
  if text.count == 1 { return text[0] | 0x20 == 0x7a }
  return text.count == 6 && (text[0] == 0x2b || text[0] == 0x2d) && text[3] == 0x3a
    && pair(text, 1, most: 23) != nil && pair(text, 4, most: 59) != nil
}

/// Two digits that are at most so much.
private func pair(_ text: [UInt8], _ place: Int, most: Int) -> Int? {
  guard isDigit(text[place]), isDigit(text[place + 1]) else { return nil }
  let number = Int(text[place] - 0x30) * 10 + Int(text[place + 1] - 0x30)
  return number <= most ? number : nil
}

private func days(in month: Int, of year: Int) -> Int {
  switch month {
  case 4, 6, 9, 11: 30
  case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  default: 31
  }
}
