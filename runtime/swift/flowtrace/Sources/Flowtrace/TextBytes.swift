extension String {
  /// Does something with the text in UTF-8.
  ///
  /// Other than `withUTF8` it takes no copy of a text that is in UTF-8 already.
  @inlinable
  package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
    var text = self
    return text.withUTF8(body)
  }
}

/// The 16 bytes of 32 hex digits in any case, bare or with the hyphens of a UUID.
package func uuidBytes(_ text: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64)? {
  let bytes = UnsafeRawBufferPointer(text)
  switch text.count {
  case 32: return numbers(bytes, (0, 4), (8, 12), (16, 20), (24, 28))
  case 36:
    let hyphen = UInt8(ascii: "-")
    guard text[8] == hyphen, text[13] == hyphen, text[18] == hyphen, text[23] == hyphen
    else { return nil }
    return numbers(bytes, (0, 4), (9, 14), (19, 24), (28, 32))
  default: return nil
  }
}

/// The numbers of 16 digits each, of which four stand at each place.
@inline(__always)
private func numbers(
  _ text: UnsafeRawBufferPointer, _ a: (Int, Int), _ b: (Int, Int), _ c: (Int, Int), _ d: (Int, Int)
) -> (UInt64, UInt64)? {
  guard let a = hexNumber(four(text, a.0) << 32 | four(text, a.1)),
    let b = hexNumber(four(text, b.0) << 32 | four(text, b.1)),
    let c = hexNumber(four(text, c.0) << 32 | four(text, c.1)),
    let d = hexNumber(four(text, d.0) << 32 | four(text, d.1))
  else { return nil }
  return (a << 32 | b, c << 32 | d)
}

private func four(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
  UInt64(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
}

/// The number of eight hex digits in any case, of which the first stands in the highest byte; nil where one is none.
///
/// All are looked at together. No sum goes beyond its byte, since none of the bytes is above 127.
private func hexNumber(_ text: UInt64) -> UInt64? {
  let top = eachByte(0x80)
  guard text & top == 0 else { return nil }
  let lower = text | eachByte(0x20)
  let isDigit = from("0", text) & ~from(":", text) & top
  let isLetter = from("a", lower) & ~from("g", lower) & top
  guard isDigit | isLetter == top else { return nil }
  var digits = (text & eachByte(0xf)) &+ (isLetter >> 7) &* 9
  digits = (digits | digits >> 4) & 0x00ff_00ff_00ff_00ff
  digits = (digits | digits >> 8) & 0x0000_ffff_0000_ffff
  return (digits | digits >> 16) & 0xffff_ffff
}

/// The highest bit of each byte says whether the byte of the text is this character or one behind it.
private func from(_ character: Unicode.Scalar, _ text: UInt64) -> UInt64 {
  text &+ eachByte(0x80 - UInt64(character.value))
}

/// This byte, eight times.
private func eachByte(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }
