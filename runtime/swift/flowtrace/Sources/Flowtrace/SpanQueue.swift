/// Spans that wait for their export, bounded in number and in bytes.
struct SpanQueue: Sendable {
  private struct Entry: Sendable {
    let span: SpanData
    let bytes: Int
  }

  private let maxCount: Int
  private let maxBytes: Int
  private var entries: [Entry?] = []
  private var head = 0
  private var bytes = 0
  /// How many spans came in and went out since the start.
  private(set) var (taken, gone) = (0, 0)

  init(maxCount: Int, maxBytes: Int) {
    self.maxCount = maxCount
    self.maxBytes = maxBytes
  }

  var count: Int { entries.count - head }

  /// Takes a span of so many bytes; says whether there is room for it.
  mutating func push(_ span: SpanData, bytes size: Int) -> Bool {
    guard count < maxCount, bytes + size <= maxBytes else { return false }
    entries.append(Entry(span: span, bytes: size))
    bytes += size
    taken += 1
    return true
  }

  /// The oldest spans, so many of them, which are no longer in the queue.
  mutating func pop(_ number: Int) -> [SpanData] {
    var spans: [SpanData] = []
    spans.reserveCapacity(number)
    for place in head..<(head + number) {
      guard let entry = entries[place] else { continue }
      spans.append(entry.span)
      bytes -= entry.bytes
      entries[place] = nil
    }
    head += number
    gone += number
    // Moved together once half of it is empty: each span is moved once on the average.
    if head * 2 >= entries.count {
      entries.removeFirst(head)
      head = 0
    }
    return spans
  }

  /// Throws away what waits; says how many that were.
  mutating func clear() -> Int {
    let number = count
    gone += number
    (entries, head, bytes) = ([], 0, 0)
    return number
  }
}
