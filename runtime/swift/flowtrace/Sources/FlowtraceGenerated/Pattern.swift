/// A pattern of the spec, which the generator compiled from RE2 to an automaton over UTF-8 bytes.
///
/// It means the same in all languages and in the validator, and looks at each byte at most once. It is an object so that a check
/// retains it as one, and not each of its tables.
public final class Pattern: Sendable {
  /// RE2, for people.
  let source: String
  private let classes: [UInt8]
  /// For each state its row, in which each class has the place of the row that follows: places need no multiplication.
  private let next: [UInt32]
  /// By the place of a row.
  private let accepting: [Bool]
  private let start: Int

  /// Reads the generator's compact form. All three texts hold numbers of two characters each, 6 bits
  /// in a character, `0` to `o` in the order of ASCII, the higher bits first.
  ///
  /// - Parameters:
  ///   - source: The pattern as the spec has it.
  ///   - classes: For each run of bytes from 0 to 255, its length and its class.
  ///   - next: The next state, at state × classes + class; state 0 is dead, state 1 the start.
  ///   - accepting: The states in which a text may end.
  public init(_ source: String, classes: String, next: String, accepting: String) {
    self.source = source
    let runs = Self.numbers(classes)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256)
    for run in stride(from: 0, to: runs.count, by: 2) {
      bytes.append(contentsOf: repeatElement(UInt8(runs[run + 1]), count: Int(runs[run])))
    }
    let width = Int(bytes.max() ?? 0) + 1
    self.classes = bytes
    self.next = Self.numbers(next).map { UInt32($0) * UInt32(width) }
    var ends = Array(repeating: false, count: self.next.count)
    for state in Self.numbers(accepting) { ends[Int(state) * width] = true }
    self.accepting = ends
    start = width
  }

  /// Whether the pattern matches somewhere in the text.
  func matches(_ text: String) -> Bool {
    let end = text.withBytes { bytes in
      classes.withUnsafeBufferPointer { classes in
        next.withUnsafeBufferPointer { next in
          var row = start
          for byte in bytes where row != 0 { row = Int(next[row + Int(classes[Int(byte)])]) }
          return row
        }
      }
    }
    return accepting[end]
  }

  private static func numbers(_ text: String) -> [UInt16] {
    var numbers: [UInt16] = []
    numbers.reserveCapacity(text.utf8.count / 2)
    var high: UInt16?
    for byte in text.utf8 {
      let digit = UInt16(byte) - 0x30
      if let value = high {
        numbers.append(value << 6 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    return numbers
  }
}
