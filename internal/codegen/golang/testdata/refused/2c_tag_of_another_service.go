// A tag that another service has.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	_ = notification.WebDeviceModel(notification.DeviceModel("iPhone17,1")) // want: undefined: notification.WebDeviceModel
}
