package main

import (
	"context"
	"fmt"
	"time"

	"github.com/specgen/specgen/gen/go/notification"
	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// client is what the emitters of all four apps have.
type client interface {
	Received(notification.SentRef, ...notification.ReceivedOption) notification.ReceivedRef
	Opened(notification.ReceivedRef, ...notification.OpenedOption) notification.OpenedRef
	StartReadInApp(notification.OpenedRef, ...notification.ReadInAppOption) *notification.ReadInApp
}

// drive is a case under way. It is the processor of all its emitters, too.
type drive struct {
	c          *callCase
	next       flowtrace.SpanProcessor // gets the spans as well, where it is not nil
	err        error                   // the first mistake in the case, or in what the client does with it
	spans      []flowtrace.SpanData
	violations []flowtrace.Violation
	emitters   map[string]any
	refs       map[int]interface{ Traceparent() string }
	running    map[int]*notification.ReadInApp
	clock      clock
	ids        ids
}

func (d *drive) OnEnd(span flowtrace.SpanData) {
	d.spans = append(d.spans, span)
	if d.next != nil {
		d.next.OnEnd(span)
	}
}
func (d *drive) ForceFlush(context.Context) error { return nil }
func (d *drive) Shutdown(context.Context) error   { return nil }
func (d *drive) options(s *flowtrace.Settings) {
	flowtrace.WithClock(&d.clock)(s)
	flowtrace.WithIDGenerator(&d.ids)(s)
	flowtrace.OnViolation(func(v flowtrace.Violation) { d.violations = append(d.violations, v) })(s)
}

func (d *drive) fail(format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf("cannot drive %q: %s; see testdata/vectors/README.md", d.c.Name, fmt.Sprintf(format, args...))
	}
}

// driven does the calls of a case.
func driven(c *callCase, next flowtrace.SpanProcessor) (*drive, error) {
	d := &drive{c: c, next: next, emitters: map[string]any{}, refs: map[int]interface{ Traceparent() string }{},
		running: map[int]*notification.ReadInApp{}, ids: ids{traces: c.TraceIDs, spans: c.SpanIDs}}
	d.clock.now = time.Unix(0, c.StartNS)
	for _, e := range c.Emitters {
		d.emitters[e.Name] = d.emitter(e.Service, e.Tags)
	}
	for k := 0; k < len(c.Ops) && d.err == nil; k++ {
		d.clock.now = time.Unix(0, c.StartNS+int64(k)*c.StepNS)
		if at := c.Ops[k].AtNS; at != nil {
			d.clock.now = time.Unix(0, *at)
		}
		d.op(k, c.Ops[k])
	}
	if d.ids.err != nil {
		d.fail("%v", d.ids.err)
	}
	if left := len(d.ids.traces) + len(d.ids.spans); left > 0 {
		d.fail("%d ids are left over", left)
	}
	return d, d.err
}

func (d *drive) emitter(service string, tags map[string]argument) any {
	version, system := notification.AppVersion(tags["app_version"].text), notification.OSVersion(tags["os_version"].text)
	options := []flowtrace.Option{d.options}
	model, hasModel := tags["device_model"]
	switch service {
	case "webapp":
		return notification.NewWebapp(d, options...)
	case "job-queue":
		return notification.NewJobQueue(d, options...)
	case "push-service":
		return notification.NewPushService(d, options...)
	case "iOS":
		if hasModel {
			options = append(options, notification.IOSDeviceModel(notification.DeviceModel(model.text)))
		}
		return notification.NewIOS(d, version, system, options...)
	case "Android":
		if hasModel {
			options = append(options, notification.AndroidDeviceModel(notification.DeviceModel(model.text)))
		}
		return notification.NewAndroid(d, version, system, options...)
	case "Desktop":
		return notification.NewDesktop(d, version, system, options...)
	case "Web":
		if browser, ok := tags["browser"]; ok {
			options = append(options, notification.WebBrowser(notification.Browser(browser.text)))
		}
		return notification.NewWeb(d, version, options...)
	}
	d.fail("there is no service %q", service)
	return nil
}

func (d *drive) op(k int, o op) {
	if o.End != nil {
		d.end(o)
		return
	}
	switch e := d.emitters[o.Emitter].(type) {
	case *notification.Webapp:
		d.refs[k] = d.trigger(e, o)
	case *notification.JobQueue:
		user, team, channel, ts := message(o)
		d.refs[k] = e.Notify(as(d, o.Parent, notification.ParseTriggerRef), notification.NotificationID(o.Args["notification_id"].text),
			user, team, channel, ts, extras[notification.NotifyOption](d, o)...)
	case *notification.PushService:
		_, _, channel, _ := message(o)
		d.refs[k] = e.Sent(as(d, o.Parent, notification.ParseNotifyRef), channel, notification.DeviceID(o.Args["device_id"].text),
			platform(o), extras[notification.SentOption](d, o)...)
	case client:
		d.app(e, k, o)
	default:
		d.fail("op %d: there is no emitter %q", k, o.Emitter)
	}
}

