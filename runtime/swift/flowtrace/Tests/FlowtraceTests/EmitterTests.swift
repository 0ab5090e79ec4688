import FlowtraceTesting
import Testing

@testable import Flowtrace
@testable import FlowtraceExporters
@testable import FlowtraceGenerated

private let service = DeclaredService("app", flow: "f", version: "1.0.0", tags: ["os"])
private let span = DeclaredSpan("f:a", tags: ["x", "y", "z"], keys: ["x"])
private let context = SpanContext(traceID: TraceID(high: 1, low: 2), spanID: SpanID(3))

private func emitter(_ recorder: Recorder, _ options: EmitterOptions? = nil) -> Emitter {
  Emitter(service, processor: recorder, options: options ?? recorder.options) {
    $0.put(TextRule("os", minLength: 1), "18")
  }
}

@Test func tagsComeInTheOrderOfTheSpec() async throws {
  let recorder = Recorder()
  let emitter = emitter(recorder)
  var draft = emitter.begin(span, context)
  draft.put(["b": 1, "a": 2.0])
  draft.put(TextRule("z"), "3")
  draft.put(BoolRule("x"), true)
  draft.put(TextRule("y"), nil as String?)
  emitter.emit(draft)
  let data = try #require(try await recorder.spans().first)
  #expect(data.tags.map(\.key) == ["x", "z", "b", "a"])
  #expect(data[tag: "a"] == .double(2))
  #expect(data.resource.tags == [Tag(key: "os", value: "18")])
  #expect(data.endUnixNano - data.startUnixNano == 1_000)
}

@Test func takenNamesAreDropped() async {
  let recorder = Recorder()
  let emitter = emitter(recorder)
  var draft = emitter.begin(span, context)
  draft.put(["x": 1, "os": ["a"].asTag, "new": 1, "new": 2, "inf": .double(.infinity)])
  emitter.emit(draft)
  let recording = await recorder.recording()
  #expect(recording.spans.first?.tags.map(\.key) == ["new", "inf"])
  #expect(
    recording.violations.map(\.description) == [
      "shadowed-tag: f:a: x = \"1\", want a tag that the spec does not declare",
      "shadowed-tag: f:a: os = \"[\\\"a\\\"]\", want a tag that the spec does not declare",
      "shadowed-tag: f:a: new = \"2\", want a tag that the spec does not declare",
      "tag-value: f:a: inf = \"Infinity\", want a finite number",
    ])
  await #expect(throws: SpecBroken.self) { try await recorder.spans() }
}

extension [String] {
  fileprivate var asTag: TagValue { .strings(self) }
}

@Test func whatBreaksTheSpecIsReportedAndEmitted() async {
  let recorder = Recorder()
  let emitter = emitter(recorder)
  var draft = emitter.begin(span, context)
  draft.checkTraceID(TextRule("id"), "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa")
  draft.put(TextRule("x", maxLength: 1), "a\u{0}")
  draft.put(IntRule("y", min: 3, maxItems: 2), [1, 2])
  draft.put(TextRule("z", maxItems: 1), ["", ""])
  draft.put(BoolRule("z", minItems: 1, maxItems: 3), [Bool]())
  draft.put(DoubleRule("z", min: "3", minItems: 2), [1.0])
  emitter.emit(draft)
  let recording = await recorder.recording()
  #expect(recording.spans.count == 1)
  #expect(
    recording.violations.map { [$0.rule.rawValue, $0.tag, $0.value, $0.expected] } == [
      [
        "trace-id-mismatch", "id", "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa",
        "00000000000000010000000000000002",
      ],
      ["tag-value", "x", "a\u{0}", "at most 1 character"],
      ["tag-value", "x", "a\u{0}", "no NUL character"],
      ["tag-value", "y", "1", "at least 3"],
      ["tag-value", "z", "2", "at most 1 item"],
      ["tag-value", "z", "0", "at least 1 item"],
      ["tag-value", "z", "1", "at least 2 items"],
    ])
}

@Test func serviceTagsAreCheckedOnce() async {
  let recorder = Recorder()
  let emitter = Emitter(service, processor: recorder, options: recorder.options) {
    $0.put(TextRule("os", minLength: 1), "")
  }
  emitter.emit(emitter.begin(span, context))
  emitter.emit(emitter.begin(span, context))
  let violations = await recorder.recording().violations
  #expect(
    violations.map(\.description) == ["tag-value: service: os = \"\", want at least 1 character"])
}

@Test func onlyTheFirstEndCounts() async {
  let recorder = Recorder()
  let running = RunningSpan(emitter(recorder).begin(span, context))
  await withTaskGroup(of: Void.self) { group in
    for _ in 0..<100 { group.addTask { running.end { _ in } } }
  }
  let recording = await recorder.recording()
  #expect(recording.spans.count == 1)
  #expect(recording.violations.count == 99)
  #expect(recording.violations.allSatisfy { $0.rule == .endedTwice && $0.expected == "one end" })
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func durationsAreSteady() async throws {
  let (recorder, clock) = (Recorder(), ManualClock(unixNano: 5_000))
  let emitter = emitter(recorder, recorder.options(clock: clock, ids: CountingIDs()))
  let running = RunningSpan(emitter.begin(span, emitter.randomContext(in: emitter.randomTrace())))
  clock.advance(nanoseconds: 2_500)
  clock.set(unixNano: 1)
  running.end { $0.put(BoolRule("x"), false) }
  let before = ManualClock(unixNano: -7)
  let early = Emitter(service, processor: recorder, options: recorder.options(clock: before))
  early.emit(early.begin(span, context))
  let spans = try await recorder.spans()
  #expect(spans.map(\.startUnixNano) == [5_000, 0])
  #expect(spans.map(\.endUnixNano) == [7_500, 1_000])
  #expect(
    spans[0].context.traceparent == "00-\(String(repeating: "0", count: 31))1-0000000000000001-01")
}

