package main

import (
	"time"

	"github.com/specgen/specgen/gen/go/notification"
	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// app is what the emitters of all four apps have.
type app interface {
	Received(notification.SentRef, ...notification.ReceivedOption) notification.ReceivedRef
	Opened(notification.ReceivedRef, ...notification.OpenedOption) notification.OpenedRef
	StartReadInApp(notification.OpenedRef, ...notification.ReadInAppOption) *notification.ReadInApp
}

// notificationClient calls the client of spec/notification.yaml.
type notificationClient struct {
	*drive
	running map[int]*notification.ReadInApp
}

func newNotification(d *drive) flowClient {
	return &notificationClient{d, map[int]*notification.ReadInApp{}}
}

func (*notificationClient) extra(tag flowtrace.Tag) any { return notification.Extra(tag) }
func (*notificationClient) timestamp(t time.Time) any   { return notification.WithTimestamp(t) }

func (d *notificationClient) emitter(service string, tags map[string]argument) any {
	version, system := notification.AppVersion(tags["app_version"].text), notification.OSVersion(tags["os_version"].text)
	options := []flowtrace.Option{d.drive.settings}
	model, hasModel := tags["device_model"]
	switch service {
	case "webapp":
		return notification.NewWebapp(d.drive, options...)
	case "job-queue":
		return notification.NewJobQueue(d.drive, options...)
	case "push-service":
		return notification.NewPushService(d.drive, options...)
	case "iOS":
		if hasModel {
			options = append(options, notification.IOSDeviceModel(notification.DeviceModel(model.text)))
		}
		return notification.NewIOS(d.drive, version, system, options...)
	case "Android":
		if hasModel {
			options = append(options, notification.AndroidDeviceModel(notification.DeviceModel(model.text)))
		}
		return notification.NewAndroid(d.drive, version, system, options...)
	case "Desktop":
		return notification.NewDesktop(d.drive, version, system, options...)
	case "Web":
		if browser, ok := tags["browser"]; ok {
			options = append(options, notification.WebBrowser(notification.Browser(browser.text)))
		}
		return notification.NewWeb(d.drive, version, options...)
	}
	return nil
}

func (d *notificationClient) call(k int, o op) {
	switch e := d.emitters[o.Emitter].(type) {
	case *notification.Webapp:
		d.refs[k] = d.trigger(e, o)
	case *notification.JobQueue:
		user, team, channel, ts := message(o)
		d.refs[k] = e.Notify(as(d.drive, o.Parent, notification.ParseTriggerRef), notification.NotificationID(o.Args["notification_id"].text),
			user, team, channel, ts, options[notification.NotifyOption](d.drive, o)...)
	case *notification.PushService:
		_, _, channel, _ := message(o)
		d.refs[k] = e.Sent(as(d.drive, o.Parent, notification.ParseNotifyRef), channel, notification.DeviceID(o.Args["device_id"].text),
			platform(o), options[notification.SentOption](d.drive, o)...)
	case app:
		d.app(e, k, o)
	default:
		d.fail("op %d: there is no emitter %q", k, o.Emitter)
	}
}

func (d *notificationClient) trigger(e *notification.Webapp, o op) notification.TriggerRef {
	parent, _ := flowtrace.ParseTraceparent(d.traceparent(o.Parent)) // none where there is no parent
	kind, ok := notification.ParseTriggerType(o.Args["trigger_type"].text)
	if !ok {
		d.fail("there is no trigger type %q", o.Args["trigger_type"].text)
	}
	given := options[notification.TriggerOption](d.drive, o)
	if o.Links != nil {
		refs := make([]notification.NotifyRef, len(o.Links))
		for i := range o.Links {
			refs[i] = as(d.drive, &o.Links[i], notification.ParseNotifyRef)
		}
		given = append(given, notification.LinkNotify(refs...))
	}
	user, team, channel, ts := message(o)
	return e.Trigger(parent, kind, user, team, channel, ts, notification.NotificationID(o.Args["notification_id"].text), given...)
}

func (d *notificationClient) app(e app, k int, o op) {
	switch o.Span {
	case "notification:received":
		var given []notification.ReceivedOption
		if count, ok := o.Args["badge_count"]; ok {
			given = append(given, notification.BadgeCount(count.whole))
		}
		d.refs[k] = e.Received(as(d.drive, o.Parent, notification.ParseSentRef), append(given, options[notification.ReceivedOption](d.drive, o)...)...)
	case "notification:opened":
		d.refs[k] = e.Opened(as(d.drive, o.Parent, notification.ParseReceivedRef), options[notification.OpenedOption](d.drive, o)...)
	case "notification:read in app":
		d.running[k] = e.StartReadInApp(as(d.drive, o.Parent, notification.ParseOpenedRef), options[notification.ReadInAppOption](d.drive, o)...)
		d.refs[k] = d.running[k].Ref()
	default:
		d.fail("op %d: no app emits %q", k, o.Span)
	}
}

func (d *notificationClient) end(began int, o op) traceparenter {
	span, ok := d.running[began]
	if !ok {
		return nil
	}
	var given []notification.ReadInAppEndOption
	if count, ok := o.Args["message_count"]; ok {
		given = append(given, notification.MessageCount(count.whole))
	}
	return span.End(append(given, options[notification.ReadInAppEndOption](d.drive, o)...)...)
}

func message(o op) (notification.UserIDTag, notification.TeamIDTag, notification.ChannelIDTag, notification.MessageTSTag) {
	return notification.UserID(o.Args["user_id"].text), notification.TeamID(o.Args["team_id"].text),
		notification.ChannelID(o.Args["channel_id"].text), notification.MessageTS(o.Args["message_ts"].text)
}

func platform(o op) notification.SentPlatform {
	socket := notification.SocketID(o.Args["socket_id"].text)
	switch o.Args["platform"].text {
	case "ios":
		apns := notification.APNSID(o.Args["apns_id"].text)
		if collapse, ok := o.Args["collapse_id"]; ok {
			return notification.SentPlatformIOS(apns, notification.CollapseID(collapse.text))
		}
		return notification.SentPlatformIOS(apns)
	case "android":
		return notification.SentPlatformAndroid(notification.FCMMessageID(o.Args["fcm_message_id"].text))
	case "desktop":
		return notification.SentPlatformDesktop(socket)
	}
	return notification.SentPlatformWeb(socket)
}

func (d *notificationClient) derived(ref *reference) traceparenter {
	id, device := notification.NotificationID(ref.Args["notification_id"].text), notification.DeviceID(ref.Args["device_id"].text)
	switch ref.Derive {
	case "notification:notify":
		return notification.DeriveNotifyRef(id)
	case "notification:sent":
		return notification.DeriveSentRef(id, device)
	case "notification:received":
		return notification.DeriveReceivedRef(as(d.drive, ref.Parent, notification.ParseSentRef))
	case "notification:opened":
		return notification.DeriveOpenedRef(as(d.drive, ref.Parent, notification.ParseReceivedRef))
	}
	return nil
}
