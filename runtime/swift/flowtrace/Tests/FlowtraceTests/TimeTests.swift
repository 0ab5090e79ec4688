import FlowtraceTesting
import Foundation
import Synchronization
import Testing

@testable import Flowtrace
@testable import FlowtraceGenerated

private let service = DeclaredService("app", flow: "f", version: "1.0.0")
private let span = DeclaredSpan("f:a", tags: ["x"])
private let context = SpanContext(traceID: TraceID(high: 1, low: 2), spanID: SpanID(3))

/// 2026-11-21T10:00:00Z, in milliseconds.
private let ten: Int64 = 1_795_255_200_000

private func date(_ milliseconds: Int64) -> Date {
  Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
}

@Test func datesAreExactToTheMillisecond() {
  for milliseconds in [0, 1, 999, ten, ten + 1, ten + 123, ten + 999, 4_102_444_799_999] {
    #expect(unixNano(date(milliseconds)) == milliseconds * 1_000_000)
  }
  #expect(unixNano(Date(timeIntervalSince1970: -1)) == 0)
  #expect(unixNano(Date(timeIntervalSince1970: -9_223_372_036)) == 0)
}

@Test func whatIsNoTimeOfASpanIsNotGiven() {
  #expect(unixNano(nil) == nil)
  for seconds in [.nan, .infinity, -.infinity, 9_223_372_037, -9_223_372_037, 1e300] {
    #expect(unixNano(Date(timeIntervalSince1970: seconds)) == nil, "\(seconds)")
  }
  #expect(unixNano(.distantPast) == nil && unixNano(.distantFuture) == nil)
  #expect(unixNano(Date(timeIntervalSince1970: 9_223_372_036)) == 9_223_372_036_000_000_000)
}

@Test func timesAreWrittenInUTC() {
  let texts: [(Int64, String)] = [
    (0, "1970-01-01T00:00:00.000Z"), (999_999, "1970-01-01T00:00:00.000Z"),
    (ten * 1_000_000, "2026-11-21T10:00:00.000Z"),
    (1_709_164_799_999_999_999, "2024-02-28T23:59:59.999Z"),
    (1_709_164_800_000_000_000, "2024-02-29T00:00:00.000Z"),
    (1_735_689_599_010_000_000, "2024-12-31T23:59:59.010Z"),
    (1_740_787_200_000_000_000, "2025-03-01T00:00:00.000Z"),
    (4_107_542_399_000_000_000, "2100-02-28T23:59:59.000Z"),
    (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000Z"),
    (.max, "2262-04-11T23:47:16.854Z"),
  ]
  for (unixNano, text) in texts { #expect(timeText(unixNano) == text) }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func anInstantSpanStartsWhenItIsSaidTo() async throws {
  let (recorder, clock) = (Recorder(), ManualClock(unixNano: 7_000))
  let emitter = Emitter(service, processor: recorder, options: recorder.options(clock: clock))
  for time in [date(ten), Date(timeIntervalSince1970: .nan), nil] {
    emitter.emit(emitter.begin(span, context), at: time)
  }
  let spans = try await recorder.spans()
  #expect(spans.map(\.startUnixNano) == [ten * 1_000_000, 7_000, 7_000])
  #expect(spans.allSatisfy { $0.endUnixNano - $0.startUnixNano == 1_000 })
}

/// A span that runs for 2 s from ten o'clock on, by a wall clock that is set back by 1 s meanwhile.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private func measure(start: Date?, end: Date?) async throws -> (start: Int64, end: Int64) {
  let (recorder, clock) = (Recorder(), ManualClock(unixNano: ten * 1_000_000))
  let emitter = Emitter(service, processor: recorder, options: recorder.options(clock: clock))
  let running = RunningSpan(emitter.begin(span, context), at: start)
  clock.advance(nanoseconds: 2_000_000_000)
  clock.set(unixNano: (ten + 1_000) * 1_000_000)
  running.end(at: end) { $0.put(BoolRule("x"), true) }
  let data = try #require(try await recorder.spans().first)
  return (data.startUnixNano / 1_000_000 - ten, data.endUnixNano / 1_000_000 - ten)
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func aMeasuredSpanHasTheTimesThatAreGiven() async throws {
  #expect(try await measure(start: nil, end: nil) == (0, 2_000))
  #expect(try await measure(start: date(ten - 500), end: nil) == (-500, 1_000))
  #expect(try await measure(start: nil, end: date(ten + 250)) == (0, 250))
  #expect(try await measure(start: date(ten - 500), end: date(ten - 500)) == (-500, -500))
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func anEndBeforeTheStartIsReportedLast() async {
  let (recorder, clock) = (Recorder(), ManualClock(unixNano: ten * 1_000_000))
  let emitter = Emitter(service, processor: recorder, options: recorder.options(clock: clock))
  RunningSpan(emitter.begin(span, context)).end(at: date(ten - 1)) { draft in
    draft.put(TextRule("x", minLength: 1), "")
    draft.put(["x": 1])
  }
  RunningSpan(emitter.begin(span, context), at: date(ten + 60_000)).end { _ in }
  let recording = await recorder.recording()
  #expect(
    recording.violations.map { [$0.rule.rawValue, $0.tag, $0.value, $0.expected] } == [
      ["tag-value", "x", "", "at least 1 character"],
      ["shadowed-tag", "x", "1", "a tag that the spec does not declare"],
      [
        "end-before-start", "", "2026-11-21T09:59:59.999Z", "not before 2026-11-21T10:00:00.000Z",
      ],
      [
        "end-before-start", "", "2026-11-21T10:00:00.000Z", "not before 2026-11-21T10:01:00.000Z",
      ],
    ])
  #expect(recording.spans.map(\.startUnixNano) == [ten * 1_000_000, (ten + 60_000) * 1_000_000])
  #expect(recording.spans.allSatisfy { $0.endUnixNano - $0.startUnixNano == 1_000 })
}

@Test func aClockMayLeapAnywhere() {
  #expect(elapsed(7, since: 5) == 2)
  #expect(elapsed(5, since: 7) == 0)
  #expect(elapsed(5, since: .min) == .max)
  #expect(elapsed(.max, since: .min) == .max)
  #expect(elapsed(.min, since: .max) == 0)
  #expect(elapsed(.min, since: .min) == 0)
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func aSpanByAClockFromTheFirstTimeOnEnds() async throws {
  /// Says its times in turn, wall and steady alike.
  final class Leaping: SpanClock {
    private let times: [Int64]
    private let next = Atomic(0)
    init(_ times: [Int64]) { self.times = times }
    func unixNano() -> Int64 { steadyNano() }
    func steadyNano() -> Int64 {
      times[next.wrappingAdd(1, ordering: .relaxed).oldValue % times.count]
    }
  }
  for times: [Int64] in [[.min, .min, .max], [.max, .max, .min], [.min, .max, .min]] {
    let recorder = Recorder()
    let emitter = Emitter(
      service, processor: recorder, options: recorder.options(clock: Leaping(times)))
    RunningSpan(emitter.begin(span, context)).end { _ in }
    emitter.emit(emitter.begin(span, context))
    let spans = try await recorder.spans()
    #expect(spans.count == 2)
    #expect(spans.allSatisfy { 0 <= $0.startUnixNano && $0.startUnixNano <= $0.endUnixNano })
  }
}
