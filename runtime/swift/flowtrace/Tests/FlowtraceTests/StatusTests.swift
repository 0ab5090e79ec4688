import FlowtraceTesting
import Testing

@testable import Flowtrace
@testable import FlowtraceGenerated

private let service = DeclaredService("app", flow: "f", version: "1.0.0")
private let context = SpanContext(traceID: TraceID(high: 1, low: 2), spanID: SpanID(3))
private let span = DeclaredSpan(
  "f:a",
  kind: .server,
  tags: ["note", "result", "outcome", "parts"],
  errorWhen: ["outcome": ["LOST"], "result": ["DECLINED", "ERROR", "é"]]
)

private func status(_ fill: (inout Draft) -> Void) async -> SpanStatus? {
  let recorder = Recorder()
  let emitter = Emitter(service, processor: recorder, options: recorder.options)
  var draft = emitter.begin(span, context)
  fill(&draft)
  emitter.emit(draft)
  return await recorder.recording().spans.first?.status
}

@Test func aSpanHasTheKindOfTheSpec() async throws {
  let recorder = Recorder()
  let emitter = Emitter(service, processor: recorder, options: recorder.options)
  emitter.emit(emitter.begin(span, context))
  emitter.emit(emitter.begin(DeclaredSpan("f:b"), context))
  #expect(try await recorder.spans().map(\.kind) == [.server, .internal])
}

@Test func aValueOfItsOwnTagMakesAnError() async {
  #expect(await status { $0.put(TextRule("result"), "ERROR") } == .error(message: "ERROR"))
  #expect(await status { $0.put(TextRule("result"), "OK") } == .unset)
  #expect(await status { $0.put(TextRule("result"), "LOST") } == .unset)
  #expect(await status { $0.put(TextRule("note"), "ERROR") } == .unset)
  #expect(await status { $0.put(TextRule("result"), nil as String?) } == .unset)
  #expect(await status { _ in } == .unset)
  // Bytes count, not characters.
  #expect(await status { $0.put(TextRule("result"), "e\u{301}") } == .unset)
}

@Test func theFirstTagOfTheSpecSaysTheMessage() async {
  let both = await status {
    $0.put(TextRule("outcome"), "LOST")
    $0.put(TextRule("result"), "DECLINED")
  }
  #expect(both == .error(message: "DECLINED"))
  let one = await status {
    $0.put(TextRule("outcome"), "LOST")
    $0.put(TextRule("result"), "OK")
  }
  #expect(one == .error(message: "LOST"))
}

@Test func theEndOfAMeasuredSpanMakesAnError() async {
  let recorder = Recorder()
  let emitter = Emitter(service, processor: recorder, options: recorder.options)
  RunningSpan(emitter.begin(span, context)).end { $0.put(TextRule("outcome"), "LOST") }
  #expect(await recorder.recording().spans.map(\.status) == [.error(message: "LOST")])
}
