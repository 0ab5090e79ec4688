// 1. A missing required tag, a value outside a closed enum, a wrong type, two ids swapped, an undeclared tag.
import { deviceId, channelId, message, notificationId, notify, push, sent, socketId, web, webapp } from "./given.js";
import { sentRef } from "@specgen/flows/notification";

// refused: Property 'triggerType' is missing in type
webapp.trigger({ ...message });

// refused: Type '"@everyone"' is not assignable to type 'TriggerType'.
webapp.trigger({ ...message, triggerType: "@everyone" });

// refused: Type 'string' is not assignable to type 'number'.
web.received({ parent: sent, badgeCount: "3" });

// refused: Type 'string' is not assignable to type 'UserId'.
webapp.trigger({ ...message, triggerType: "DM", userId: "U024BE7LH" });

// refused: Type 'ChannelId' is not assignable to type 'DeviceId'.
push.sent({ parent: notify, channelId, deviceId: channelId, platform: "web", socketId });

// refused: Argument of type 'DeviceId' is not assignable to parameter of type 'NotificationId'.
sentRef(deviceId, notificationId);

// refused: 'badgecount' does not exist in type 'ReceivedInit'. Did you mean to write 'badgeCount'?
web.received({ parent: sent, badgecount: 3 });

// refused: 'userId' does not exist in type
push.sent({ parent: notify, channelId, deviceId, platform: "web", socketId, userId: message.userId });
