// Package samples makes the sample traces in testdata/traces: some that keep the spec, emitted by the generated Go client,
// and the same with one defect of each rule.
package samples

import (
	"fmt"
	"time"

	"github.com/specgen/specgen/gen/go/notification"
	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/flowtracetest"
)

// notifications is how many the samples have. Every second one is complete: one iPhone, and each stage of the funnel.
const notifications = 76

// appVersions are the versions of the clients, by platform. The push service knows them too.
var appVersions = map[string]string{"ios": "24.11.0", "android": "24.11.2", "desktop": "4.41.98", "web": "24.12.0"}

// began is when the first notification was sent.
var began = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// emitters are the services of the flow, all emitting into one recorder.
type emitters struct {
	clock   *flowtracetest.Clock
	spans   *flowtracetest.Recorder
	webapp  *notification.Webapp
	dropped *notification.Webapp // in a request that was not sampled: its spans go nowhere
	queue   *notification.JobQueue
	push    *notification.PushService
	ios     *notification.IOS
	android *notification.Android
	desktop *notification.Desktop
	web     *notification.Web
}

func newEmitters() *emitters {
	clock := flowtracetest.NewClock(began, 0)
	spans := flowtracetest.New(nil)
	with := []flowtrace.Option{spans.Options(), flowtrace.WithClock(clock), flowtrace.WithIDGenerator(&flowtracetest.IDs{})}
	app := func(platform string) notification.AppVersionTag {
		return notification.AppVersion(appVersions[platform])
	}
	and := func(option flowtrace.Option) []flowtrace.Option { return append(with[:len(with):len(with)], option) }
	return &emitters{
		clock:   clock,
		spans:   spans,
		webapp:  notification.NewWebapp(spans, with...),
		dropped: notification.NewWebapp(flowtrace.Discard(), with...),
		queue:   notification.NewJobQueue(spans, with...),
		push:    notification.NewPushService(spans, with...),
		ios: notification.NewIOS(spans, app("ios"), notification.OSVersion("18.1"),
			and(notification.IOSDeviceModel(notification.DeviceModel("iPhone17,1")))...),
		android: notification.NewAndroid(spans, app("android"), notification.OSVersion("15"),
			and(notification.AndroidDeviceModel(notification.DeviceModel("Pixel 9")))...),
		desktop: notification.NewDesktop(spans, app("desktop"), notification.OSVersion("macOS 15.1"), with...),
		web: notification.NewWeb(spans, app("web"),
			and(notification.WebBrowser(notification.Browser("Firefox 145")))...),
	}
}

// message is what one notification is about.
type message struct {
	id      notification.NotificationIDTag
	user    notification.UserIDTag
	team    notification.TeamIDTag
	channel notification.ChannelIDTag
	ts      notification.MessageTSTag
}

func messageOf(i int) message {
	return message{
		id:      notification.NotificationID(fmt.Sprintf("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4%04x", i)),
		user:    notification.UserID(fmt.Sprintf("U024BE%03d", i)),
		team:    notification.TeamID("T061EG9R6"),
		channel: notification.ChannelID(fmt.Sprintf("C012AB%02d", i%20)),
		ts:      notification.MessageTS(fmt.Sprintf("%d.%06d", began.Unix()+int64(i), i)),
	}
}

// emitAll emits every notification of the samples.
func emitAll(e *emitters) {
	for i := range notifications {
		e.clock.Set(began.Add(time.Duration(i) * 10 * time.Second))
		if i%2 == 0 {
			e.emitWhole(i)
		} else {
			e.emitVaried(i)
		}
	}
}

func (e *emitters) emitWhole(i int) {
	m := messageOf(i)
	notify := e.notify(i, m, e.webapp)
	e.deliver(i, m, notify, "ios", 3)
}

