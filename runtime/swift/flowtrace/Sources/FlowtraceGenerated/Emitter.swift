import Dispatch
public import Flowtrace

/// What the generated emitter of a service stands on.
public final class Emitter: Sendable {
  let options: EmitterOptions
  let resource: Resource
  let ownTags: [String]
  private let processor: any SpanProcessor

  /// An emitter; `own` puts the tags that the service gives once.
  public init(
    _ service: DeclaredService,
    processor: any SpanProcessor,
    options: EmitterOptions,
    own: (inout Draft) -> Void = { _ in }
  ) {
    self.processor = processor
    self.options = options
    ownTags = service.tags
    guard !service.tags.isEmpty else {
      resource = service.resource(tags: [])
      return
    }
    let ids = SpanContext(traceID: TraceID(high: 0, low: 0), spanID: SpanID(0))
    let checker = Emitter(checking: service, options: options)
    var draft = Draft(checker, DeclaredSpan("", tags: service.tags), ids, nil)
    own(&draft)
    resource = service.resource(tags: draft.ordered())
  }

  /// What the service's own tags are checked with, before there is an emitter.
  private init(checking service: DeclaredService, options: EmitterOptions) {
    processor = DiscardingProcessor()
    self.options = options
    ownTags = []
    resource = service.resource(tags: [])
  }

  /// A context of random ids, in the given trace where there is one.
  public func randomContext(in traceID: TraceID? = nil) -> SpanContext {
    SpanContext(traceID: traceID ?? randomTraceID(), spanID: options.ids.spanID())
  }

  /// The id of a trace that no tag gives.
  public func randomTraceID() -> TraceID { options.ids.traceID() }

  /// Begins a span.
  public func begin(
    _ span: DeclaredSpan,
    _ context: SpanContext,
    parent: SpanContext? = nil
  ) -> Draft {
    Draft(self, span, context, parent)
  }

  /// Emits an instant span: it ends 1 microsecond after its start, which is now.
  public func emit(_ draft: Draft) {
    processor.onEnd(draft.finish(start: options.clock.unixNano(), nanoseconds: 1_000))
  }

  fileprivate func emit(_ draft: Draft, start: Int64, nanoseconds: Int64) {
    processor.onEnd(draft.finish(start: start, nanoseconds: nanoseconds))
  }
}

/// A measured span that runs: when it began, what it has so far, and whether it has ended.
public final class RunningSpan: Sendable {
  private let draft: Draft
  private let startUnixNano: Int64
  private let startSteadyNano: Int64
  private let running = DispatchSemaphore(value: 0)

  /// Starts the span now.
  public init(_ draft: Draft) {
    self.draft = draft
    startUnixNano = draft.emitter.options.clock.unixNano()
    startSteadyNano = draft.emitter.options.clock.steadyNano()
    // Signalled, not created with 1: libdispatch traps on releasing a semaphore below its start.
    running.signal()
  }

  /// Emits the span, the first time; afterwards it only reports a violation.
  public func end(_ finish: (inout Draft) -> Void) {
    guard running.wait(timeout: DispatchTime(uptimeNanoseconds: 0)) == .success else {
      draft.violate(.endedTwice, "", "", "one end")
      return
    }
    let elapsed = draft.emitter.options.clock.steadyNano() - startSteadyNano
    var draft = draft
    finish(&draft)
    draft.emitter.emit(draft, start: startUnixNano, nanoseconds: max(0, elapsed))
  }
}
