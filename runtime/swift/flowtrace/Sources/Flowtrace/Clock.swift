#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// Tells the time.
public protocol SpanClock: Sendable {
  /// Wall time, in nanoseconds since 1970 UTC; the user can set it.
  func unixNano() -> Int64
  /// Nanoseconds since any fixed moment; never set back, and running while the device sleeps.
  func steadyNano() -> Int64
}

/// The system's clock.
public struct SystemClock: SpanClock {
  /// The system's clock.
  public init() {}

  /// Wall time, in nanoseconds since 1970 UTC.
  public func unixNano() -> Int64 { read(CLOCK_REALTIME) }

  /// The clock that counts sleep, which has another name on each system.
  public func steadyNano() -> Int64 {
    #if canImport(Darwin)
      read(CLOCK_MONOTONIC_RAW)
    #else
      read(CLOCK_BOOTTIME)
    #endif
  }

  private func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    // A clock may be set to any year: what is beyond 64 bits is the last time that they hold.
    let (seconds, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, beyond) = seconds.addingReportingOverflow(Int64(time.tv_nsec))
    return overflow || beyond ? .max : sum
  }
}

/// Makes the ids that do not derive.
public protocol IDGenerator: Sendable {
  /// A fresh trace.
  func traceID() -> TraceID
  /// A fresh span.
  func spanID() -> SpanID
}

/// Ids from the system's random numbers.
public struct RandomIDs: IDGenerator {
  /// Ids from the system's random numbers.
  public init() {}

  /// A fresh trace.
  public func traceID() -> TraceID {
    let (high, low) = RandomBits.pair()
    return TraceID(high: high, low: low)
  }

  /// A fresh span.
  public func spanID() -> SpanID { SpanID(RandomBits.one()) }
}