@Test func theSystemClockRuns() async throws {
  let clock = SystemClock()
  let (wall, steady) = (clock.unixNano(), clock.steadyNano())
  try await Task.sleep(nanoseconds: 2_000_000)
  #expect(clock.steadyNano() - steady >= 2_000_000)
  #expect(wall > 1_700_000_000_000_000_000)
}

@Test func randomIDsDiffer() {
  let ids = RandomIDs()
  #expect(Set((0..<1_000).map { _ in ids.spanID() }).count == 1_000)
  #expect(Set((0..<1_000).map { _ in ids.traceID() }).count == 1_000)
}

@Test func linksBeyondTheLimitAreCounted() async throws {
  struct Ref: SpanRef {
    let context: SpanContext
    init(context: SpanContext) { self.context = context }
    init?(traceparent: String) { nil }
  }
  let recorder = Recorder()
  let emitter = emitter(recorder)
  let ref = Ref(context: context)
  for given in [SpanData.maxLinks, SpanData.maxLinks + 3] {
    var draft = emitter.begin(span, context)
    draft.link([ref])
    draft.link(Array(repeating: ref, count: given - 1))
    draft.put(["x": 1])
    emitter.emit(draft)
  }
  let recording = await recorder.recording()
  #expect(recording.spans.map(\.links.count) == [32_768, 32_768])
  #expect(recording.spans.map(\.droppedLinks) == [0, 3])
  #expect(
    recording.violations.filter { $0.rule != .shadowedTag }.map(\.description) == [
      "too-many-links: f:a: 32771, want at most 32768 links"
    ])
  #expect(recording.violations.last?.rule == .tooManyLinks)
  let line = String(decoding: spanEventLine(recording.spans[1]), as: UTF8.self)
  #expect(line.hasSuffix("],\"dropped_links\":3}\n"))
  let body = String(decoding: otlpJSON([recording.spans[1]]), as: UTF8.self)
  #expect(body.contains("],\"droppedLinksCount\":3}"))
  #expect(!String(decoding: otlpJSON([recording.spans[0]]), as: UTF8.self).contains("dropped"))
}

@Test func sensitiveValuesAreNotInTexts() async {
  let recorder = Recorder()
  let service = DeclaredService(
    "app", flow: "f", version: "1.0.0", tags: ["os"], sensitive: ["x", "os"])
  let emitter = Emitter(service, processor: recorder, options: recorder.options) {
    $0.put(TextRule("os", maxLength: 3), "secret os")
  }
  var draft = emitter.begin(span, context)
  draft.put(TextRule("x", maxLength: 1), "secret x")
  draft.put(TextRule("y", maxLength: 1), "plain")
  draft.put(["x": "secret extra"])
  emitter.emit(draft)
  let violations = await recorder.recording().violations
  #expect(violations.map(\.isSensitive) == [true, true, false, true])
  #expect(violations.map(\.value) == ["secret os", "secret x", "plain", "secret extra"])
  #expect(
    violations.map(\.description) == [
      "tag-value: service: os = [redacted], want at most 3 characters",
      "tag-value: f:a: x = [redacted], want at most 1 character",
      "tag-value: f:a: y = \"plain\", want at most 1 character",
      "shadowed-tag: f:a: x = [redacted], want a tag that the spec does not declare",
    ])
}

@Test func aResourceHasAttributesBesideTheSpecs() async throws {
  let recorder = Recorder()
  var options = recorder.options
  options.resourceAttributes = ["build": "7", "os": "other", "service.name": "x", "build": 8]
  let emitter = emitter(recorder, options)
  emitter.emit(emitter.begin(span, context))
  let recording = await recorder.recording()
  let data = try #require(recording.spans.first)
  #expect(data.resource.attributes == [Tag(key: "build", value: "7")])
  #expect(recording.violations.map(\.tag) == ["os", "service.name", "build"])
  #expect(recording.violations.allSatisfy { $0.rule == .shadowedTag && $0.span.isEmpty })
  let body = String(decoding: otlpJSON([data]), as: UTF8.self)
  #expect(
    body.contains(
      #"{"key":"os","value":{"stringValue":"18"}},{"key":"build","value":{"stringValue":"7"}}]"#))
  #expect(!String(decoding: spanEventLine(data), as: UTF8.self).contains("build"))
  let bare = Emitter(
    DeclaredService("app", flow: "f", version: "1.0.0"), processor: recorder, options: options)
  bare.emit(bare.begin(span, context))
  #expect(await recorder.recording().spans.last?.resource.attributes.map(\.key) == ["build", "os"])
}
