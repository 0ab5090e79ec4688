import Foundation
import Testing

@testable import Flowtrace
@testable import FlowtraceExporters

private func exporter(
  _ server: HTTPServer, path: String = "", attemptTimeout: Double = 0, gzip: Bool = false
) throws -> OTLPHTTPExporter {
  var options = OTLPHTTPExporter.Options()
  options.headers = ["Authorization": "Bearer x"]
  options.attemptTimeout = attemptTimeout
  options.gzip = gzip
  return OTLPHTTPExporter(
    endpoint: try #require(URL(string: "http://127.0.0.1:\(server.port)\(path)")),
    options: options
  )
}

@Test func spansReachAServer() async throws {
  let server = try HTTPServer(answers: [HTTPServer.answer(200, "{}")])
  let exporter = try exporter(server, path: "/base/")
  try await exporter.export(sampleSpans(2))
  let requests = await server.requests.reduce(into: []) { $0.append($1) }
  let request = try #require(requests.first)
  #expect(request.hasPrefix("POST /base/v1/traces HTTP/1.1\r\n"))
  #expect(request.contains("Content-Type: application/json\r\n"))
  #expect(request.contains("Authorization: Bearer x\r\n"))
  let body = try #require(request.range(of: "\r\n\r\n")).upperBound
  #expect(request[body...].utf8.elementsEqual(otlpJSON(sampleSpans(2))))
}

@Test func aServerThatIsBusyIsAskedAgain() async throws {
  let server = try HTTPServer(answers: [HTTPServer.answer(503), HTTPServer.answer(200, "{}")])
  let exporter = try exporter(server)
  try await exporter.export(sampleSpans(1))
  let requests = await server.requests.reduce(into: []) { $0.append($1) }
  // Foundation sends the fields of the head in any order.
  let bodies = requests.compactMap { $0.components(separatedBy: "\r\n\r\n").last }
  #expect(bodies.count == 2 && bodies[0] == bodies[1] && !bodies[0].isEmpty)
}

@Test func redirectsAreNotFollowed() async throws {
  // Where the redirect was followed, the spans would be taken.
  let other = try HTTPServer(answers: [HTTPServer.answer(200, "{}")])
  let location = "Location: http://127.0.0.1:\(other.port)/\r\n"
  let server = try HTTPServer(answers: [HTTPServer.answer(307, headers: location)])
  let exporter = try exporter(server)
  let lost = await losses(exporter, sampleSpans(3))
  #expect(lost.map(\.spans) == [3] && lost.map(\.reason) == [.refused])
}

@Test func anExportThatIsCancelledEnds() async throws {
  let server = try HTTPServer(answers: [], silentFor: 3)
  let exporter = try exporter(server)
  let export = Task { await losses(exporter, sampleSpans(2)) }
  try await Task.sleep(nanoseconds: 50_000_000)
  export.cancel()
  #expect(await export.value.map(\.spans) == [2])
}

@Test func anAnswerThatBreaksOffIsNone() async throws {
  let cut = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{}"
  let server = try HTTPServer(answers: [cut, HTTPServer.answer(200, "{}")])
  let exporter = try exporter(server)
  #expect(await losses(exporter, sampleSpans(1)).isEmpty)
  let requests = await server.requests.reduce(into: 0) { count, _ in count += 1 }
  #expect(requests == 2)
}
