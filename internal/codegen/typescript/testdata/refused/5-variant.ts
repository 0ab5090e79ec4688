// 5. Tags of another variant, of none, of two.
import { ApnsId } from "@specgen/flows/notification";
import { channelId, deviceId, notify, push, socketId } from "./given.js";

const apnsId = ApnsId("a1");
const common = { parent: notify, channelId, deviceId };

// refused: Property 'fcmMessageId' is missing in type
push.sent({ ...common, platform: "android" });

// refused: 'apnsId' does not exist in type
push.sent({ ...common, platform: "web", socketId, apnsId });

// refused: is not assignable to parameter of type 'SentInit'.
push.sent({ ...common, socketId });

// refused: Type '"fax"' is not assignable to type
push.sent({ ...common, platform: "fax", socketId });
