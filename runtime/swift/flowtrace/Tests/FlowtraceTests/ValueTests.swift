import Testing

@testable import Flowtrace
@testable import FlowtraceGenerated

private struct DoubleVector: Decodable {
  let bits: String
  let text: String
}

@Test func doublesAreWrittenAsInAllLanguages() throws {
  let cases = try vectors("doubles.json", as: [DoubleVector].self)
  #expect(cases.count > 20)
  for vector in cases {
    let bits = try #require(UInt64(vector.bits, radix: 16))
    let number = Double(bitPattern: bits)
    #expect(plainNumber(number) == vector.text, "\(vector.bits)")
    #expect(jsonNumber(number) == (number.isFinite ? vector.text : "\"\(vector.text)\""))
  }
}

private struct FormatVectors: Decodable {
  let format: String
  let valid: [String]
  let invalid: [String]
}

@Test func formatsHoldWhatTheContractSays() throws {
  let cases = try vectors("formats.json", as: [FormatVectors].self)
  #expect(cases.count == 7)
  for vector in cases {
    let format = try #require(Format(rawValue: vector.format))
    for text in vector.valid { #expect(format.matches(text), "\(vector.format) \(text)") }
    for text in vector.invalid { #expect(!format.matches(text), "\(vector.format) \(text)") }
  }
}

@Test func patternsWalkTheTable() {
  // ^a+b?$: class 0 is anything else, 1 is a, 2 is b.
  let pattern = Pattern(
    "^a+b?$", classes: "1Q00" + "0101" + "0102" + "2M00",
    next: "000000" + "000200" + "000203" + "000000", accepting: "0203")
  for text in ["a", "aa", "aab"] { #expect(pattern.matches(text), "\(text)") }
  for text in ["", "b", "abb", "aé", "é", "ba", "a\u{0}"] { #expect(!pattern.matches(text)) }
}

@Test func textRulesSayTheFirstThatIsBroken() {
  let rule = TextRule("t", minLength: 2, maxLength: 3, format: .hex)
  #expect(rule.expected(of: "é") == "at least 2 characters")
  #expect(rule.expected(of: "e\u{301}") == "format hex")
  #expect(rule.expected(of: "👩‍👩‍👧‍👧") == "at most 3 characters")
  #expect(rule.expected(of: "ab") == nil)
  #expect(TextRule("t", minLength: 1).expected(of: "") == "at least 1 character")
}

@Test func numbersAreHeldToTheirEnds() {
  let rule = IntRule("n", min: 0, max: 10)
  #expect([-1, 0, 10, 11].map { rule.expected(of: $0) } == ["at least 0", nil, nil, "at most 10"])
  let share = DoubleRule("s", min: "0.0000001", max: "1")
  #expect(share.expected(of: 0) == "at least 0.0000001")
  #expect(share.expected(of: 1.5) == "at most 1")
  #expect(share.expected(of: .nan) == "a finite number")
  #expect(share.expected(of: 0.5) == nil)
}