// emitVaried emits a notification that goes to some of the platforms, and that may be lost on its way.
func (e *emitters) emitVaried(i int) {
	platforms := [][]string{
		{"ios"}, {"android"}, {"desktop"}, {"web"}, {"ios", "web"}, {"android", "desktop"}, {"ios", "android", "desktop", "web"},
	}
	webapp := e.webapp
	if i%5 == 0 { // the request was not sampled
		webapp = e.dropped
	}
	m := messageOf(i)
	notify := e.notify(i, m, webapp)
	for n, platform := range platforms[i/2%len(platforms)] {
		e.deliver(i, m, notify, platform, (i/2+n)%4)
	}
}

func (e *emitters) notify(i int, m message, webapp *notification.Webapp) notification.NotifyRef {
	kinds := []notification.TriggerType{
		notification.TriggerTypeDM(), notification.TriggerTypeHere(), notification.TriggerTypeChannel(),
	}
	request := flowtrace.SpanContext{
		TraceID: flowtrace.TraceID{0: 0x5a, 14: byte(i >> 8), 15: byte(i)},
		SpanID:  flowtrace.SpanID{0: 0x5b, 7: byte(i + 1)},
	}
	trigger := webapp.Trigger(request, kinds[i%len(kinds)], m.user, m.team, m.channel, m.ts, m.id,
		notification.LinkNotify(notification.DeriveNotifyRef(m.id)))
	e.clock.Advance(40 * time.Millisecond)
	return e.queue.Notify(trigger, m.id, m.user, m.team, m.channel, m.ts)
}

// deliver sends a notification to one device, whose user goes so many steps: 0 is a notification that never arrives.
func (e *emitters) deliver(i int, m message, notify notification.NotifyRef, platform string, steps int) {
	e.clock.Advance(60 * time.Millisecond)
	device := notification.DeviceID(fmt.Sprintf("d-%s-%03d", platform, i))
	sent := e.push.Sent(notify, m.channel, device, platformOf(platform, i), notification.AppVersion(appVersions[platform]))
	if steps == 0 {
		return
	}
	client := e.client(platform)
	e.clock.Advance(350 * time.Millisecond)
	received := client.Received(sent, notification.BadgeCount(int64(i%9)))
	if steps == 1 {
		return
	}
	e.clock.Advance(2 * time.Second)
	opened := client.Opened(received)
	if steps == 2 {
		return
	}
	e.clock.Advance(time.Millisecond)
	reading := client.StartReadInApp(opened)
	e.clock.Advance(220 * time.Millisecond)
	reading.End(notification.MessageCount(int64(1 + i%30)))
}

func platformOf(platform string, i int) notification.SentPlatform {
	socket := notification.SocketID(fmt.Sprintf("ws-%04x", i))
	switch platform {
	case "ios":
		apns := notification.APNSID(fmt.Sprintf("d6f6b2c1-98a5-4e0b-8f4e-0f7d3c6a%04x", i))
		if i%4 == 0 {
			return notification.SentPlatformIOS(apns)
		}
		return notification.SentPlatformIOS(apns, notification.CollapseID(fmt.Sprintf("C012AB%02d", i%20)))
	case "android":
		return notification.SentPlatformAndroid(notification.FCMMessageID(fmt.Sprintf("0:%016d%%31bd1c96", i)))
	case "desktop":
		return notification.SentPlatformDesktop(socket)
	}
	return notification.SentPlatformWeb(socket)
}

// client is what the four clients have in common.
type client interface {
	Received(notification.SentRef, ...notification.ReceivedOption) notification.ReceivedRef
	Opened(notification.ReceivedRef, ...notification.OpenedOption) notification.OpenedRef
	StartReadInApp(notification.OpenedRef, ...notification.ReadInAppOption) *notification.ReadInApp
}

func (e *emitters) client(platform string) client {
	switch platform {
	case "ios":
		return e.ios
	case "android":
		return e.android
	case "desktop":
		return e.desktop
	}
	return e.web
}
