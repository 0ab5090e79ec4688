// Package emitterpercall makes emitters once, and some more often.
package emitterpercall

import (
	"net/http"

	"github.com/specgen/specgen/gen/go/notification"
	"github.com/specgen/specgen/runtime/go/flowtrace"
)

var shared = notification.NewPushService(flowtrace.Discard())

type service struct{ push *notification.PushService }

func newService(out flowtrace.SpanProcessor) *service {
	return &service{notification.NewPushService(out)}
}

func newServiceInSteps(out flowtrace.SpanProcessor) *service {
	push := notification.NewPushService(out)
	return &service{push: push}
}

func (s *service) send(n notification.NotifyRef, c notification.ChannelIDTag, d notification.DeviceIDTag, p notification.SentPlatform) {
	s.push.Sent(n, c, d, p)
	shared.Sent(n, c, d, p)
}

func perCallDirect(out flowtrace.SpanProcessor, n notification.NotifyRef, c notification.ChannelIDTag, d notification.DeviceIDTag, p notification.SentPlatform) {
	notification.NewPushService(out).Sent(n, c, d, p) // want `NewPushService makes an emitter for each call of the function that it is used in: make one in the process and share it, it is safe for concurrent use`
}

func perCallLocal(out flowtrace.SpanProcessor, n notification.NotifyRef, c notification.ChannelIDTag, d notification.DeviceIDTag, p notification.SentPlatform) {
	push := notification.NewPushService(out) // want `NewPushService makes an emitter for each call`
	push.Sent(n, c, d, p)
}

func perTurn(outs []flowtrace.SpanProcessor) (all []*notification.PushService) {
	for _, out := range outs {
		all = append(all, notification.NewPushService(out)) // want `NewPushService makes an emitter in each turn of a loop`
	}
	return all
}

func handler(out flowtrace.SpanProcessor) http.HandlerFunc {
	push := notification.NewPushService(out)
	return func(w http.ResponseWriter, r *http.Request) {
		use(push)
		use(notification.NewPushService(out)) // want `NewPushService makes an emitter for each request`
	}
}

func use(*notification.PushService) {}

func init() {
	push := notification.NewPushService(flowtrace.Discard())
	push.Sent(notification.NotifyRef{}, notification.ChannelID("C012AB3CD"), notification.DeviceID("d"), notification.SentPlatformWeb(notification.SocketID("ws")))
}
