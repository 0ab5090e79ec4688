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
/// A file's name has its time, how many spans it holds and a random number; a file is written under another name first, so that
/// one with such a name is whole. Several processes may share the folder.
struct StoredRequests: Sendable {
  /// One file.
  struct File: Sendable {
    let name: String
    let spans: Int
    let unixNano: Int64
    let bytes: Int
  }

  let folder: URL

  init(_ folder: URL) { self.folder = folder }

  /// Writes a body, whole or not at all.
  func add(_ body: [UInt8], spans: Int, at unixNano: Int64) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let digits = String(unixNano)
    let time = String(repeating: "0", count: max(0, 19 - digits.utf8.count)) + digits
    let name = "\(time)-\(spans)-\(UInt32.random(in: 0 ... .max))"
    let part = folder.appendingPathComponent(name + ".part").path
    do {
      try writeFile(part, O_CREAT | O_EXCL, body, synced: true)
      guard rename(part, folder.appendingPathComponent(name + ".json").path) == 0 else {
        throw FileError("cannot rename \(part)", errno)
      }
    } catch {
      unlink(part)
      throw error
    }
  }

  /// The files, the oldest first.
  func files() -> [File] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().compactMap { name in
      let parts = name.dropLast(5).split(separator: "-")
      guard name.hasSuffix(".json"), parts.count == 3, let time = Int64(parts[0]),
        let spans = Int(parts[1])
      else { return nil }
      var status = stat()
      guard stat(path(name), &status) == 0 else { return nil }
      return File(name: name, spans: spans, unixNano: time, bytes: Int(status.st_size))
    }
  }

  func read(_ file: File) -> [UInt8]? {
    FileManager.default.contents(atPath: path(file.name)).map(Array.init)
  }

  /// Removes a file; says whether it was still there.
  func remove(_ file: File) -> Bool { unlink(path(file.name)) == 0 }

  /// Removes what processes that were killed have left half written an hour ago or before.
  func removeParts() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasSuffix(".part") {
      var status = stat()
      if stat(path(name), &status) == 0, modified(status) + 3_600 < time(nil) { unlink(path(name)) }
    }
  }

  /// Does something while no other process does; nil where one does. The system lets go of the lock when a process ends.
  func exclusively<Result>(_ body: () async -> Result) async -> Result? {
    let lock = open(path("lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { return nil }
    defer { close(lock) }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { return nil }
    return await body()
  }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private func modified(_ status: stat) -> Int {
    #if canImport(Darwin)
      status.st_mtimespec.tv_sec
    #else
      status.st_mtim.tv_sec
    #endif
  }
}
