import Foundation

/// A file of `testdata/vectors`, which all languages are held to.
func vectors<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
  // The package stands in the repo at runtime/swift/flowtrace; the test driver may say where the repo is.
  let environment = ProcessInfo.processInfo.environment["SPECGEN_REPO"]
  let repo =
    environment.map { URL(fileURLWithPath: $0) }
    ?? (0..<6).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
  let file = repo.appendingPathComponent("testdata/vectors/\(name)")
  return try JSONDecoder().decode(type, from: Data(contentsOf: file))
}

/// A text as the vectors give it; nil where only another language can hold it.
struct TextForm: Decodable {
  let text: String?
  let utf8: String?
  let utf16: [Int]?

  var value: String? {
    text ?? utf8.map { String(decoding: bytes(hex: $0), as: UTF8.self) }
  }
}

func bytes(hex: String) -> [UInt8] {
  let digits = Array(hex)
  return stride(from: 0, to: digits.count, by: 2).compactMap {
    UInt8(String(digits[$0...($0 + 1)]), radix: 16)
  }
}
