public import Flowtrace
import Synchronization

/// A clock that moves only as the test tells it to.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *)
public final class ManualClock: SpanClock {
  private let unix: Atomic<Int64>
  private let steady = Atomic<Int64>(0)

  /// A clock that stands still, in nanoseconds since 1970 UTC.
  public init(unixNano: Int64) { unix = Atomic(unixNano) }

  /// The wall time.
  public func unixNano() -> Int64 { unix.load(ordering: .relaxed) }

  /// The steady time, which starts at 0.
  public func steadyNano() -> Int64 { steady.load(ordering: .relaxed) }

  /// Moves both times on.
  public func advance(nanoseconds: Int64) {
    unix.wrappingAdd(nanoseconds, ordering: .relaxed)
    steady.wrappingAdd(nanoseconds, ordering: .relaxed)
  }

  /// Sets the wall time alone, as a user does.
  public func set(unixNano: Int64) { unix.store(unixNano, ordering: .relaxed) }
}

/// Trace ids and span ids that count from 1, each by itself.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *)
public final class CountingIDs: IDGenerator {
  private let traces = Atomic<UInt64>(0)
  private let spans = Atomic<UInt64>(0)

  /// Ids that start at 1.
  public init() {}

  /// The next trace id.
  public func traceID() -> TraceID {
    TraceID(high: 0, low: traces.wrappingAdd(1, ordering: .relaxed).newValue)
  }

  /// The next span id.
  public func spanID() -> SpanID { SpanID(spans.wrappingAdd(1, ordering: .relaxed).newValue) }
}
