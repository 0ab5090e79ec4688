import Flowtrace
import FlowtraceTesting
import Foundation
import Inbox
import Testing

@Test func aNotificationIsReceivedOpenedAndRead() async throws {
  let recorder = Recorder()
  let telemetry = InboxTelemetry(processor: recorder, options: recorder.options)

  let received = telemetry.didReceive(
    notificationID: "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa",
    deviceID: "d1",
    badge: 3
  )
  telemetry.didOpen(received).end(messageCount: 12)

  // Throws where a span breaks the spec.
  let spans = try await recorder.spans()
  #expect(
    spans.map(\.name) == [
      "notification:received", "notification:opened", "notification:read in app",
    ])
  #expect(spans[0][tag: "badge_count"] == 3)
  #expect(spans[2].parent == spans[1].context)
}

@Test func aNotificationThatWaitedHasItsOwnTime() async throws {
  let recorder = Recorder()
  let telemetry = InboxTelemetry(processor: recorder, options: recorder.options)
  let delivered = Date(timeIntervalSinceNow: -3_600)

  let received = telemetry.didReceive(
    notificationID: "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa",
    deviceID: "d1",
    badge: nil,
    date: delivered
  )
  telemetry.didOpen(received).end()

  let spans = try await recorder.spans()
  let hour = Double(spans[1].startUnixNano - spans[0].startUnixNano) / 1e9
  #expect(hour >= 3_599 && hour < 3_700)
  #expect(spans[0].endUnixNano - spans[0].startUnixNano == 1_000)
}

@Test func aBadBadgeIsNoticed() async throws {
  let recorder = Recorder()
  let telemetry = InboxTelemetry(processor: recorder, options: recorder.options)

  _ = telemetry.didReceive(
    notificationID: "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa",
    deviceID: "d1",
    badge: -1
  )

  let violations = await recorder.recording().violations
  #expect(violations.map(\.expected) == ["at least 0"])
}
