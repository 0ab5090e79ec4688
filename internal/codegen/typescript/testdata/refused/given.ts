// What the refused calls stand on: everything here compiles.
import * as n from "@specgen/flows/notification";

const processor = { onEnd: (): void => undefined };
export const webapp: n.NotificationWebapp = n.notificationWebapp({ processor });
export const push: n.NotificationPushService = n.notificationPushService({ processor });
export const web: n.NotificationWeb = n.notificationWeb({ processor, appVersion: "24.11" });
export const notificationId: n.NotificationId = n.NotificationId("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa");
export const deviceId: n.DeviceId = n.DeviceId("d1");
export const channelId: n.ChannelId = n.ChannelId("C024BE91L");
export const socketId: n.SocketId = n.SocketId("s1");
export const notify: n.NotifyRef = n.notifyRef(notificationId);
export const sent: n.SentRef = n.sentRef(notificationId, deviceId);
export const opened: n.OpenedRef = n.openedRef(n.receivedRef(sent));
export const message = {
  userId: n.UserId("U024BE7LH"),
  teamId: n.TeamId("T024BE7LD"),
  channelId,
  messageTs: "1700000000.000100",
  notificationId,
};
