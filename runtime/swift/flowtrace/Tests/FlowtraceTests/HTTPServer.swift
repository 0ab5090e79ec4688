import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// A server on this machine that gives its answers in order, one for each connection, then goes.
struct HTTPServer {
  let port: UInt16
  /// What was asked, head and body, as it came.
  let requests: AsyncStream<String>

  struct NoServer: Error {}

  /// A server that, once it has answered, lets whoever connects wait for some seconds.
  init(answers: [String], silentFor seconds: Double = 0) throws {
    #if canImport(Darwin)
      let kind = SOCK_STREAM
    #else
      let kind = Int32(SOCK_STREAM.rawValue)
    #endif
    let listener = socket(AF_INET, kind, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, size) == 0 && listen(listener, 8) == 0
          && getsockname(listener, address, &size) == 0
      }
    }
    guard listener >= 0, bound else { throw NoServer() }
    port = UInt16(bigEndian: address.sin_port)
    let (stream, continuation) = AsyncStream<String>.makeStream()
    requests = stream
    Thread.detachNewThread {
      for answer in answers {
        let connection = accept(listener, nil, nil)
        continuation.yield(Self.read(connection))
        let bytes = Array(answer.utf8)
        _ = write(connection, bytes, bytes.count)
        close(connection)
      }
      Thread.sleep(forTimeInterval: seconds)
      close(listener)
      continuation.finish()
    }
  }

  /// Reads a request: the head, then as much as it announces.
  private static func read(_ connection: Int32) -> String {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(connection, &chunk, chunk.count, 0)
      if count <= 0 { break }
      bytes += chunk[..<count]
      let text = String(decoding: bytes, as: UTF8.self)
      guard let end = text.range(of: "\r\n\r\n") else { continue }
      let head = text[..<end.lowerBound].lowercased()
      let announced = head.split(separator: "\r\n")
        .first { $0.hasPrefix("content-length:") }?
        .split(separator: ":").last.flatMap { Int($0.trimmingCharacters(in: .whitespaces)) }
      if text[end.upperBound...].utf8.count >= announced ?? 0 { break }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func answer(_ status: Int, _ body: String = "", headers: String = "") -> String {
    "HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\(headers)\r\n\(body)"
  }
}
