import Flowtrace
import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// Bodies of requests in a folder, a file for each.
///
/// A file is written under another name, forced to the disk and renamed. Its name has its time, how many spans and bytes it holds, a
/// checksum and a random number: a file that is not what was written is known, whatever has cut it. Several processes may share the
/// folder. What has other names is not touched.
struct StoredRequests: Sendable {
  /// One file.
  struct File: Sendable {
    /// Without its ending: the older of two has the lesser one.
    let name: String
    let unixNano: Int64
    let spans: Int
    let bytes: Int
    fileprivate let checksum: String

    /// Nil where the name is no store's. A request has fewer spans than bytes, and no more of these than go out at once.
    init?(name: String) {
      let parts = name.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 5, parts[0].utf8.count == 19, let time = File.number(parts[0]),
        let spans = File.number(parts[1]), let bytes = File.number(parts[2]), spans > 0,
        spans < bytes, bytes <= OTLPHTTPExporter.maxBody, parts[3].utf8.count == 8
      else { return nil }
      self.name = name
      unixNano = time
      self.spans = Int(spans)
      self.bytes = Int(bytes)
      checksum = parts[3]
    }

    private static func number(_ text: String) -> Int64? {
      text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
    }
  }

  /// What a file has.
  enum Content {
    case whole([UInt8])
    /// Not what was written.
    case damaged
    /// It cannot be read now.
    case unreadable
  }

  static let ending = ".json"
  static let part = ".part"

  let folder: URL

  init(_ folder: URL) { self.folder = folder }

  /// A name for a body, which no other has.
  static func name(of body: [UInt8], spans: Int, at unixNano: Int64) -> String {
    let digits = String(unixNano)
    let time = String(repeating: "0", count: max(0, 19 - digits.utf8.count)) + digits
    return "\(time)-\(spans)-\(body.count)-\(checksum(body))-\(UInt32.random(in: 0 ... .max))"
  }

  /// Writes a body, whole or not at all, under a name that is no request's yet.
  func write(_ body: [UInt8], as name: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let part = path(name + Self.part)
    do {
      try writeFile(part, O_CREAT | O_EXCL, body, synced: true)
    } catch {
      unlink(part)
      throw error
    }
  }

  /// Makes a request of what was written.
  func finish(_ name: String) throws {
    let part = path(name + Self.part)
    guard rename(part, path(name + Self.ending)) != 0 else { return }
    let error = FileError("cannot rename \(part)", errno)
    unlink(part)
    throw error
  }

  /// The requests, the oldest first.
  func files() -> [File] { named(Self.ending) }

  /// What was not finished, and was written an hour ago or before: what is younger may be under way in another process.
  func parts() -> [File] {
    named(Self.part).filter { file in
      var status = stat()
      return stat(path(file.name + Self.part), &status) == 0
        && abs(time(nil) - modified(status)) > 3_600
    }
  }

  func read(_ file: File, _ ending: String = ending) -> Content {
    let path = path(file.name + ending)
    var status = stat()
    guard stat(path, &status) == 0 else { return .unreadable }
    // One that grew is not even read.
    guard Int(status.st_size) == file.bytes else { return .damaged }
    guard let data = FileManager.default.contents(atPath: path) else { return .unreadable }
    let body = [UInt8](data)
    return body.count == file.bytes && Self.checksum(body) == file.checksum
      ? .whole(body) : .damaged
  }

  /// Removes a file; says whether it was still there, and could be removed.
  func remove(_ file: File, _ ending: String = ending) -> Bool {
    unlink(path(file.name + ending)) == 0
  }

  func exists(_ file: File) -> Bool { access(path(file.name + Self.ending), F_OK) == 0 }

  /// Does something while no other process does; nil where one does. The system lets go of the lock when a process ends.
  func exclusively<Result>(_ body: () async -> Result) async -> Result? {
    let lock = open(path("lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { return nil }
    defer { close(lock) }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { return nil }
    return await body()
  }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private func named(_ ending: String) -> [File] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().compactMap { name in
      name.hasSuffix(ending) ? File(name: String(name.dropLast(ending.count))) : nil
    }
  }

  private static func checksum(_ body: [UInt8]) -> String {
    let digits = String(crc32(body), radix: 16)
    return String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }

  private func modified(_ status: stat) -> Int {
    #if canImport(Darwin)
      status.st_mtimespec.tv_sec
    #else
      status.st_mtim.tv_sec
    #endif
  }
}
