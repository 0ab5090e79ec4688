import NotificationFlow

let refused: SentPlatform = .web(apnsID: APNSID("8a1f"))
// error: cannot convert value of type 'APNSID' to expected argument type 'SocketID'
// error: incorrect argument label in call (have 'apnsID:', expected 'socketID:')
