import Flowtrace
import FlowtraceTesting
import NotificationFlow
import Synchronization

/// What is wrong with a case, or with the client.
struct Trouble: Error, CustomStringConvertible {
  let description: String
}

/// The spans of a notification that all four apps emit.
protocol App: Sendable {
  func received(parent: SentRef, badgeCount: Int?, extra: ExtraTags) -> ReceivedRef
  func opened(parent: ReceivedRef, extra: ExtraTags) -> OpenedRef
  func startReadInApp(parent: OpenedRef, extra: ExtraTags) -> ReadInAppSpan
}

extension NotificationIOS: App {}
extension NotificationAndroid: App {}
extension NotificationDesktop: App {}
extension NotificationWeb: App {}

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

/// A case under way.
struct Drive {
  private let recorder = Recorder()
  private let clock = CaseClock()
  private let ids: ListedIDs
  private let one: Case
  private var emitters: [String: any Sendable] = [:]
  private var refs: [Int: any SpanRef] = [:]
  private var running: [Int: ReadInAppSpan] = [:]

  init(_ one: Case) {
    self.one = one
    ids = ListedIDs(one)
  }

  mutating func run() async throws -> Recorder.Recording {
    guard let start = Int64(one.start_ns), let step = Int64(one.step_ns) else {
      throw Trouble(description: "no clock")
    }
    clock.put(start)
    for emitter in one.emitters { emitters[emitter.name] = try make(emitter) }
    for (number, op) in one.ops.enumerated() {
      clock.put(op.at_ns.flatMap { Int64($0) } ?? start + Int64(number) * step)
      if op.end != nil { try end(op) } else { try call(number, op) }
    }
    guard ids.left == 0 else { throw Trouble(description: "\(ids.left) ids are left over") }
    return await recorder.recording()
  }

  private func make(_ emitter: Case.Emitter) throws -> any Sendable {
    let options = recorder.options(clock: clock, ids: ids)
    let tags = emitter.tags.mapValues(\.text)
    let (version, system) = (tags["app_version"] ?? "", tags["os_version"] ?? "")
    switch emitter.service {
    case "webapp": return NotificationWebapp(processor: recorder, options: options)
    case "job-queue": return NotificationJobQueue(processor: recorder, options: options)
    case "push-service": return NotificationPushService(processor: recorder, options: options)
    case "iOS":
      return NotificationIOS(
        processor: recorder, appVersion: version, osVersion: system,
        deviceModel: tags["device_model"], options: options)
    case "Android":
      return NotificationAndroid(
        processor: recorder, appVersion: version, osVersion: system,
        deviceModel: tags["device_model"], options: options)
    case "Desktop":
      return NotificationDesktop(
        processor: recorder, appVersion: version, osVersion: system, options: options)
    case "Web":
      return NotificationWeb(
        processor: recorder, appVersion: version, browser: tags["browser"], options: options)
    default: throw Trouble(description: "there is no service \(emitter.service)")
    }
  }

  private mutating func call(_ number: Int, _ op: Op) throws {
    let args = Arguments(op.args)
    let extra = try extras(op)
    switch emitters[op.emitter ?? ""] {
    case let webapp as NotificationWebapp:
      refs[number] = webapp.trigger(
        parent: try op.parent.map(context), triggerType: try args.trigger(), userID: args.user,
        teamID: args.team, channelID: args.channel, messageTS: args.text("message_ts"),
        notificationID: args.notification, notifyLinks: try (op.links ?? []).map(reference),
        extra: extra)
    case let queue as NotificationJobQueue:
      refs[number] = queue.notify(
        parent: try parent(op), notificationID: args.notification, userID: args.user,
        teamID: args.team, channelID: args.channel, messageTS: args.text("message_ts"),
        extra: extra)
    case let push as NotificationPushService:
      refs[number] = push.sent(
        parent: try parent(op), channelID: args.channel, deviceID: args.device,
        platform: try args.platform(), extra: extra)
    case let app as any App: try call(app, number, op, args, extra)
    default: throw Trouble(description: "op \(number): there is no emitter \(op.emitter ?? "")")
    }
  }

