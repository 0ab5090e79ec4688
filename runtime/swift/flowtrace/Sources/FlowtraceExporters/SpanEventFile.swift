#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif
public import Flowtrace

/// Appends finished spans to a file as SpanEvent lines.
///
/// This is what a notification service extension wants: no network, no memory beyond the batch, and a
/// file in the app group's container that the app uploads later. Each batch is one write in append
/// mode, so that several processes may share the file. The same bytes are sent again after a failed
/// upload, since ids and times were frozen when the spans ended.
public struct SpanEventFileExporter: SpanExporter {
  private let path: String
  private let maxBytes: Int

  /// An exporter that appends to the file, which it makes where there is none.
  /// - Parameters:
  ///   - path: The file.
  ///   - maxBytes: What the file may grow to; a batch that would go beyond is lost, and reported.
  public init(path: String, maxBytes: Int = 4 << 20) {
    self.path = path
    self.maxBytes = maxBytes
  }

  /// Appends the spans.
  public func export(_ spans: [SpanData]) async throws {
    try append(spans.flatMap(spanEventLine))
  }

  private func append(_ bytes: [UInt8]) throws {
    try writeFile(path, O_APPEND | O_CREAT, bytes, upTo: maxBytes)
  }
}

/// Writes all of the bytes to a file that is opened with the flags, or none that stay: an append that fails half way is taken back.
func writeFile(
  _ path: String, _ flags: Int32, _ bytes: [UInt8], upTo maxBytes: Int = .max, synced: Bool = false,
  by put: (Int32, UnsafeRawBufferPointer) -> Int = { write($0, $1.baseAddress, $1.count) }
) throws {
  let file = open(path, O_WRONLY | O_CLOEXEC | flags, 0o600)
  guard file >= 0 else { throw FileError("cannot open \(path)", errno) }
  defer { close(file) }
  var status = stat()
  guard fstat(file, &status) == 0 else { throw FileError("cannot look at \(path)", errno) }
  guard bytes.count <= maxBytes - Int(status.st_size) else {
    throw FileError("cannot append to \(path) beyond \(maxBytes) bytes; upload it first", EFBIG)
  }
  var done = 0
  while done < bytes.count {
    let count = bytes[done...].withUnsafeBytes { put(file, $0) }
    guard count >= 0 || errno == EINTR else {
      let code = errno
      // The lines before end where they did, so that the next batch begins a line of its own; unless another process has
      // appended since.
      let start = status.st_size
      if done > 0, fstat(file, &status) == 0, Int(status.st_size) == Int(start) + done {
        ftruncate(file, start)
      }
      throw FileError("cannot write all of \(bytes.count) bytes to \(path)", code)
    }
    done += max(0, count)
  }
  if synced, fsync(file) != 0 { throw FileError("cannot write \(path) to the disk", errno) }
}

/// A file could not be written.
public struct FileError: Error, CustomStringConvertible {
  /// What was tried.
  public let message: String
  /// The system's number of the error.
  public let code: Int32

  init(_ message: String, _ code: Int32) {
    self.message = message
    self.code = code
  }

  /// One line for people.
  public var description: String { "\(message): \(String(cString: strerror(code)))" }
}
