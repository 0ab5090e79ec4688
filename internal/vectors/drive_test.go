package vectors

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/specgen/specgen/gen/go/notification"
	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/otlphttp"
	"github.com/specgen/specgen/runtime/go/flowtrace/spanevent"
)

// client is what the emitters of all four apps have.
type client interface {
	Received(notification.SentRef, ...notification.ReceivedOption) notification.ReceivedRef
	Opened(notification.ReceivedRef, ...notification.OpenedOption) notification.OpenedRef
	StartReadInApp(notification.OpenedRef, ...notification.ReadInAppOption) *notification.ReadInApp
}

// drive is a case under way. It is the processor of all its emitters, too.
type drive struct {
	t          *testing.T
	c          *callCase
	spans      []flowtrace.SpanData
	violations []flowtrace.Violation
	emitters   map[string]any
	refs       map[int]interface{ Traceparent() string }
	running    map[int]*notification.ReadInApp
	clock      clock
	ids        ids
}

func (d *drive) OnEnd(span flowtrace.SpanData)    { d.spans = append(d.spans, span) }
func (d *drive) ForceFlush(context.Context) error { return nil }
func (d *drive) Shutdown(context.Context) error   { return nil }
func (d *drive) options(e *flowtrace.Emitter) {
	flowtrace.WithClock(&d.clock)(e)
	flowtrace.WithIDGenerator(&d.ids)(e)
	flowtrace.OnViolation(func(v flowtrace.Violation) { d.violations = append(d.violations, v) })(e)
}

func TestCalls(t *testing.T) {
	cases := readCalls(t)
	left := 0
	for i := range cases {
		c := &cases[i]
		if c.Needs == "utf16" {
			left++
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			d := newDrive(t, c)
			d.run()
			for _, difference := range c.Compare(d.result()) {
				t.Error(difference)
			}
		})
	}
	if left != 1 || len(cases) < 20 {
		t.Errorf("%d of %d cases were left out, want the one in UTF-16", left, len(cases))
	}
}

func newDrive(t *testing.T, c *callCase) *drive {
	return &drive{t: t, c: c, emitters: map[string]any{}, refs: map[int]interface{ Traceparent() string }{},
		running: map[int]*notification.ReadInApp{}, ids: ids{t, c.TraceIDs, c.SpanIDs}}
}

func (d *drive) run() {
	d.clock.now = time.Unix(0, d.c.StartNS)
	for _, e := range d.c.Emitters {
		d.emitters[e.Name] = d.emitter(e.Service, e.Tags)
	}
	for k, op := range d.c.Ops {
		d.clock.now = time.Unix(0, d.c.StartNS+int64(k)*d.c.StepNS)
		if op.AtNS != nil {
			d.clock.now = time.Unix(0, *op.AtNS)
		}
		d.op(k, op)
	}
	if len(d.ids.traces)+len(d.ids.spans) > 0 {
		d.t.Errorf("ids %v and %v are left over", d.ids.traces, d.ids.spans)
	}
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
	d.t.Fatalf("there is no service %q", service)
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
			user, team, channel, ts, extras[notification.NotifyOption](d.t, o)...)
	case *notification.PushService:
		_, _, channel, _ := message(o)
		d.refs[k] = e.Sent(as(d, o.Parent, notification.ParseNotifyRef), channel, notification.DeviceID(o.Args["device_id"].text),
			platform(o), extras[notification.SentOption](d.t, o)...)
	case client:
		d.app(e, k, o)
	default:
		d.t.Fatalf("op %d: there is no emitter %q", k, o.Emitter)
	}
}

func (d *drive) trigger(e *notification.Webapp, o op) notification.TriggerRef {
	parent, _ := flowtrace.ParseTraceparent(d.traceparent(o.Parent)) // none where there is no parent
	kind, ok := notification.ParseTriggerType(o.Args["trigger_type"].text)
	if !ok {
		d.t.Fatalf("there is no trigger type %q", o.Args["trigger_type"].text)
	}
	options := extras[notification.TriggerOption](d.t, o)
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
		options := extras[notification.ReceivedOption](d.t, o)
		if count, ok := o.Args["badge_count"]; ok {
			options = append(options, notification.BadgeCount(count.number))
		}
		d.refs[k] = e.Received(as(d, o.Parent, notification.ParseSentRef), options...)
	case "notification:opened":
		d.refs[k] = e.Opened(as(d, o.Parent, notification.ParseReceivedRef), extras[notification.OpenedOption](d.t, o)...)
	case "notification:read in app":
		d.running[k] = e.StartReadInApp(as(d, o.Parent, notification.ParseOpenedRef), extras[notification.ReadInAppOption](d.t, o)...)
		d.refs[k] = d.running[k].Ref()
	default:
		d.t.Fatalf("op %d: no app emits %q", k, o.Span)
	}
}

func (d *drive) end(o op) {
	options := extras[notification.ReadInAppEndOption](d.t, o)
	if count, ok := o.Args["message_count"]; ok {
		options = append(options, notification.MessageCount(count.number))
	}
	if ref := d.running[*o.End].End(options...); ref != d.refs[*o.End] {
		d.t.Errorf("the end gave another reference, %v", ref)
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
func extras[Option any](t *testing.T, o op) []Option {
	t.Helper()
	options := make([]Option, 0, len(o.Extra))
	for _, x := range o.Extra {
		option, ok := any(notification.Extra(x.tag(t))).(Option)
		if !ok {
			t.Fatalf("%s takes no extra tags", o.Span)
		}
		options = append(options, option)
	}
	return options
}

// as returns a reference of the type that parse gives; the zero value where the case asks for that.
func as[Ref any](d *drive, ref *reference, parse func(string) (Ref, error)) Ref {
	d.t.Helper()
	if ref.Zero != "" {
		var zero Ref
		return zero
	}
	typed, err := parse(d.traceparent(ref))
	if err != nil {
		d.t.Fatal(err)
	}
	return typed
}

func (d *drive) traceparent(ref *reference) string {
	d.t.Helper()
	switch {
	case ref == nil:
		return ""
	case ref.Of != nil:
		return d.refs[*ref.Of].Traceparent()
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
	d.t.Fatalf("no reference to %q derives", ref.Derive)
	return ""
}

// result is what a driver in another language prints.
func (d *drive) result() *Result {
	var lines []byte
	for i := range d.spans {
		lines = spanevent.Append(lines, &d.spans[i])
	}
	out := &Result{Name: d.c.Name, OTLP: map[string]any{}}
	for line := range bytes.Lines(lines) {
		out.Spans = append(out.Spans, parse(d.t, line))
	}
	if len(d.spans) > 0 {
		out.OTLP = parse(d.t, otlphttp.AppendJSON(nil, d.spans))
	}
	for _, v := range d.violations {
		out.Violations = append(out.Violations, Violation{v.Rule, v.Span, v.Tag, v.Value, v.Expected})
	}
	return out
}

func parse(t *testing.T, data []byte) any {
	t.Helper()
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	return value
}
