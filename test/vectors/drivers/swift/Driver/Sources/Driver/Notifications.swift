import Flowtrace
import FlowtraceTesting
import Foundation
import NotificationFlow

/// The spans of a notification that all four apps emit.
private protocol App: Sendable {
  func received(parent: SentRef, badgeCount: Int?, timestamp: Date?, extra: ExtraTags)
    -> ReceivedRef
  func opened(parent: ReceivedRef, timestamp: Date?, extra: ExtraTags) -> OpenedRef
  func startReadInApp(parent: OpenedRef, startTime: Date?, extra: ExtraTags) -> ReadInAppSpan
}

extension NotificationIOS: App {}
extension NotificationAndroid: App {}
extension NotificationDesktop: App {}
extension NotificationWeb: App {}

/// The client of spec/notification.yaml.
struct NotificationClient: Client {
  func emitter(_ emitter: Case.Emitter, _ recorder: Recorder, _ options: EmitterOptions) throws
    -> any Sendable
  {
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

  func call(_ op: Op, on emitter: any Sendable, _ refs: References) throws -> Called {
    let args = Arguments(op.args)
    let (time, extra) = (try op.date(), try op.extras())
    switch emitter {
    case let webapp as NotificationWebapp:
      return Called(
        ref: webapp.trigger(
          parent: try op.parent.map(refs.outside), triggerType: try args.trigger(),
          userID: args.user, teamID: args.team, channelID: args.channel,
          messageTS: args.text("message_ts"), notificationID: args.notification,
          notifyLinks: try (op.links ?? []).map(refs.typed), timestamp: time, extra: extra))
    case let queue as NotificationJobQueue:
      return Called(
        ref: queue.notify(
          parent: try refs.parent(op.parent), notificationID: args.notification, userID: args.user,
          teamID: args.team, channelID: args.channel, messageTS: args.text("message_ts"),
          timestamp: time, extra: extra))
    case let push as NotificationPushService:
      return Called(
        ref: push.sent(
          parent: try refs.parent(op.parent), channelID: args.channel, deviceID: args.device,
          platform: try args.platform(), timestamp: time, extra: extra))
    case let app as any App: return try call(app, op, refs)
    default: throw Trouble(description: "nothing emits \(op.span ?? "")")
    }
  }

  private func call(_ app: any App, _ op: Op, _ refs: References) throws -> Called {
    let (time, extra) = (try op.date(), try op.extras())
    switch op.span {
    case "notification:received":
      return Called(
        ref: app.received(
          parent: try refs.parent(op.parent),
          badgeCount: Arguments(op.args).number("badge_count"), timestamp: time, extra: extra))
    case "notification:opened":
      return Called(
        ref: app.opened(parent: try refs.parent(op.parent), timestamp: time, extra: extra))
    case "notification:read in app":
      let span = app.startReadInApp(
        parent: try refs.parent(op.parent), startTime: time, extra: extra)
      return Called(ref: span.ref) { op in
        span.end(
          messageCount: Arguments(op.args).number("message_count"), endTime: try op.date(),
          extra: try op.extras())
      }
    default: throw Trouble(description: "no app emits \(op.span ?? "")")
    }
  }

  func reference(_ reference: Reference, _ refs: References) throws -> (any SpanRef)? {
    let args = Arguments(reference.args)
    switch reference.derive {
    case "notification:notify": return NotifyRef.notify(notificationID: args.notification)
    case "notification:sent":
      return SentRef.sent(notificationID: args.notification, deviceID: args.device)
    case "notification:received":
      return ReceivedRef.received(parent: try refs.parent(reference.parent))
    case "notification:opened":
      return OpenedRef.opened(parent: try refs.parent(reference.parent))
    case "notification:read in app":
      return ReadInAppRef.readInApp(parent: try refs.parent(reference.parent))
    default: return nil
    }
  }
}

/// The tags of a call.
private struct Arguments {
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
