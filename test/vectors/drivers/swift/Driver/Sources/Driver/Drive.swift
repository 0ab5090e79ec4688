import Flowtrace
import FlowtraceTesting
import Synchronization

/// What is wrong with a case, or with the client.
struct Trouble: Error, CustomStringConvertible {
  let description: String
}

/// Ids from a list; a further call is a failure.
final class ListedIDs: IDGenerator {
  private let traces: Mutex<ArraySlice<TraceID>>
  private let spans: Mutex<ArraySlice<SpanID>>

  init(_ one: Case) {
    traces = Mutex(one.trace_ids.compactMap(TraceID.init(hex:))[...])
    spans = Mutex(one.span_ids.compactMap(SpanID.init(hex:))[...])
  }

  func traceID() -> TraceID {
    guard let id = traces.withLock({ $0.popFirst() }) else { fatalError("a further trace id") }
    return id
  }

  func spanID() -> SpanID {
    guard let id = spans.withLock({ $0.popFirst() }) else { fatalError("a further span id") }
    return id
  }

  var left: Int { traces.withLock { $0.count } + spans.withLock { $0.count } }
}

/// A clock that stands where it was put, wall and steady alike.
final class CaseClock: SpanClock {
  private let now = Atomic<Int64>(0)
  func put(_ nano: Int64) { now.store(nano, ordering: .relaxed) }
  func unixNano() -> Int64 { now.load(ordering: .relaxed) }
  func steadyNano() -> Int64 { now.load(ordering: .relaxed) }
}

/// The client of a flow, as the cases call it.
protocol Client: Sendable {
  /// Makes the emitter of a service.
  func emitter(_ emitter: Case.Emitter, _ recorder: Recorder, _ options: EmitterOptions) throws
    -> any Sendable
  /// Calls the method of a span.
  func call(_ op: Op, on emitter: any Sendable, _ refs: References) throws -> Called
  /// A reference that derives, or that is carried and says to which span; nil for any other.
  func reference(_ reference: Reference, _ refs: References) throws -> (any SpanRef)?
}

/// What a call gives: a reference and, of a measured span, how it ends.
struct Called {
  let ref: any SpanRef
  var end: ((Op) throws -> Void)?
}

/// What earlier calls gave.
struct References {
  let client: any Client
  var known: [Int: any SpanRef] = [:]

  /// The reference, made as the case says and nothing else; nil for one that is carried to no span in particular.
  func any(_ reference: Reference) throws -> (any SpanRef)? {
    if let number = reference.of { return known[number] }
    return try client.reference(reference, self)
  }

  func typed<Ref: SpanRef>(_ reference: Reference) throws -> Ref {
    guard let ref = try any(reference) as? Ref ?? Ref(traceparent: reference.traceparent ?? "")
    else { throw Trouble(description: "no \(Ref.self)") }
    return ref
  }

  /// What the reference derives from, or what a call takes.
  func parent<Ref: SpanRef>(_ reference: Reference?) throws -> Ref {
    guard let reference else { throw Trouble(description: "no parent") }
    return try typed(reference)
  }

  /// A span outside the flow, which any reference stands for.
  func outside(_ reference: Reference) throws -> SpanContext {
    let context = try any(reference)?.context
    guard let context = context ?? SpanContext(traceparent: reference.traceparent ?? "") else {
      throw Trouble(description: "no span outside the flow")
    }
    return context
  }
}

/// A case under way.
struct Drive {
  private let recorder = Recorder()
  private let clock = CaseClock()
  private let ids: ListedIDs
  private let one: Case
  private var emitters: [String: any Sendable] = [:]
  private var refs: References
  private var running: [Int: (Op) throws -> Void] = [:]

  init(_ one: Case) throws {
    self.one = one
    ids = ListedIDs(one)
    switch one.flow {
    case nil: refs = References(client: NotificationClient())
    case "order": refs = References(client: OrderClient())
    case let flow?: throw Trouble(description: "there is no client of \(flow)")
    }
  }

  mutating func run() async throws -> Recorder.Recording {
    guard let start = Int64(one.start_ns), let step = Int64(one.step_ns) else {
      throw Trouble(description: "no clock")
    }
    clock.put(start)
    let options = recorder.options(clock: clock, ids: ids)
    for emitter in one.emitters {
      emitters[emitter.name] = try refs.client.emitter(emitter, recorder, options)
    }
    for (number, op) in one.ops.enumerated() {
      clock.put(op.at_ns.flatMap { Int64($0) } ?? start + Int64(number) * step)
      if op.end != nil { try end(op) } else { try call(number, op) }
    }
    guard ids.left == 0 else { throw Trouble(description: "\(ids.left) ids are left over") }
    return await recorder.recording()
  }

  private mutating func call(_ number: Int, _ op: Op) throws {
    guard let emitter = emitters[op.emitter ?? ""] else {
      throw Trouble(description: "op \(number): there is no emitter \(op.emitter ?? "")")
    }
    let called = try refs.client.call(op, on: emitter, refs)
    (refs.known[number], running[number]) = (called.ref, called.end)
  }

  private func end(_ op: Op) throws {
    guard let number = op.end, let end = running[number] else {
      throw Trouble(description: "there is no span to end")
    }
    try end(op)
  }
}
