import Synchronization
import Testing

@testable import Flowtrace
@testable import FlowtraceExporters
@testable import FlowtraceGenerated

/// Keeps the randomness of the traces of its spans.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private final class Kept: SpanProcessor {
  let takesUnsampled: Bool
  private let answer: Bool
  private let traces = Mutex<[UInt64]>([])
  private let asked = Atomic(0)

  init(takesUnsampled: Bool = false, answer: Bool = true) {
    self.takesUnsampled = takesUnsampled
    self.answer = answer
  }

  func taken() -> Int { traces.withLock { $0.count } }
  func clear() { traces.withLock { $0 = [] } }
  var flushed: Int { asked.load(ordering: .relaxed) }

  func onEnd(_ span: SpanData) { traces.withLock { $0.append(span.context.traceID.randomness) } }
  func forceFlush(within seconds: Double) async -> Bool {
    asked.wrappingAdd(1, ordering: .relaxed)
    return answer
  }
  func shutdown(within seconds: Double) async -> Bool { await forceFlush(within: seconds) }
}

/// A span of a trace whose randomness is so many 256ths of the greatest.
private func ended(_ randomness: UInt64, sampled: Bool) -> SpanData {
  let trace = TraceID(high: 0x4000, low: 0x80 << 56 | randomness << 48)
  return SpanData(
    resource: Resource(serviceName: "push-service", flow: "f", flowVersion: "1.0.0", tags: []),
    name: "f:a", context: SpanContext(traceID: trace, spanID: SpanID(1), sampled: sampled),
    parent: nil, startUnixNano: 0, endUnixNano: 1, tags: [], links: [])
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func severalProcessorsTakeEachSpan() async {
  let (plain, all) = (Kept(answer: false), Kept(takesUnsampled: true))
  let several = MultiSpanProcessor(plain, all)
  #expect(several.takesUnsampled && !MultiSpanProcessor(plain).takesUnsampled)
  several.onEnd(ended(1, sampled: true))
  several.onEnd(ended(2, sampled: false))
  #expect(plain.taken() == 1 && all.taken() == 2)
  #expect(await !several.forceFlush(within: 1))
  #expect(await !several.shutdown(within: 1))
  #expect(plain.flushed == 2 && all.flushed == 2)
  #expect(await MultiSpanProcessor(all).forceFlush(within: 1))
  #expect(await MultiSpanProcessor([]).shutdown(within: 1))
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func aSwitchKeepsWhatItIsSetTo() async {
  let (next, all) = (Kept(answer: false), Kept(takesUnsampled: true))
  let (control, open) = (SwitchSpanProcessor(next), SwitchSpanProcessor(all))
  /// Emits 256 spans, of which the spec keeps 3.
  func emit() -> Int {
    next.clear()
    for number in 0..<256 as Range<UInt64> {
      control.onEnd(ended(number, sampled: number >= 253))
      open.onEnd(ended(number, sampled: number >= 253))
    }
    return next.taken()
  }
  #expect(control.isEnabled && control.samplingRatio == nil && control.takesUnsampled)
  #expect(emit() == 3)
  for (ratio, kept, read) in [
    (0.25, 64, 0.25), (7, 256, 1), (-1, 0, 0), (.nan, 3, nil), (.infinity, 256, 1),
  ] as [(Double, Int, Double?)] {
    control.samplingRatio = ratio
    #expect(emit() == kept && control.samplingRatio == read)
  }
  control.samplingRatio = nil
  #expect(emit() == 3)
  control.isEnabled = false
  #expect(emit() == 0)
  control.isEnabled = true
  #expect(emit() == 3)
  // One that takes all is handed all, whatever is kept.
  #expect(all.taken() == 9 * 256)
  #expect(await !control.forceFlush(within: 1))
  #expect(await !control.shutdown(within: 1))
  #expect(next.flushed == 2)
}

@Test func aSpanIsPrintedInOneLine() {
  let own = "00000000000000010000000000000002/0000000000000003"
  let trace = TraceID(high: 1, low: 2)
  let near = SpanContext(traceID: trace, spanID: SpanID(5))
  let far = SpanContext(traceID: TraceID(high: 3, low: 4), spanID: SpanID(5))
  func line(
    _ parent: SpanContext?, _ tags: [Flowtrace.Tag] = [], links: Int = 0, sampled: Bool = true,
    status: SpanStatus = .unset, nanoseconds: Int64 = 1_000
  ) -> String {
    let resource = Resource(serviceName: "app", flow: "f", flowVersion: "1.0.0", tags: [])
    return consoleLine(
      SpanData(
        resource: resource, name: "f:a", status: status,
        context: SpanContext(traceID: trace, spanID: SpanID(3), sampled: sampled), parent: parent,
        startUnixNano: 5, endUnixNano: 5 + nanoseconds, tags: tags,
        links: Array(repeating: far, count: links)))
  }
  #expect(line(near) == "f:a app \(own) < 0000000000000005 1µs")
  #expect(
    line(far, sampled: false)
      == "f:a app \(own) < 00000000000000030000000000000004/0000000000000005 1µs not sampled")
  let tags = [
    Flowtrace.Tag(key: "a", value: "x"), Flowtrace.Tag(key: "n", value: 3),
    Flowtrace.Tag(key: "l", value: .doubles([1, 2])),
  ]
  #expect(
    line(nil, tags, links: 1, status: .error(message: "x"))
      == "f:a app \(own) 1µs a=\"x\" n=3 l=[1.0,2.0] 1 link error")
  let hostile = Flowtrace.Tag(key: "k\u{1b}[2J", value: "\u{9b}31m\u{202e}drow\n\u{7f}é")
  #expect(
    line(nil, [hostile], links: 2)
      == "f:a app \(own) 1µs k\\u001b[2J=\"\\u009b31m\\u202edrow\\n\\u007fé\" 2 links")
  for (nanoseconds, text) in [
    (0, "0ns"), (999, "999ns"), (1_500, "1µs500ns"), (220_000_000, "220ms"),
    (90_000_000_000, "1m30s"), (7_230_000_000_000, "2h"),
  ] as [(Int64, String)] {
    #expect(line(nil, nanoseconds: nanoseconds).hasSuffix(" \(text)"))
  }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func theConsoleIsHandedLines() {
  let keep = Lines()
  let console = ConsoleSpanProcessor { keep.add($0) }
  console.onEnd(ended(1, sampled: false))
  #expect(console.takesUnsampled && keep.all.count == 1)
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private final class Lines: Sendable {
  private let lines = Mutex<[String]>([])
  var all: [String] { lines.withLock { $0 } }
  func add(_ line: String) { lines.withLock { $0.append(line) } }
}
