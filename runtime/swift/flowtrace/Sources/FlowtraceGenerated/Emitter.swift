import Dispatch
public import Flowtrace
public import struct Foundation.Date

/// What the generated emitter of a service stands on.
public final class Emitter: Sendable {
  let options: EmitterOptions
  let resource: Resource
  let ownTags: [String]
  let sensitive: [String]
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
    sensitive = service.sensitive
    guard !service.tags.isEmpty || !options.resourceAttributes.tags.isEmpty else {
      resource = service.resource(tags: [])
      return
    }
    let ids = SpanContext(traceID: TraceID(high: 0, low: 0), spanID: SpanID(0))
    let checker = Emitter(checking: service, options: options)
    var draft = Draft(checker, DeclaredSpan("", tags: service.tags), ids, nil)
    own(&draft)
    let taken = DeclaredSpan("", tags: ["service.name"] + service.tags)
    var more = Draft(checker, taken, ids, nil)
    more.put(options.resourceAttributes)
    resource = service.resource(tags: draft.ordered(), attributes: more.extra)
  }

  /// What the service's own tags are checked with, before there is an emitter.
  private init(checking service: DeclaredService, options: EmitterOptions) {
    processor = DiscardingProcessor()
    self.options = options
    ownTags = []
    sensitive = service.sensitive
    resource = service.resource(tags: [])
  }

  /// A random span id in a trace.
  public func randomContext(in trace: TraceContext) -> SpanContext {
    trace.context(options.ids.spanID())
  }

  /// A trace that no tag gives, which is kept from the threshold on; see ``TraceContext``.
  public func randomTrace(threshold: UInt64 = 0) -> TraceContext {
    .id(options.ids.traceID(), threshold: threshold)
  }

  /// The parent's trace with its flag; without a parent, a new one.
  public func trace(of parent: SpanContext?, threshold: UInt64 = 0) -> TraceContext {
    parent.map(TraceContext.parent) ?? randomTrace(threshold: threshold)
  }

  /// Begins a span.
  public func begin(
    _ span: DeclaredSpan,
    _ context: SpanContext,
    parent: SpanContext? = nil
  ) -> Draft {
    Draft(self, span, context, parent)
  }

  /// Emits an instant span: it ends 1 microsecond after its start, which is now where no time is given.
  public func emit(_ draft: consuming Draft, at time: Date? = nil) {
    draft.checkLinks()
    let start = unixNano(time) ?? wallTime()
    emit(draft, start: start, end: later(start, by: 1_000))
  }

  /// Hands the span to the processor, where it is sampled or the processor takes all.
  fileprivate func emit(_ draft: consuming Draft, start: Int64, end: Int64) {
    guard draft.context.sampled || processor.takesUnsampled else { return }
    processor.onEnd(draft.finish(start: start, end: end))
  }

  /// The clock's wall time; one before 1970 counts as 1970.
  fileprivate func wallTime() -> Int64 { max(0, options.clock.unixNano()) }
}

/// A measured span that runs: when it began, what it has so far, and whether it has ended.
public final class RunningSpan: Sendable {
  /// When a span began, by the clock or by the caller's word.
  private enum Start: Sendable {
    case read(unixNano: Int64, steadyNano: Int64)
    case given(unixNano: Int64)
  }

  private let draft: Draft
  private let start: Start
  private let running = DispatchSemaphore(value: 0)

  /// Starts the span now, or says when it started.
  public init(_ draft: Draft, at time: Date? = nil) {
    self.draft = draft
    if let given = unixNano(time) {
      start = .given(unixNano: given)
    } else {
      let (wall, steady) = (draft.emitter.wallTime(), draft.emitter.options.clock.steadyNano())
      start = .read(unixNano: wall, steadyNano: steady)
    }
    // Signalled, not created with 1: libdispatch traps on releasing a semaphore below its start.
    running.signal()
  }

  /// Emits the span, the first time; afterwards it only reports a violation.
  ///
  /// It ends now, where no time is given: by the steady clock, or by the wall clock where the start was given.
  public func end(at time: Date? = nil, _ finish: (inout Draft) -> Void) {
    guard running.wait(timeout: DispatchTime(uptimeNanoseconds: 0)) == .success else {
      draft.violate(.endedTwice, "", "", "one end")
      return
    }
    let (start, end) = times(unixNano(time))
    var draft = draft
    finish(&draft)
    draft.checkLinks()
    guard end >= start else {
      draft.violate(.endBeforeStart, "", timeText(end), "not before \(timeText(start))")
      draft.emitter.emit(draft, start: start, end: later(start, by: 1_000))
      return
    }
    draft.emitter.emit(draft, start: start, end: end)
  }

  private func times(_ given: Int64?) -> (start: Int64, end: Int64) {
    switch start {
    case .given(let wall):
      return (wall, given ?? draft.emitter.wallTime())
    case .read(let wall, let steady):
      if let given { return (wall, given) }
      let now = draft.emitter.options.clock.steadyNano()
      return (wall, later(wall, by: elapsed(now, since: steady)))
    }
  }
}
