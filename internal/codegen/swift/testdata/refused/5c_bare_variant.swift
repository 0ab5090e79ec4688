import NotificationFlow

let refused: SentPlatform = .android
// error: member 'android(fcmMessageID:)' expects argument of type 'FCMMessageID'
