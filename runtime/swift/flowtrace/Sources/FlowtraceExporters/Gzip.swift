/// Bytes as gzip (RFC 1952): one deflate block with the fixed codes (RFC 1951, section 3.2.6).
///
/// The same on all systems, since Foundation has no gzip and zlib is not everywhere. Spans repeat their names, keys and ids, which
/// matches find; codes made for each body would save a fifth more.
func gzipped(_ bytes: [UInt8]) -> [UInt8] {
  var out = BitWriter(bytes: [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
  out.bytes.reserveCapacity(bytes.count / 4 + 64)
  bytes.withUnsafeBufferPointer { deflate($0, &out) }
  out.flush()
  for number in [crc32(bytes), UInt32(truncatingIfNeeded: bytes.count)] {
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      out.bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }
  return out.bytes
}

/// Bits from the lowest of each byte on.
private struct BitWriter {
  var bytes: [UInt8]
  private var (waiting, count): (UInt64, UInt64) = (0, 0)

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Adds the lowest bits of a number, at most 32 of them.
  mutating func add(_ bits: UInt32, _ number: UInt32) {
    waiting |= UInt64(bits) << count
    count += UInt64(number)
    while count >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: waiting))
      waiting >>= 8
      count -= 8
    }
  }

  /// Adds a code, which begins with its highest bit.
  mutating func add(code: UInt32, _ number: UInt32) {
    var (code, turned): (UInt32, UInt32) = (code, 0)
    for _ in 0..<number {
      turned = turned << 1 | code & 1
      code >>= 1
    }
    add(turned, number)
  }

  mutating func flush() {
    if count > 0 { add(0, 8 - UInt32(count)) }
  }
}

private let minMatch = 4
private let maxMatch = 258
private let window = 32 << 10

private func deflate(_ input: UnsafeBufferPointer<UInt8>, _ out: inout BitWriter) {
  // The last place of each four bytes, by their hash.
  var places = [Int](repeating: -1, count: 1 << 15)
  func hash(_ place: Int) -> Int {
    let four = UnsafeRawBufferPointer(input).loadUnaligned(fromByteOffset: place, as: UInt32.self)
    return Int((UInt32(littleEndian: four) &* 2_654_435_761) >> 17)
  }
  out.add(0b011, 3)  // the last block, with the fixed codes
  var place = 0
  while place < input.count {
    guard place + minMatch <= input.count else {
      literal(UInt32(input[place]), &out)
      place += 1
      continue
    }
    let slot = hash(place)
    let candidate = places[slot]
    places[slot] = place
    var length = 0
    if candidate >= 0, place - candidate <= window {
      let most = min(maxMatch, input.count - place)
      while length < most, input[candidate + length] == input[place + length] { length += 1 }
    }
    if length < minMatch {
      literal(UInt32(input[place]), &out)
      place += 1
      continue
    }
    match(length, place - candidate, &out)
    let end = place + length
    place += 1
    while place < end {
      if place + minMatch <= input.count { places[hash(place)] = place }
      place += 1
    }
  }
  literal(256, &out)  // the end of the block
}

/// Adds a byte, or a length's symbol, by the fixed code.
private func literal(_ symbol: UInt32, _ out: inout BitWriter) {
  switch symbol {
  case ..<144: out.add(code: 0x30 + symbol, 8)
  case ..<256: out.add(code: 0x190 + symbol - 144, 9)
  case ..<280: out.add(code: symbol - 256, 7)
  default: out.add(code: 0xc0 + symbol - 280, 8)
  }
}

/// Adds that bytes repeat (RFC 1951, section 3.2.5).
private func match(_ length: Int, _ distance: Int, _ out: inout BitWriter) {
  if length == maxMatch {
    literal(285, &out)
  } else {
    let (symbol, extra, rest) = split(length - 3, first: 4)
    literal(257 + symbol, &out)
    out.add(rest, extra)
  }
  let (symbol, extra, rest) = split(distance - 1, first: 2)
  out.add(code: symbol, 5)
  out.add(rest, extra)
}

/// The symbol of a number, how many extra bits it has, and their value.
///
/// The first symbols, twice `first` of them, have no extra bit; then each `first` have one more, and as many numbers as these tell apart.
private func split(_ number: Int, first: Int) -> (symbol: UInt32, extra: UInt32, rest: UInt32) {
  if number < 2 * first { return (UInt32(number), 0, 0) }
  let highest = Int.bitWidth - 1 - number.leadingZeroBitCount
  let extra = highest - first.trailingZeroBitCount
  let symbol = first * extra + number >> extra
  return (UInt32(symbol), UInt32(extra), UInt32(number & (1 << extra - 1)))
}

private let crcTable: [UInt32] = (0..<256).map { index in
  (0..<8).reduce(UInt32(index)) { rest, _ in
    rest & 1 == 1 ? rest >> 1 ^ 0xedb8_8320 : rest >> 1
  }
}

func crc32(_ bytes: [UInt8]) -> UInt32 {
  ~crcTable.withUnsafeBufferPointer { table in
    bytes.reduce(~0) { rest, byte in
      rest >> 8 ^ table[Int(UInt8(truncatingIfNeeded: rest) ^ byte)]
    }
  }
}
