import Foundation
import Synchronization
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

/// What is told of a span that a shutdown has no time for.
///
/// A span before it, where there is one, is given time.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private func lastWords(_ server: HTTPServer, afterOneMore: Bool = false) async throws -> [String] {
  let told = Mutex<[String]>([])
  var options = BatchSpanProcessor.Options()
  options.onExportError = { error in told.withLock { $0.append(error.message) } }
  let processor = BatchSpanProcessor(try exporter(server), options: options)
  if afterOneMore {
    processor.onEnd(sampleSpans(1)[0])
    #expect(await processor.forceFlush(within: 60))
  }
  processor.onEnd(sampleSpans(1)[0])
  // Five attempts take seven seconds or more, and a server that is silent answers to none.
  #expect(await !processor.shutdown(within: 3))
  return told.withLock { $0 }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func aShutdownOutOfTimeTellsOfTheLastAttempt() async throws {
  let plain = "the shutdown ran out of time"
  let busy = try HTTPServer(answers: [HTTPServer.answer(503)], silentFor: 60)
  #expect(
    try await lastWords(busy) == ["\(plain); the last attempt failed: the receiver answered 503"])

  let gone = try HTTPServer(answers: [])
  for await _ in gone.requests {}
  let words = try await lastWords(gone)
  #expect(words.count == 1 && words[0].hasPrefix("\(plain); the last attempt failed: "))

  #expect(try await lastWords(HTTPServer(answers: [], silentFor: 60)) == [plain])
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func anAttemptThatCameThroughIsNoFailure() async throws {
  let answers = [HTTPServer.answer(503), HTTPServer.answer(200, "{}")]
  let server = try HTTPServer(answers: answers, silentFor: 60)
  #expect(try await lastWords(server, afterOneMore: true) == ["the shutdown ran out of time"])
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
@Test func anAttemptThatIsCancelledChangesNothing() async throws {
  let server = try HTTPServer(answers: [HTTPServer.answer(400)], silentFor: 60)
  let exporter = try exporter(server)
  #expect(exporter.lastFailure == nil)
  #expect(await losses(exporter, sampleSpans(1)).count == 1)
  #expect(exporter.lastFailure == "the receiver answered 400")
  let export = Task { await losses(exporter, sampleSpans(1)) }
  try await Task.sleep(nanoseconds: 50_000_000)
  export.cancel()
  #expect(await export.value.count == 1)
  #expect(exporter.lastFailure == "the receiver answered 400")
}

@Test func anAnswerThatBreaksOffIsNone() async throws {
  let cut = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{}"
  let server = try HTTPServer(answers: [cut, HTTPServer.answer(200, "{}")])
  let exporter = try exporter(server)
  #expect(await losses(exporter, sampleSpans(1)).isEmpty)
  let requests = await server.requests.reduce(into: 0) { count, _ in count += 1 }
  #expect(requests == 2)
}
