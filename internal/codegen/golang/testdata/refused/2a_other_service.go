// A span that the service may not emit.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	webapp := notification.NewWebapp(nil)
	webapp.Sent( // want: webapp.Sent undefined (type *notification.Webapp has no field or method Sent)
		notification.NotifyRef{},
		notification.ChannelID("C012AB3CD"),
		notification.DeviceID("d1"),
		notification.SentPlatformWeb(notification.SocketID("s-1")),
	)
}
