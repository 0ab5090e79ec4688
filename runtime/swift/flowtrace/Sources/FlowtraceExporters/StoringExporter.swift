public import Flowtrace
public import Foundation

/// Keeps spans in a folder until a collector has them: for devices that are offline.
///
/// A batch is on disk when its export ends, and counts as exported then; a process that is killed loses none of it. What is
/// stored is sent, the oldest first, while the process runs: after each batch, on ``upload()``, and again a while after an upload that
/// failed. The same bytes are sent again, and a collector tells copies by their ids. What the bounds push out, the oldest first, what the
/// collector refuses, and what the disk has damaged is told to ``Options/onExportError`` here, not to the processor's; ``stats`` counts
/// all of it.
public final class StoringExporter: SpanExporter {
  /// The bounds of the store. A number of zero or below has its default.
  public struct Options: Sendable {
    /// How many bytes are stored at most.
    public var maxBytes = 16 << 20
    /// How many seconds a batch is stored at most.
    public var maxAge = 7.0 * 24 * 3_600
    /// How many seconds after an upload that failed the next one is made: doubled each time up to 16 times that, and of it a random
    /// part from a half to all. Where the receiver asks for more by `Retry-After`, up to a day, it gets that.
    public var retryDelay = 60.0
    /// Hears of every loss of spans that were stored.
    public var onExportError: (@Sendable (ExportError) -> Void)?

    /// 16 MiB, a week, a minute.
    public init() {}

    func withDefaults() -> Options {
      let defaults = Options()
      var options = self
      if maxBytes <= 0 { options.maxBytes = defaults.maxBytes }
      if !(maxAge > 0) { options.maxAge = defaults.maxAge }
      if !(retryDelay > 0) { options.retryDelay = defaults.retryDelay }
      return options
    }
  }

  /// What came of an upload.
  private struct Progress {
    var isDone = false
    var sent = 0
    var retryAfter = 0.0
  }

  private let store: Store
  private let uploader: OTLPHTTPExporter?
  private let options: Options
  private let timing: Timing
  private let running = Locked<(turns: UploadTurns, task: Task<Void, Never>?)>((UploadTurns(), nil))

  /// A store in a folder, which is made where there is none.
  /// - Parameters:
  ///   - folder: The store's own; an extension and its app may share one in the container of their app group.
  ///   - uploader: Sends what is stored; without one, another process does, such as the app of an extension.
  ///   - options: The bounds of the store.
  public convenience init(
    folder: URL,
    uploader: OTLPHTTPExporter?,
    options: Options = Options()
  ) {
    self.init(folder: folder, uploader: uploader, options: options, clock: SystemClock())
  }

  init(
    folder: URL,
    uploader: OTLPHTTPExporter?,
    options: Options,
    clock: any SpanClock,
    timing: Timing = .system
  ) {
    self.options = options.withDefaults()
    store = Store(StoredRequests(folder), self.options, clock)
    self.uploader = uploader
    self.timing = timing
    startUpload()
  }

  deinit { running.withLock { $0.task }?.cancel() }

  /// What became of the spans. It reads the folder: not for an app's main thread.
  public var stats: StoreStats { store.stats }

  /// Stores the spans.
  public func export(_ spans: [SpanData]) async throws {
    var lost: [ExportError] = []
    for request in OTLPRequests(spans, limit: min(OTLPHTTPExporter.maxBody, options.maxBytes)) {
      guard let body = request.body else {
        let message = "a span alone is above the limit of a request"
        lost.append(ExportError(spans: request.spans, reason: .tooLarge, message: message))
        continue
      }
      do {
        try store.add(body, spans: request.spans)
      } catch {
        lost.append(ExportError(spans: request.spans, reason: .failed, message: "\(error)"))
      }
    }
    store.countLost(lost.reduce(0) { $0 + $1.spans })
    store.keepBounds()
    startUpload()
    if !lost.isEmpty { throw ExportErrors(lost) }
  }

  /// Sends what is stored, that too which is stored meanwhile; says whether nothing is left.
  public func upload() async -> Bool { await uploadAll().isDone }

  /// Ends uploads; what is stored is sent by the next process.
  public func shutdown() async {
    let task = running.withLock { running in
      running.turns.close()
      return running.task
    }
    task?.cancel()
    await task?.value
    await uploader?.shutdown()
  }

  private func uploadAll() async -> Progress {
    store.recover()
    store.keepBounds()
    var progress = Progress()
    if let uploader, !store.list().isEmpty {
      // Nil where another upload is under way, which may have sent the last.
      progress = await store.files.exclusively { await sendAll(uploader) } ?? progress
    }
    progress.isDone = store.list().isEmpty
    return progress
  }

  private func sendAll(_ uploader: OTLPHTTPExporter) async -> Progress {
    var progress = Progress()
    var unreadable: Set<String> = []
    while true {
      let requests = store.list().filter { !unreadable.contains($0.name) }
      if requests.isEmpty { return progress }
      for request in requests {
        guard !Task.isCancelled else { return progress }
        switch store.files.read(request) {
        case .unreadable: unreadable.insert(request.name)
        case .damaged:
          let message = "the stored file is damaged"
          store.settle(
            request, ExportError(spans: request.spans, reason: .failed, message: message))
        case .whole(let body):
          switch await uploader.deliver(body, spans: request.spans) {
          case .settled(let lost): store.settle(request, lost)
          case .kept(let retryAfter):
            progress.retryAfter = retryAfter
            return progress
          }
          progress.sent += 1
        }
      }
    }
  }

  /// Uploads in the background until nothing is left. Where an upload has failed, the next one waits, whatever is stored meanwhile.
  private func startUpload() {
    guard uploader != nil else { return }
    running.withLock { running in
      guard running.turns.want() else { return }
      let (timing, first) = (timing, options.retryDelay)
      running.task = Task.detached(priority: .utility) { [weak self] in
        var delay = first
        while self?.running.withLock({ $0.turns.next() }) == true {
          guard let progress = await self?.uploadAll() else { return }
          if progress.sent > 0 { delay = first }
          if progress.isDone { continue }
          let wait = max(delay * .random(in: 0.5...1), min(progress.retryAfter, 24 * 3_600))
          guard (try? await timing.sleep(wait)) != nil else { return }
          delay = min(2 * delay, 16 * first)
          _ = self?.running.withLock { $0.turns.want() }
        }
      }
    }
  }
}

/// Whose turn it is: what is stored while an upload ends is uploaded by another one.
struct UploadTurns: Sendable {
  private var isRunning = false
  private var isWanted = false
  private var isClosed = false

  /// Something is stored; says whether a task has to begin.
  mutating func want() -> Bool {
    isWanted = true
    if isRunning || isClosed { return false }
    isRunning = true
    return true
  }

  /// Whether the task goes on: something was stored since the upload before. Else it ends, and the next batch begins another.
  mutating func next() -> Bool {
    isRunning = isWanted && !isClosed
    isWanted = false
    return isRunning
  }

  /// No upload begins any more.
  mutating func close() { isClosed = true }
}
