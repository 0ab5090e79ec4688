/// Spans that wait for their export, bounded in number and in bytes.
///
/// They are kept in batches of the size that goes out at once, so that a whole one is handed over as it is.
struct SpanQueue: Sendable {
  private struct Batch: Sendable {
    var spans: [SpanData] = []
    var bytes = 0
  }

  private let maxCount: Int
  private let maxBytes: Int
  private let maxBatch: Int
  /// Those before the head are empty. The last one takes the next span.
  private var batches = [Batch()]
  private var head = 0
  private var bytes = 0
  private(set) var count = 0
  /// How many spans came in and went out since the start.
  private(set) var (taken, gone) = (0, 0)

  init(maxCount: Int, maxBytes: Int, maxBatch: Int) {
    self.maxCount = maxCount
    self.maxBytes = maxBytes
    self.maxBatch = maxBatch
  }

  /// Takes a span of so many bytes; says whether there is room for it.
  mutating func push(_ span: SpanData, bytes size: Int) -> Bool {
    guard count < maxCount, bytes + size <= maxBytes else { return false }
    if batches[batches.count - 1].spans.count == maxBatch {
      // More are coming: it need not grow step by step.
      var next = Batch()
      next.spans.reserveCapacity(maxBatch)
      batches.append(next)
    }
    let last = batches.count - 1
    batches[last].spans.append(span)
    batches[last].bytes += size
    bytes += size
    count += 1
    taken += 1
    return true
  }

  /// The oldest spans, so many of them, which are no longer in the queue.
  mutating func pop(_ number: Int) -> [SpanData] {
    var spans: [SpanData] = []
    while spans.count < number {
      let batch = first(number - spans.count)
      bytes -= batch.bytes
      if spans.isEmpty { spans = batch.spans } else { spans += batch.spans }
    }
    count -= number
    gone += number
    return spans
  }

  /// Takes the first batch away, or its oldest spans where it has more than so many.
  private mutating func first(_ number: Int) -> Batch {
    var first = Batch()
    guard batches[head].spans.count > number else {
      swap(&first, &batches[head])
      if head < batches.count - 1 { head += 1 }
      // Moved together once half of them are empty: each is moved once on the average.
      if head * 2 >= batches.count {
        batches.removeFirst(head)
        head = 0
      }
      return first
    }
    first.spans = Array(batches[head].spans.prefix(number))
    first.bytes = first.spans.reduce(0) { $0 + $1.size }
    batches[head].spans.removeFirst(number)
    batches[head].bytes -= first.bytes
    return first
  }

  /// Throws away what waits; says how many that were.
  mutating func clear() -> Int {
    let number = count
    gone += number
    (batches, head, bytes, count) = ([Batch()], 0, 0, 0)
    return number
  }
}
