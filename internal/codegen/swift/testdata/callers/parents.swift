import Flowtrace
import FlowtraceTesting
import Foundation
import ParentsFlow

func expect<Value: Equatable>(_ got: Value, _ want: Value, _ line: Int = #line) {
  if got != want { fatalError("line \(line): got \(got), want \(want)") }
}

/// In a kind of trace without an id, the trace goes on below a parent of that kind, with its flag; else a new one begins.
@main
struct Parents {
  static func main() async throws {
    let recorder = Recorder()
    let flow = ParentsAPI(processor: recorder, options: recorder.options(ids: Rare()))
    let order = OrderID("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa")
    for flags in ["01", "00"] {
      let text = "00-\(String(repeating: "1", count: 32))-0000000000000001-\(flags)"
      guard let outside = SpanContext(traceparent: text) else { fatalError("no context") }
      let called = flow.called(parent: outside)
      expect(called.context.traceID, outside.traceID)
      expect(called.context.sampled, outside.sampled)
      let answered = flow.answered(parent: .called(called))
      expect(answered.context.traceID, outside.traceID)
      expect(answered.context.sampled, outside.sampled)
    }
    let placed = flow.placed(orderID: order)
    let answered = flow.answered(parent: .placed(placed))
    expect(answered.context.traceID, Rare().traceID())
    expect(answered.context.sampled, false)
    expect(flow.called().context.sampled, false)
    try await told(flow, recorder, placed, order)
    let date = Date(timeIntervalSince1970: 1)
    flow.startClosed(parent: .placed(placed), startTime: date).end(endTime: date)
    let spans = try await recorder.spans()
    expect(spans.map(\.sampled), [true, true, false, false, true, false, false, true, true, true])
    expect(spans[5].parent, placed.context)
    expect(spans[9].startUnixNano, 1_000_000_000)
    print("parents: ok")
  }

  /// Without the parent that is the key, the id is random.
  static func told(
    _ flow: ParentsAPI, _ recorder: Recorder, _ placed: PlacedRef, _ order: OrderID
  ) async throws {
    let visit = VisitRef.visit(visitID: VisitID("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"))
    expect(visit.context.sampled, false)
    let told = flow.told(parent: .visit(visit), orderID: order)
    expect(told, .told(orderID: order, parent: .visit(visit)))
    expect(flow.told(orderID: order).context.spanID, Rare().spanID())
    let spans = try await recorder.spans()
    expect(spans.map(\.parent).suffix(2), [visit.context, nil])
  }
}

/// A trace that one in a thousand does not keep.
struct Rare: IDGenerator {
  func traceID() -> TraceID { TraceID(high: 0x4000, low: 0x8000_0000_0000_0000) }
  func spanID() -> SpanID { SpanID(7) }
}
