// Drives the generated Swift clients through testdata/vectors/calls.json or order-calls.json, and prints one JSON line for each
// case: {name, spans, unsampled, otlp, violations}, or {name, left_out} where Swift cannot hold it. A Go runner compares.
//
// Usage: Driver CALLS [--export URL]. With --export, the spans of case number k, from 0, that are sampled also go through a
// batch processor and the OTLP/HTTP exporter to URL/k.
//
// Driver - --deliver does the steps of a scenario of testdata/delivery.
import Flowtrace
import FlowtraceExporters
import Foundation

/// A JSON text of a string.
func quoted(_ text: String) throws -> String {
  String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
}

func line(_ violation: Violation) throws -> String {
  let members = [
    ("rule", violation.rule.rawValue), ("span", violation.span), ("tag", violation.tag),
    ("value", violation.value), ("expected", violation.expected),
  ]
  return "{" + (try members.map { "\"\($0)\":\(try quoted($1))" }.joined(separator: ",")) + "}"
}

/// Sends the spans of a case as an app does.
func export(_ spans: [SpanData], of one: Case, to endpoint: URL) async throws {
  let exporter = OTLPHTTPExporter(endpoint: endpoint)
  let batch = BatchSpanProcessor(exporter)
  for span in spans { batch.onEnd(span) }
  let flushed = await batch.forceFlush(within: 30)
  let closed = await batch.shutdown(within: 30)
  let stats = batch.stats
  guard flushed, closed, stats.exported == spans.count else {
    throw Trouble(description: "cannot export \(one.name): \(stats)")
  }
}

func run(_ one: Case, _ endpoint: URL?) async throws -> String {
  // A String is never ill-formed, and a reference never zero: nothing to repair, nothing to report.
  if let needs = one.needs { return "{\"name\":\(try quoted(one.name)),\"left_out\":\"\(needs)\"}" }
  var drive = try Drive(one)
  let recording = try await drive.run()
  let spans = recording.spans.map { String(decoding: spanEventLine($0).dropLast(), as: UTF8.self) }
  let sampled = recording.spans.filter(\.sampled)
  let unsampled = recording.spans.indices.filter { !recording.spans[$0].sampled }
  let otlp = String(decoding: otlpJSON(sampled), as: UTF8.self)
  if let endpoint { try await export(sampled, of: one, to: endpoint) }
  return "{\"name\":\(try quoted(one.name)),\"spans\":[\(spans.joined(separator: ","))],"
    + (unsampled.isEmpty ? "" : "\"unsampled\":\(unsampled),")
    + "\"otlp\":\(otlp),"
    + "\"violations\":[\(try recording.violations.map(line).joined(separator: ","))]}"
}

func fail(_ message: String) -> Never {
  FileHandle.standardError.write(Data("\(message)\n".utf8))
  exit(1)
}

let arguments = CommandLine.arguments
let delivers = arguments.count == 3 && arguments[2] == "--deliver"
guard arguments.count == 2 || delivers || arguments.count == 4 && arguments[2] == "--export" else {
  fail("usage: Driver CALLS [--export URL | --deliver]")
}
do {
  if delivers {
    let scenario = try JSONDecoder().decode(Delivery.self, from: Data((readLine() ?? "").utf8))
    let deliverer = Deliverer(scenario)
    while let text = readLine() {
      let step = try JSONDecoder().decode(Delivery.Step.self, from: Data(text.utf8))
      let line = try await deliverer.line(step)
      FileHandle.standardOutput.write(Data("\(line)\n".utf8))
    }
  } else {
    let input =
      arguments[1] == "-"
      ? FileHandle.standardInput.readDataToEndOfFile()
      : try Data(contentsOf: URL(fileURLWithPath: arguments[1]))
    for (number, one) in try JSONDecoder().decode([Case].self, from: input).enumerated() {
      let endpoint = arguments.count == 4 ? URL(string: "\(arguments[3])/\(number)") : nil
      print(try await run(one, endpoint))
    }
  }
} catch {
  fail("\(error)")
}
