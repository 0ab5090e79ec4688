/// What an emitter stands on, all of it replaceable in tests.
public struct EmitterOptions: Sendable {
  /// Tells the time.
  public var clock: any SpanClock
  /// Makes the ids that do not derive.
  public var ids: any IDGenerator
  /// Attributes of the resource beside the spec's, such as the name of the build; a SpanEvent does not have them.
  public var resourceAttributes: ExtraTags
  /// Hears of every breach of the spec, on the emitting thread.
  public var onViolation: (@Sendable (Violation) -> Void)?

  /// The system's clock, random ids, and nobody listening, unless told otherwise.
  public init(
    clock: any SpanClock = SystemClock(),
    ids: any IDGenerator = RandomIDs(),
    resourceAttributes: ExtraTags = [:],
    onViolation: (@Sendable (Violation) -> Void)? = nil
  ) {
    self.clock = clock
    self.ids = ids
    self.resourceAttributes = resourceAttributes
    self.onViolation = onViolation
  }
}
