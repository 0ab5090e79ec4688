import Flowtrace

/// What became of the spans that a ``StoringExporter`` was given.
///
/// Over all that had a folder, one after the other or at the same time, `emitted` is the sum of the others.
public struct StoreStats: Hashable, Sendable {
  /// How many it was given, and those that it found half written and nobody had counted.
  public internal(set) var emitted = 0
  /// How many the receiver has.
  public internal(set) var exported = 0
  /// How many were the oldest when the store was full.
  public internal(set) var dropped = 0
  /// How many were refused, stored for too long or damaged, or could not be stored.
  public internal(set) var rejected = 0
  /// How many are in the folder, whoever has put them there.
  public internal(set) var stored = 0
}

/// Requests in a folder, within bounds.
///
/// Who removes a file counts its spans, so that several may share the folder.
final class Store: Sendable {
  private struct State: Sendable {
    var counts = StoreStats()
    /// Names of files that are counted and cannot be removed: they are not sent again.
    var stuck: Set<String> = []
    var lastNano: Int64 = 0
  }

  let files: StoredRequests
  private let options: StoringExporter.Options
  private let clock: any SpanClock
  // It is held while a file is renamed or removed, so that the counts are those of the folder at each moment.
  private let state = Locked(State())

  init(_ files: StoredRequests, _ options: StoringExporter.Options, _ clock: any SpanClock) {
    self.files = files
    self.options = options
    self.clock = clock
  }

  var stats: StoreStats {
    state.withLock { state in
      var stats = state.counts
      stats.stored = waiting(state).reduce(0) { $0 + $1.spans }
      return stats
    }
  }

  /// The requests, the oldest first.
  func list() -> [StoredRequests.File] { state.withLock { waiting($0) } }

  private func waiting(_ state: State) -> [StoredRequests.File] {
    files.files().filter { !state.stuck.contains($0.name) }
  }

  func add(_ body: [UInt8], spans: Int) throws {
    let name = StoredRequests.name(of: body, spans: spans, at: nextNano())
    try files.write(body, as: name)
    try finish(name, spans)
  }

  /// Counts spans that could not be stored.
  func countLost(_ spans: Int) {
    state.withLock { state in
      state.counts.emitted += spans
      state.counts.rejected += spans
    }
  }

  /// Finishes what a process that was killed has written whole, and removes what it has not.
  func recover() {
    for part in files.parts() {
      switch files.read(part, StoredRequests.part) {
      case .whole: try? finish(part.name, part.spans)
      case .damaged:
        guard files.remove(part, StoredRequests.part) else { continue }
        countLost(part.spans)
        tell(part.spans, .failed, "half written when the process ended")
      case .unreadable: continue
      }
    }
  }

  /// Removes what is too old, then the oldest while there is too much.
  func keepBounds() {
    let requests = list()
    var bytes = requests.reduce(0) { $0 + $1.bytes }
    let oldest = clock.unixNano().subtractingReportingOverflow(Int64(nanoseconds(options.maxAge)))
    for request in requests {
      let isOld = !oldest.overflow && request.unixNano < oldest.partialValue
      guard isOld || bytes > options.maxBytes else { return }
      bytes -= request.bytes
      let reason = isOld ? ExportError.Reason.failed : .queueFull
      let message = isOld ? "stored for too long" : "the store is full; these were the oldest"
      settle(request, ExportError(spans: request.spans, reason: reason, message: message))
    }
  }

  /// Removes a request of which so much was lost, and counts it, unless somebody else has.
  func settle(_ request: StoredRequests.File, _ lost: ExportError?) {
    let isCounted = state.withLock { state in
      if !files.remove(request) {
        guard files.exists(request) else { return false }
        state.stuck.insert(request.name)
      }
      let spans = lost?.spans ?? 0
      state.counts.exported += request.spans - spans
      if lost?.reason == .queueFull {
        state.counts.dropped += spans
      } else {
        state.counts.rejected += spans
      }
      return true
    }
    if isCounted, let lost { options.onExportError?(lost) }
  }

  private func finish(_ name: String, _ spans: Int) throws {
    try state.withLock { state in
      try files.finish(name)
      state.counts.emitted += spans
    }
  }

  /// The wall time; what comes within a second after a later one keeps its place behind it.
  private func nextNano() -> Int64 {
    state.withLock { state in
      let now = max(0, clock.unixNano())
      let isBehind = (0..<1_000_000_000).contains(state.lastNano - now)
      state.lastNano = isBehind ? state.lastNano &+ 1 : now
      return state.lastNano
    }
  }

  private func tell(_ spans: Int, _ reason: ExportError.Reason, _ message: String) {
    options.onExportError?(ExportError(spans: spans, reason: reason, message: message))
  }
}
