import FlowtraceTesting
import Foundation
import Testing

@testable import Flowtrace
@testable import FlowtraceExporters
@testable import FlowtraceGenerated

// One letter in two spellings, which `String` calls equal.
private let (one, other) = ("\u{e9}", "e\u{301}")

private struct SomeID: TextTag {
  let rawValue: String
  init(_ rawValue: String) { self.rawValue = rawValue }
  var isValid: Bool { true }
}

@Test func textsAreTheirBytes() async throws {
  #expect(one == other && SomeID(one) != SomeID(other) && SomeID(one) == SomeID(one))
  #expect(Set([SomeID(one), SomeID(other)]).count == 2)
  let recorder = Recorder()
  let emitter = Emitter(
    DeclaredService("s", flow: "f", version: "1.0.0"), processor: recorder,
    options: recorder.options)
  var draft = emitter.begin(
    DeclaredSpan("a", tags: [one]), emitter.randomContext(in: emitter.randomTrace()))
  draft.put([other: 1, "x\(one)": 2, "x\(other)": 3])
  emitter.emit(draft)
  #expect(try await recorder.spans()[0].tags.count == 3)
}

@Test func lengthsAreCodePoints() {
  let rule = TextRule("k", minLength: 2, maxLength: 3)
  for (text, accepted) in [
    ("é", false), ("éé", true), ("ééé", true), ("éééé", false), ("👍👍", true), ("aaaa", false),
  ] {
    #expect(rule.accepts(text) == accepted, "\(text)")
  }
}

@Test func controlCharactersAreEscapedInJSON() {
  let text = (0..<0x21).compactMap { Unicode.Scalar(UInt32($0)).map { String(Character($0)) } }
  for (number, character) in text.enumerated() {
    let bytes = Array(jsonString(character).utf8)
    #expect(bytes.allSatisfy { $0 >= 0x20 } && (bytes.count == 3) == (number == 0x20))
  }
  #expect(jsonString("\u{1f}\u{10}\n") == #""\u001f\u0010\n""#)
}

@Test func whatIsHalfAppendedIsTakenBack() throws {
  let path = NSTemporaryDirectory() + "flowtrace-\(UInt64.random(in: 0 ... .max))"
  defer { unlink(path) }
  try writeFile(path, O_APPEND | O_CREAT, Array("first\n".utf8))
  var calls = 0
  // The disk is full after three bytes.
  #expect(throws: FileError.self) {
    try writeFile(path, O_APPEND | O_CREAT, Array("second\n".utf8)) { file, bytes in
      calls += 1
      if calls == 1 { return write(file, bytes.baseAddress, 3) }
      errno = ENOSPC
      return -1
    }
  }
  #expect(calls == 2)
  #expect(try String(contentsOfFile: path, encoding: .utf8) == "first\n")
}
