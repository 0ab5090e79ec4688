/// What a batch processor knows, behind its lock.
struct BatchState: Sendable {
  enum Phase: Sendable {
    case open
    /// A shutdown runs.
    case closing
    /// A shutdown has answered that everything was settled in time, or not; the counts are final.
    case ended(Bool)
  }

  /// What somebody waits for.
  enum Goal: Sendable {
    /// Nothing: the answer is known.
    case now(Bool)
    /// Until so many spans are exported or lost, of those that the queue took.
    case settled(Int)
    /// Until the shutdown has answered.
    case ended
  }

  /// What the worker does next.
  enum Step: Sendable {
    case export([SpanData])
    /// Nothing: it is started again when there is work.
    case rest
    /// Shut the exporter down, and end.
    case free
  }

  typealias Answer = AsyncStream<Bool>.Continuation

  private let maxBatch: Int
  private(set) var queue: SpanQueue
  private var counts = Stats()
  private var exporting = 0
  var phase = Phase.open
  /// Spans up to this number, of those that the queue took, go out in batches that are not full, too.
  var due = 0
  /// How many of the spans that the queue took are exported or lost, and told of.
  private(set) var settled = 0
  var worker: Task<Void, Never>?
  /// What waits for the first span in the queue to have waited long enough, and how many of them there were.
  var (delay, delays): (Task<Void, Never>?, Int) = (nil, 0)
  var waiters: [Int: (goal: Goal, answer: Answer)] = [:]
  private var asked = 0

  init(_ options: BatchSpanProcessor.Options) {
    maxBatch = options.maxExportBatchSize
    queue = SpanQueue(
      maxCount: options.maxQueueSize, maxBytes: options.maxQueueBytes,
      maxBatch: options.maxExportBatchSize)
  }

  var current: Stats {
    var stats = counts
    stats.waiting = queue.count + exporting
    return stats
  }

  var hasFullBatch: Bool { queue.count >= maxBatch }

  var hasWork: Bool {
    if case .open = phase { return hasFullBatch || queue.count > 0 && due > queue.gone }
    return true
  }

  /// Takes a span of so many bytes, or says why not.
  mutating func take(_ span: SpanData, bytes: Int) -> ExportError.Reason? {
    counts.emitted += 1
    guard case .open = phase else {
      counts.dropped += 1
      return .shutDown
    }
    guard queue.push(span, bytes: bytes) else {
      counts.dropped += 1
      return .queueFull
    }
    return nil
  }

  mutating func wait(for goal: Goal, _ answer: Answer) -> Int {
    asked += 1
    waiters[asked] = (goal, answer)
    return asked
  }

  mutating func next() -> Step {
    if case .ended = phase { return .free }
    let number = hasFullBatch ? maxBatch : min(queue.count, max(0, due - queue.gone))
    guard number > 0 else {
      if case .closing = phase { return .free }
      worker = nil
      return .rest
    }
    // The delay begins again for what is left.
    delay?.cancel()
    delay = nil
    exporting = number
    return .export(queue.pop(number))
  }

  /// Counts a batch that was exported; says whether it was not counted yet.
  mutating func count(_ spans: Int, _ lost: [ExportError]) -> Bool {
    if case .ended = phase { return false }
    let rejected = lost.reduce(0) { $0 + $1.spans }
    counts.rejected += rejected
    counts.exported += spans - rejected
    exporting = 0
    return true
  }

  /// Settles spans that were counted; gives whoever waited for them.
  mutating func settle(_ spans: Int) -> [Answer] {
    settled += spans
    let settled = settled
    return answers { goal in
      if case .settled(let number) = goal { number <= settled } else { false }
    }
  }

  /// Ends a shutdown in time; gives whoever waited for it.
  mutating func end() -> [Answer] {
    if case .ended = phase { return [] }
    phase = .ended(true)
    return answers { _ in true }
  }

  /// Ends a shutdown that ran out of time, unless it has ended: what it answered then, what is lost, and who waits.
  mutating func abandon(
    lastFailure: String?
  ) -> (ended: Bool?, lost: [ExportError], waiters: [Answer]) {
    if case .ended(let inTime) = phase { return (inTime, [], []) }
    phase = .ended(false)
    worker?.cancel()
    let (cut, dropped) = (exporting, queue.clear())
    exporting = 0
    counts.rejected += cut
    counts.dropped += dropped
    let reason = lastFailure.map { "; the last attempt failed: \($0)" } ?? ""
    let message = "the shutdown ran out of time" + reason
    let lost = [
      ExportError(spans: cut, reason: .failed, message: message),
      ExportError(spans: dropped, reason: .shutDown, message: message),
    ]
    return (nil, lost.filter { $0.spans > 0 }, answers { _ in true })
  }

  private mutating func answers(where isDone: (Goal) -> Bool) -> [Answer] {
    let done = waiters.filter { isDone($1.goal) }
    for number in done.keys { waiters[number] = nil }
    return done.values.map(\.answer)
  }
}
