import Testing

@testable import Flowtrace
@testable import FlowtraceGenerated

private struct IDVectors: Decodable {
  struct Trace: Decodable {
    let name: String
    let flow: String
    let value: TextForm
    let trace_id: String
  }
  struct Span: Decodable {
    let name: String
    let trace_id: String
    let span: String
    let keys: [Key]
    let span_id: String
  }
  struct Key: Decodable {
    let text: String?
    let utf8: String?
    let utf16: [Int]?
    let int: String?
    let bool: Bool?
    let `enum`: String?
    let parent: String?

    var key: SpanKey? {
      if let parent { return SpanID(hex: parent).map(SpanKey.parent) }
      if let int { return Int(int).map(SpanKey.number) }
      if let bool { return .flag(bool) }
      return (TextForm(text: text, utf8: utf8, utf16: utf16).value ?? `enum`).map(SpanKey.text)
    }
  }
  let trace_ids: [Trace]
  let span_ids: [Span]
}

@Test func traceIDsAreThoseOfAllLanguages() throws {
  let cases = try vectors("ids.json", as: IDVectors.self).trace_ids
  var checked = 0
  for vector in cases {
    guard let value = vector.value.value else {
      // Only a lone surrogate is beyond Swift.
      #expect(vector.value.utf16 != nil, "\(vector.name)")
      continue
    }
    checked += 1
    let trace = DerivedIDs.traceID(flow: vector.flow, value: value)
    #expect(trace.description == vector.trace_id, "\(vector.name)")
  }
  #expect(checked > 10)
}

@Test func spanIDsAreThoseOfAllLanguages() throws {
  let cases = try vectors("ids.json", as: IDVectors.self).span_ids
  var checked = 0
  for vector in cases {
    let keys = vector.keys.compactMap(\.key)
    guard keys.count == vector.keys.count else {
      // Only a lone surrogate is beyond Swift.
      #expect(vector.keys.contains { $0.utf16 != nil }, "\(vector.name)")
      continue
    }
    checked += 1
    let trace = try #require(TraceID(hex: vector.trace_id))
    #expect(
      DerivedIDs.context(.id(trace), vector.span, keys).spanID.description == vector.span_id,
      "\(vector.name)")
  }
  #expect(checked > 10)
}

private struct TraceparentVectors: Decodable {
  struct Valid: Decodable {
    let name: String
    let text: String
    let trace_id: String
    let span_id: String
    let sampled: Bool
    let written: String
  }
  struct Invalid: Decodable {
    let name: String
    let text: String
  }
  let valid: [Valid]
  let invalid: [Invalid]
}

@Test func traceparentsAreReadAndWritten() throws {
  let cases = try vectors("traceparent.json", as: TraceparentVectors.self)
  #expect(cases.valid.count > 3 && cases.invalid.count > 10)
  for vector in cases.valid {
    let context = try #require(SpanContext(traceparent: vector.text), "\(vector.name)")
    #expect(context.traceID.description == vector.trace_id, "\(vector.name)")
    #expect(context.spanID.description == vector.span_id, "\(vector.name)")
    #expect(context.sampled == vector.sampled, "\(vector.name)")
    #expect(context.traceparent == vector.written, "\(vector.name)")
  }
  for vector in cases.invalid {
    #expect(SpanContext(traceparent: vector.text) == nil, "\(vector.name)")
  }
}

private struct RepairVector: Decodable {
  let name: String
  let value: TextForm
  let repaired: String
}

@Test func decodingRepairsAsTheContractHasIt() throws {
  let cases = try vectors("utf8.json", as: [RepairVector].self)
  let held = cases.compactMap { vector in vector.value.value.map { (vector, $0) } }
  #expect(held.count > 20)
  for (vector, value) in held {
    #expect(value.utf8.elementsEqual(vector.repaired.utf8), "\(vector.name)")
  }
}

@Test func hashesOfEveryPadding() {
  let expected: [(Int, UInt64)] = [
    (0, 0xe3b0_c442_98fc_1c14), (1, 0xca97_8112_ca1b_bdca),
    (55, 0x9f43_90f8_d30c_2dd9), (56, 0xb354_39a4_ac6f_0948),
    (63, 0x7d3e_74a0_5d7d_b15b), (64, 0xffe0_54fe_7ae0_cb6d),
    (65, 0x6353_61c4_8bb9_eab1), (119, 0x31eb_a51c_313a_5c08),
    (120, 0x2f3d_3354_32c7_0b58), (1_000, 0x41ed_ece4_2d63_e8d9),
  ]
  for (count, high) in expected {
    let text = String(repeating: "a", count: count)
    #expect(sha256 { $0.append(text) }.0 == high, "\(count)")
    for piece in [1, 7, 64, 65] {
      let inPieces = sha256 { message in
        var rest = text[...]
        while !rest.isEmpty {
          message.append(String(rest.prefix(piece)))
          rest = rest.dropFirst(piece)
        }
      }
      #expect(inPieces.0 == high, "\(count) in pieces of \(piece)")
    }
  }
}

@Test func eachPlaceOfAUUIDIsLookedAt() {
  let uuid = Array("7F9C24e8-3b1d-4c5a-9a0f-2e6d81c4b7AA".utf8)
  let hyphens = [8, 13, 18, 23]
  for place in uuid.indices {
    for byte in UInt8(0)...127 {
      var text = uuid
      text[place] = byte
      let isRight = hyphens.contains(place) ? byte == 0x2d : nibble(byte) != nil
      #expect(text.withUnsafeBufferPointer { uuidBytes($0) != nil } == isRight, "\(text)")
    }
    var text = uuid
    text[place] |= 0x80
    #expect(text.withUnsafeBufferPointer { uuidBytes($0) == nil })
  }
  let bare = uuid.filter { $0 != 0x2d }
  for text in [uuid, bare] {
    let number = text.withUnsafeBufferPointer { uuidBytes($0) }
    #expect(number?.0 == 0x7f9c_24e8_3b1d_4c5a && number?.1 == 0x9a0f_2e6d_81c4_b7aa)
    #expect(text.dropLast().withUnsafeBufferPointer { uuidBytes($0) == nil })
  }
}

@Test func hashesAreWhole() {
  let words = sha256 { _ in }
  #expect(words.1 == 0x9afb_f4c8_996f_b924)
  #expect(words.2 == 0x27ae_41e4_649b_934c)
  #expect(words.3 == 0xa495_991b_7852_b855)
}

@Test func zeroIDsDoNotExist() {
  #expect(TraceID(high: 0, low: 0).description == String(repeating: "0", count: 31) + "1")
  #expect(SpanID(0).description == String(repeating: "0", count: 15) + "1")
  #expect(TraceID(hex: String(repeating: "0", count: 32)) == nil)
  #expect(SpanID(hex: String(repeating: "0", count: 16)) == nil)
}

@Test func randomIDsDifferAcrossThreads() async {
  let all = await withTaskGroup(of: [UInt64].self) { group in
    for _ in 0..<8 {
      group.addTask {
        (0..<500).flatMap { _ in
          let (trace, span) = (RandomIDs().traceID(), RandomIDs().spanID())
          return [trace.high, trace.low, span.bits]
        }
      }
    }
    return await group.reduce(into: []) { $0 += $1 }
  }
  #expect(Set(all).count == 12_000)
  // Each bit is set in about a half of them.
  for bit in 0..<64 {
    let set = all.count { $0 >> UInt64(bit) & 1 == 1 }
    #expect((5_400...6_600).contains(set), "bit \(bit): \(set)")
  }
}
