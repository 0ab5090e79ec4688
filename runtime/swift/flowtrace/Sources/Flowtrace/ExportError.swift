/// What became of the spans that a processor was given: `emitted` is the sum of the others.
public struct Stats: Hashable, Sendable {
  /// How many spans the processor was given.
  public internal(set) var emitted = 0
  /// How many the exporter has delivered.
  public internal(set) var exported = 0
  /// How many the exporter never got: the queue was full, or the processor was shut down.
  public internal(set) var dropped = 0
  /// How many the exporter got and could not deliver.
  public internal(set) var rejected = 0
  /// How many are in the queue or being exported.
  public internal(set) var waiting = 0
}

/// Why spans were not exported.
///
/// An exporter throws one, or several as ``ExportErrors``, for those spans of a batch. Anything else that it throws stands for
/// the whole batch.
public struct ExportError: Error, Hashable {
  /// What kind of loss it is.
  public enum Reason: String, Hashable, Sendable {
    /// The queue was full, in spans or in bytes.
    case queueFull = "queue-full"
    /// Emitted after the shutdown, or still waiting when that ran out of time.
    case shutDown = "shut-down"
    /// The span alone is above the limit of a request.
    case tooLarge = "too-large"
    /// The receiver refused the spans for good.
    case refused
    /// The export failed, was given up or was cancelled.
    case failed

    /// Whether the spans never came to the exporter, so that they count as dropped and not as rejected.
    public var isDrop: Bool { self == .queueFull || self == .shutDown }
  }

  /// How many spans are lost.
  public let spans: Int
  /// What kind of loss it is.
  public let reason: Reason
  /// What happened, for people; it has no value of a tag.
  public let message: String

  /// A loss of so many spans.
  public init(spans: Int, reason: Reason, message: String) {
    self.spans = spans
    self.reason = reason
    self.message = message
  }
}

extension ExportError: CustomStringConvertible {
  /// One line for people.
  public var description: String {
    let lost = spans == 1 ? "1 span is lost" : "\(spans) spans are lost"
    return "\(lost) (\(reason.rawValue)): \(message)"
  }
}

/// Several losses of one batch.
public struct ExportErrors: Error, Hashable {
  /// The losses.
  public let errors: [ExportError]

  /// Several losses.
  public init(_ errors: [ExportError]) { self.errors = errors }

  /// What an exporter's error says of a batch: together no more spans than it has.
  static func of(_ error: (any Error)?, batch count: Int) -> [ExportError] {
    let told: [ExportError]
    switch error {
    case nil: return []
    case let error as ExportError: told = [error]
    case let error as ExportErrors: told = error.errors
    case let error?:
      return [ExportError(spans: count, reason: .failed, message: "\(error)")]
    }
    var left = count
    return told.compactMap { error in
      let spans = max(0, min(error.spans, left))
      left -= spans
      // What came to the exporter was not dropped before it.
      let reason = error.reason.isDrop ? .failed : error.reason
      return spans == 0
        ? nil : ExportError(spans: spans, reason: reason, message: error.message)
    }
  }
}
