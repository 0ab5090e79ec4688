public import Flowtrace

/// Keeps spans and violations for a test to look at.
///
/// Give it to emitters as their processor, with its options. It keeps spans that are not sampled, too,
/// and each says whether it is: ``SpanData/sampled``. Both spans and violations arrive through
/// one ordered stream, so that it needs no lock and works on every system of the package.
public final class Recorder: SpanProcessor {
  /// What a recorder has taken.
  public struct Recording: Sendable {
    /// The finished spans, in the order in which they ended.
    public internal(set) var spans: [SpanData] = []
    /// The breaches of the spec, in the order in which they were reported.
    public internal(set) var violations: [Violation] = []
  }

  private enum Item: Sendable {
    case span(SpanData)
    case violation(Violation)
    case read(CheckedContinuation<Recording, Never>)
  }

  private let sink: AsyncStream<Item>.Continuation

  /// An empty recorder.
  public init() {
    let (stream, sink) = AsyncStream<Item>.makeStream()
    self.sink = sink
    Task.detached {
      var recording = Recording()
      for await item in stream {
        switch item {
        case .span(let span): recording.spans.append(span)
        case .violation(let violation): recording.violations.append(violation)
        case .read(let reader): reader.resume(returning: recording)
        }
      }
    }
  }

  deinit { sink.finish() }

  /// Options that report violations here.
  public var options: EmitterOptions { options() }

  /// Options that report violations here, with a clock and ids of the test's own.
  public func options(
    clock: any SpanClock = SystemClock(),
    ids: any IDGenerator = RandomIDs()
  ) -> EmitterOptions {
    EmitterOptions(clock: clock, ids: ids, onViolation: { [sink] in sink.yield(.violation($0)) })
  }

  /// Spans that are not sampled are kept, too.
  public var takesUnsampled: Bool { true }

  /// Takes one span.
  public func onEnd(_ span: SpanData) { sink.yield(.span(span)) }

  /// Everything that was taken before the call.
  public func recording() async -> Recording {
    await withCheckedContinuation { sink.yield(.read($0)) }
  }

  /// The spans that were taken before the call; throws where one of them breaks the spec.
  public func spans() async throws -> [SpanData] {
    let recording = await recording()
    guard recording.violations.isEmpty else { throw SpecBroken(violations: recording.violations) }
    return recording.spans
  }

  /// Has nothing to wait for.
  public func forceFlush(within seconds: Double) async -> Bool { true }

  /// Has nothing to free.
  public func shutdown(within seconds: Double) async -> Bool { true }
}

/// Spans were emitted that break the spec.
public struct SpecBroken: Error, CustomStringConvertible {
  /// What is wrong with them.
  public let violations: [Violation]

  /// One line for each violation.
  public var description: String { violations.map(\.description).joined(separator: "\n") }
}
