/// Hands each span to several processors, in their order.
public struct MultiSpanProcessor: SpanProcessor {
  private let processors: [any SpanProcessor]

  /// A processor that hands spans to these.
  public init(_ processors: any SpanProcessor...) { self.init(processors) }

  /// A processor that hands spans to these.
  public init(_ processors: [any SpanProcessor]) { self.processors = processors }

  /// Spans that are not sampled, too, where one of the processors takes them.
  public var takesUnsampled: Bool { processors.contains { $0.takesUnsampled } }

  /// Hands the span to all processors, one that is not sampled to those that take such spans.
  public func onEnd(_ span: SpanData) {
    for processor in processors where span.sampled || processor.takesUnsampled {
      processor.onEnd(span)
    }
  }

  /// Flushes all of them at the same time; says whether each was in time.
  public func forceFlush(within seconds: Double) async -> Bool {
    await all { await $0.forceFlush(within: seconds) }
  }

  /// Shuts all of them down at the same time; says whether each was in time.
  public func shutdown(within seconds: Double) async -> Bool {
    await all { await $0.shutdown(within: seconds) }
  }

  private func all(_ ask: @escaping @Sendable (any SpanProcessor) async -> Bool) async -> Bool {
    await withTaskGroup(of: Bool.self) { group in
      for processor in processors { group.addTask { await ask(processor) } }
      return await group.reduce(true) { $0 && $1 }
    }
  }
}
