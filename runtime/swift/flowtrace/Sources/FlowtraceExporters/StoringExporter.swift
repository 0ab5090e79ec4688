public import Flowtrace
public import Foundation

/// Keeps spans in a folder until a collector has them: for devices that are offline.
///
/// A batch is on disk when its export ends, and counts as exported then; a process that is killed loses none of it. What is
/// stored is sent, the oldest first, while the process runs: after each batch, on ``upload()``, and again a while after an upload that
/// failed. The same bytes are sent again, and a collector tells copies by their ids. What the bounds push out, the oldest first, and what the
/// collector refuses is told to ``Options/onExportError`` here, not to the processor's.
public final class StoringExporter: SpanExporter {
  /// The bounds of the store.
  public struct Options: Sendable {
    /// How many bytes are stored at most.
    public var maxBytes = 16 << 20
    /// How many seconds a batch is stored at most.
    public var maxAge = 7.0 * 24 * 3_600
    /// How many seconds after an upload that failed the next one is made.
    public var retryDelay = 60.0
    /// Hears of every loss of spans that were stored.
    public var onExportError: (@Sendable (ExportError) -> Void)?

    /// 16 MiB, a week, a minute.
    public init() {}
  }

  private let store: StoredRequests
  private let uploader: OTLPHTTPExporter?
  private let options: Options
  private let clock: any SpanClock
  private let running = Locked<(task: Task<Void, Never>?, isClosed: Bool)>((nil, false))

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

  init(folder: URL, uploader: OTLPHTTPExporter?, options: Options, clock: any SpanClock) {
    store = StoredRequests(folder)
    self.uploader = uploader
    self.options = options
    self.clock = clock
    store.removeParts()
    startUpload()
  }

  deinit { running.withLock { $0.task }?.cancel() }

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
        try store.add(body, spans: request.spans, at: max(0, clock.unixNano()))
      } catch {
        lost.append(ExportError(spans: request.spans, reason: .failed, message: "\(error)"))
      }
    }
    keepBounds()
    startUpload()
    if !lost.isEmpty { throw ExportErrors(lost) }
  }

  /// Sends what is stored; says whether nothing is left.
  public func upload() async -> Bool {
    keepBounds()
    guard let uploader else { return store.files().isEmpty }
    return await store.exclusively {
      for file in store.files() {
        guard !Task.isCancelled else { return false }
        guard let body = store.read(file) else { continue }
        let lost = await uploader.deliver(body, spans: file.spans)
        // What did not get through is kept; what was refused would be refused again.
        if lost?.reason == .failed { return false }
        if store.remove(file), let lost { options.onExportError?(lost) }
      }
      return store.files().isEmpty
    } ?? store.files().isEmpty  // another upload is under way, and may have sent the last
  }

  /// Ends uploads; what is stored is sent by the next process.
  public func shutdown() async {
    let task = running.withLock { running in
      running.isClosed = true
      return running.task
    }
    task?.cancel()
    await task?.value
    await uploader?.shutdown()
  }

  /// Uploads in the background until nothing is left, unless that is under way.
  private func startUpload() {
    guard uploader != nil else { return }
    running.withLock { running in
      guard running.task == nil, !running.isClosed else { return }
      let delay = nanoseconds(options.retryDelay)
      running.task = Task.detached(priority: .utility) { [weak self] in
        while await self?.upload() == false, (try? await Task.sleep(nanoseconds: delay)) != nil {}
        self?.running.withLock { $0.task = nil }
      }
    }
  }

  /// Removes what is too old, then the oldest while there is too much.
  private func keepBounds() {
    let files = store.files()
    var bytes = files.reduce(0) { $0 + $1.bytes }
    let oldest = clock.unixNano().subtractingReportingOverflow(Int64(nanoseconds(options.maxAge)))
    for file in files {
      let isOld = !oldest.overflow && file.unixNano < oldest.partialValue
      guard isOld || bytes > options.maxBytes else { return }
      bytes -= file.bytes
      guard store.remove(file) else { continue }
      let message = isOld ? "stored for too long" : "the store is full; these were the oldest"
      let reason = isOld ? ExportError.Reason.failed : .queueFull
      options.onExportError?(ExportError(spans: file.spans, reason: reason, message: message))
    }
  }
}
