import Flowtrace
import FlowtraceExporters
import FlowtraceTesting
import HostileFlow

func expect<Value: Equatable>(_ got: Value, _ want: Value, _ line: Int = #line) {
  if got != want { fatalError("line \(line): got \(got), want \(want)") }
}

@main
struct Hostile {
  static func main() async throws {
    let recorder = Recorder()
    let flow = HostileClass(processor: recorder, nil: "\u{202E}rtl", options: recorder.options)
    let id = Object("a*/b")
    let first = flow.func(
      object: id, in: "`/*$", where: .min, is: true, `inout`: true, var: false, emitter: "e",
      begin: "b", class: "ab\\", chosen: [.for, .if])
    expect(first, .func(object: id))
    let second = flow.dollarQuoteBack(
      parent: first, object: id, where: 1, is: false, while: .object(do: Do("x:y")), try: 0.1,
      typeof: ["😀"], openChoice: OpenChoice(rawValue: "anything"), plainChoice: .case)
    flow.dollarQuoteBack(
      parent: first, object: id, where: 2, is: true, while: .nil, openChoice: .false,
      plainChoice: .left)
    flow.dollarQuoteBack(
      parent: first, object: id, where: 3, is: true, while: .string(typed: "t", draft: "d"),
      openChoice: .true)
    let running = flow.start日本語のスパン(parent: second, object: id, declared: "t")
    running.end(draft: "d", ref: "r")
    HostileFuncService(processor: recorder, options: recorder.options)
      .emoji(parent: first, object: id)
    flow.startKeyed(
      parent: .func(first), object: id, context: "c", trace: "t", timestamp: "x", endTime: "e"
    ).end(startTime: "s", plainChoice: .left)
    flow.startKeyed(
      parent: .dollarQuoteBack(second), object: id, context: "c", trace: "t", timestamp: "y"
    ).end()
    try check(try await recorder.spans())
    await violations()
  }

  static func check(_ spans: [SpanData]) throws {
    expect(spans.map(\.name).first, "hostile:func")
    expect(spans[0][tag: "in"], "`/*$")
    expect(spans[0][tag: "chosen"], .strings(["for", "#if"]))
    expect(spans[1].name, "hostile:\\(dollar) \"quote\" \\ back")
    expect(spans[1][tag: "while"], "\\(wire)")
    expect(spans[1][tag: "do"], "x:y")
    expect(spans[2][tag: "open_choice"], "fal\\se")
    expect(spans[2][tag: "plain_choice"], "l\"eft")
    expect(spans[4].tags.map(\.key), ["object", "draft", "ref", "declared"])
    expect(spans[5].resource.serviceName, "func \\(service) \"x\" \\")
    expect(
      spans[6].tags.map(\.key),
      ["object", "context", "trace", "timestamp", "end_time", "start_time", "plain_choice"])
    expect(spans[6].status, .error(message: "l\"eft"))
    expect([spans[7].status == .unset, spans[7].parent == spans[1].context], [true, true])
    expect(PlainChoice.allCases, [.case, .left])
    let line = String(decoding: spanEventLine(spans[0]), as: UTF8.self)
    expect(line.contains("\"nil\":\"\u{202E}rtl\""), true)
  }

  static func violations() async {
    let recorder = Recorder()
    let flow = HostileClass(processor: recorder, nil: "", options: recorder.options)
    let first = flow.func(object: Object(""), in: "", where: 0, class: "a")
    flow.emoji(parent: first, object: Object("A"))
    let pattern = "pattern ^[a-z*/$\"\\\\]+$"
    expect(
      await recorder.recording().violations.map { "\($0.rule.rawValue) \($0.tag) \($0.expected)" },
      [
        "tag-value object at least 1 character", "tag-value in pattern `*/$|/\\*\\$",
        "tag-value class pattern ^([a-z\\\\]{2,5}|[0-9]{1,4}x?){1,2}$",
        "trace-id-mismatch object \(first.context.traceID)", "tag-value object \(pattern)",
      ])
    print("hostile: ok")
  }
}
