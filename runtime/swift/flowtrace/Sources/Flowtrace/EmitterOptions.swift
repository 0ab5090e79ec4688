/// What an emitter stands on, all of it replaceable in tests.
public struct EmitterOptions: Sendable {
  /// Tells the time.
  public var clock: any SpanClock
  /// Makes the ids that do not derive.
  public var ids: any IDGenerator
  /// Hears of every breach of the spec, on the emitting thread.
  public var onViolation: (@Sendable (Violation) -> Void)?

  /// The system's clock, random ids, and nobody listening, unless told otherwise.
  public init(
    clock: any SpanClock = SystemClock(),
    ids: any IDGenerator = RandomIDs(),
    onViolation: (@Sendable (Violation) -> Void)? = nil
  ) {
    self.clock = clock
    self.ids = ids
    self.onViolation = onViolation
  }
}
