// Drives the generated Swift client through testdata/vectors/calls.json, and prints one JSON line for each case:
// {name, spans, otlp, violations}, or {name, left_out} where Swift cannot hold it. A Go runner compares.
//
// Usage: Driver CALLS [ENDPOINT]. With an endpoint, each case's spans are sent there by the OTLP/HTTP exporter too.
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

func run(_ one: Case, _ endpoint: URL?) async throws -> String {
  // A String is never ill-formed, and a reference never zero: nothing to repair, nothing to report.
  if let needs = one.needs { return "{\"name\":\(try quoted(one.name)),\"left_out\":\"\(needs)\"}" }
  var drive = Drive(one)
  let recording = try await drive.run()
  let spans = recording.spans.map { String(decoding: spanEventLine($0).dropLast(), as: UTF8.self) }
  let otlp = String(decoding: otlpJSON(recording.spans), as: UTF8.self)
  if let endpoint {
    let exporter = OTLPHTTPExporter(endpoint: endpoint)
    await exporter.export(recording.spans)
    let rejected = await exporter.rejected
    guard rejected == 0 else { throw Trouble(description: "\(rejected) spans were rejected") }
  }
  return "{\"name\":\(try quoted(one.name)),\"spans\":[\(spans.joined(separator: ","))],"
    + "\"otlp\":\(otlp),"
    + "\"violations\":[\(try recording.violations.map(line).joined(separator: ","))]}"
}

let arguments = CommandLine.arguments
guard arguments.count >= 2 else {
  FileHandle.standardError.write(Data("usage: Driver CALLS [ENDPOINT]\n".utf8))
  exit(2)
}
let input =
  arguments[1] == "-"
  ? FileHandle.standardInput.readDataToEndOfFile()
  : try Data(contentsOf: URL(fileURLWithPath: arguments[1]))
let endpoint = arguments.count > 2 ? URL(string: arguments[2]) : nil
for one in try JSONDecoder().decode([Case].self, from: input) {
  print(try await run(one, endpoint))
}