func (d *drive) trigger(e *notification.Webapp, o op) notification.TriggerRef {
	parent, _ := flowtrace.ParseTraceparent(d.traceparent(o.Parent)) // none where there is no parent
	kind, ok := notification.ParseTriggerType(o.Args["trigger_type"].text)
	if !ok {
		d.fail("there is no trigger type %q", o.Args["trigger_type"].text)
	}
	options := extras[notification.TriggerOption](d, o)
	if o.Links != nil {
		refs := make([]notification.NotifyRef, len(o.Links))
		for i := range o.Links {
			refs[i] = as(d, &o.Links[i], notification.ParseNotifyRef)
		}
		options = append(options, notification.LinkNotify(refs...))
	}
	user, team, channel, ts := message(o)
	return e.Trigger(parent, kind, user, team, channel, ts, notification.NotificationID(o.Args["notification_id"].text), options...)
}

func (d *drive) app(e client, k int, o op) {
	switch o.Span {
	case "notification:received":
		options := extras[notification.ReceivedOption](d, o)
		if count, ok := o.Args["badge_count"]; ok {
			options = append(options, notification.BadgeCount(count.number))
		}
		d.refs[k] = e.Received(as(d, o.Parent, notification.ParseSentRef), options...)
	case "notification:opened":
		d.refs[k] = e.Opened(as(d, o.Parent, notification.ParseReceivedRef), extras[notification.OpenedOption](d, o)...)
	case "notification:read in app":
		d.running[k] = e.StartReadInApp(as(d, o.Parent, notification.ParseOpenedRef), extras[notification.ReadInAppOption](d, o)...)
		d.refs[k] = d.running[k].Ref()
	default:
		d.fail("op %d: no app emits %q", k, o.Span)
	}
}

func (d *drive) end(o op) {
	span, ok := d.running[*o.End]
	if !ok {
		d.fail("op %d began no span", *o.End)
		return
	}
	options := extras[notification.ReadInAppEndOption](d, o)
	if count, ok := o.Args["message_count"]; ok {
		options = append(options, notification.MessageCount(count.number))
	}
	if ref := span.End(options...); ref != d.refs[*o.End] {
		d.fail("the end gave another reference, %v", ref)
	}
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

// extras returns the undeclared tags of an op as options, which a span's option type takes.
func extras[Option any](d *drive, o op) []Option {
	options := make([]Option, 0, len(o.Extra))
	for _, x := range o.Extra {
		option, ok := any(notification.Extra(x.tag())).(Option)
		if !ok {
			d.fail("%s takes no extra tags", o.Span)
		}
		options = append(options, option)
	}
	return options
}

// as returns a reference of the type that parse gives; the zero value where the case asks for that.
func as[Ref any](d *drive, ref *reference, parse func(string) (Ref, error)) Ref {
	var zero Ref
	if ref != nil && ref.Zero != "" {
		return zero
	}
	typed, err := parse(d.traceparent(ref))
	if err != nil {
		d.fail("%v", err)
	}
	return typed
}

func (d *drive) traceparent(ref *reference) string {
	switch {
	case ref == nil:
		return ""
	case ref.Of != nil:
		if of, ok := d.refs[*ref.Of]; ok {
			return of.Traceparent()
		}
		d.fail("op %d gave no reference", *ref.Of)
		return ""
	case ref.Traceparent != "":
		return ref.Traceparent
	}
	id, device := notification.NotificationID(ref.Args["notification_id"].text), notification.DeviceID(ref.Args["device_id"].text)
	switch ref.Derive {
	case "notification:notify":
		return notification.DeriveNotifyRef(id).Traceparent()
	case "notification:sent":
		return notification.DeriveSentRef(id, device).Traceparent()
	case "notification:received":
		return notification.DeriveReceivedRef(as(d, ref.Parent, notification.ParseSentRef)).Traceparent()
	case "notification:opened":
		return notification.DeriveOpenedRef(as(d, ref.Parent, notification.ParseReceivedRef)).Traceparent()
	}
	d.fail("no reference to %q derives", ref.Derive)
	return ""
}
