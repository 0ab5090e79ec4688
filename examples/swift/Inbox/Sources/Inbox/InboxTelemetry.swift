import Flowtrace
import Foundation
import NotificationFlow

/// Says what becomes of a notification on this device.
public struct InboxTelemetry: Sendable {
  private let flow: NotificationIOS

  /// Made once, where the app starts.
  public init(processor: any SpanProcessor, options: EmitterOptions = EmitterOptions()) {
    flow = NotificationIOS(
      processor: processor,
      appVersion: "24.11.0",
      osVersion: "18.1",
      options: options
    )
  }

  /// The push arrived. Its own ids are enough: the parent derives from them.
  ///
  /// An app that was not running hears of it when it is opened: `date` is the date of the `UNNotification`.
  public func didReceive(
    notificationID: String,
    deviceID: String,
    badge: Int?,
    date: Date? = nil
  ) -> ReceivedRef {
    flow.received(
      parent: .sent(
        notificationID: NotificationID(notificationID),
        deviceID: DeviceID(deviceID)
      ),
      badgeCount: badge,
      timestamp: date
    )
  }

  /// The user opened it; the view model keeps the span until the channel is on the screen.
  public func didOpen(_ received: ReceivedRef) -> ReadInAppSpan {
    flow.startReadInApp(parent: flow.opened(parent: received))
  }
}