  private mutating func call(
    _ app: any App, _ number: Int, _ op: Op, _ args: Arguments, _ extra: ExtraTags
  ) throws {
    switch op.span {
    case "notification:received":
      refs[number] = app.received(
        parent: try parent(op), badgeCount: args.number("badge_count"), extra: extra)
    case "notification:opened":
      refs[number] = app.opened(parent: try parent(op), extra: extra)
    case "notification:read in app":
      let span = app.startReadInApp(parent: try parent(op), extra: extra)
      (refs[number], running[number]) = (span.ref, span)
    default: throw Trouble(description: "op \(number): no app emits \(op.span ?? "")")
    }
  }

  private func end(_ op: Op) throws {
    guard let number = op.end, let span = running[number] else {
      throw Trouble(description: "there is no span to end")
    }
    span.end(messageCount: Arguments(op.args).number("message_count"), extra: try extras(op))
  }

  private func extras(_ op: Op) throws -> ExtraTags {
    let tags = (op.extra ?? []).compactMap(\.tag)
    guard tags.count == op.extra?.count ?? 0 else {
      throw Trouble(description: "an extra that Swift cannot hold")
    }
    return ExtraTags(tags)
  }

  private func parent<Ref: SpanRef>(_ op: Op) throws -> Ref {
    guard let parent = op.parent else { throw Trouble(description: "no parent") }
    return try reference(parent)
  }

  /// The reference, made as the case says and nothing else.
  private func reference<Ref: SpanRef>(_ reference: Reference) throws -> Ref {
    guard let ref = try any(reference) as? Ref ?? Ref(traceparent: reference.traceparent ?? "")
    else { throw Trouble(description: "no \(Ref.self)") }
    return ref
  }

  private func any(_ reference: Reference) throws -> (any SpanRef)? {
    if let number = reference.of { return refs[number] }
    let args = Arguments(reference.args)
    switch reference.derive {
    case "notification:notify": return NotifyRef.notify(notificationID: args.notification)
    case "notification:sent":
      return SentRef.sent(notificationID: args.notification, deviceID: args.device)
    case "notification:received": return ReceivedRef.received(parent: try above(reference))
    case "notification:opened": return OpenedRef.opened(parent: try above(reference))
    case "notification:read in app": return ReadInAppRef.readInApp(parent: try above(reference))
    default: return nil
    }
  }

  private func above<Ref: SpanRef>(_ ref: Reference) throws -> Ref {
    guard let parent = ref.parent else { throw Trouble(description: "no parent to derive from") }
    return try reference(parent)
  }

  private func context(_ ref: Reference) throws -> SpanContext {
    guard let context = SpanContext(traceparent: ref.traceparent ?? "") else {
      throw Trouble(description: "no span outside the flow")
    }
    return context
  }
}

/// The tags of a call.
struct Arguments {
  private let forms: [String: Form]

  init(_ forms: [String: Form]?) { self.forms = forms ?? [:] }

  func text(_ tag: String) -> String { forms[tag]?.text ?? "" }
  func number(_ tag: String) -> Int? { forms[tag]?.number }
  var notification: NotificationID { NotificationID(text("notification_id")) }
  var user: UserID { UserID(text("user_id")) }
  var team: TeamID { TeamID(text("team_id")) }
  var channel: ChannelID { ChannelID(text("channel_id")) }
  var device: DeviceID { DeviceID(text("device_id")) }

  func trigger() throws -> TriggerType {
    guard let type = TriggerType(rawValue: text("trigger_type")) else {
      throw Trouble(description: "there is no trigger type \(text("trigger_type"))")
    }
    return type
  }

  func platform() throws -> SentPlatform {
    switch text("platform") {
    case "ios":
      return .ios(
        apnsID: APNSID(text("apns_id")), collapseID: forms["collapse_id"].map { .init($0.text) })
    case "android": return .android(fcmMessageID: FCMMessageID(text("fcm_message_id")))
    case "desktop": return .desktop(socketID: SocketID(text("socket_id")))
    case "web": return .web(socketID: SocketID(text("socket_id")))
    default: throw Trouble(description: "there is no platform \(text("platform"))")
    }
  }
}
