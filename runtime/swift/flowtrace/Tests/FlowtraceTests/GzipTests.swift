import Foundation
import Testing

@testable import FlowtraceExporters

/// What gunzip makes of the bytes.
private func unpacked(_ bytes: [UInt8]) throws -> [UInt8] {
  let gunzip = Process()
  gunzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
  gunzip.arguments = ["-dc"]
  let (input, output) = (Pipe(), Pipe())
  gunzip.standardInput = input
  gunzip.standardOutput = output
  try gunzip.run()
  Thread.detachNewThread {
    input.fileHandleForWriting.write(Data(bytes))
    input.fileHandleForWriting.closeFile()
  }
  let text = output.fileHandleForReading.readDataToEndOfFile()
  gunzip.waitUntilExit()
  #expect(gunzip.terminationStatus == 0)
  return Array(text)
}

@Test func gzipIsWhatOthersRead() throws {
  var random = SystemRandomNumberGenerator()
  let noise = (0..<70_000).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
  let far = Array(noise[..<1_000]) + Array(noise[..<32_768]) + Array(noise[..<40_000])
  let runs = (0..<600).flatMap { Array(repeating: UInt8(truncatingIfNeeded: $0), count: $0) }
  for bytes in [
    [], [1], [1, 2, 3], Array("aaaaaaaaaaaaa".utf8), Array(repeating: 0, count: 300_000), noise,
    far, runs, otlpJSON(sampleSpans(500)),
  ] {
    #expect(try unpacked(gzipped(bytes)) == bytes)
  }
}

@Test func gzipMakesSpansSmall() {
  let body = otlpJSON(sampleSpans(500))
  #expect(gzipped(body).count * 8 < body.count)
}
