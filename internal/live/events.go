package live

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	eventsApart = 100 * time.Millisecond // at most ten events a second
	stillThere  = 15 * time.Second       // a comment goes out after so long without an event
)

// events streams what changes on the page to one viewer. A browser has six connections to a host, of which an app in the same browser needs
// some: so there are few viewers, and one too many is told not to come again (204, HTML standard, server-sent events).
func (p *livePage) events(w http.ResponseWriter, r *http.Request) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	default:
		w.WriteHeader(http.StatusNoContent)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	private(h)
	seen := p.seenBy(r.Header.Get("Last-Event-ID"))
	to := http.NewResponseController(w)
	for {
		data, now, next, err := p.since(seen)
		if err != nil {
			return
		}
		text := ": still there\n\n"
		if data != nil {
			text = fmt.Sprintf("id: %s-%d\ndata: %s\n\n", p.boot, now, data)
		}
		seen = now
		if to.SetWriteDeadline(time.Now().Add(10*time.Second)) != nil {
			return
		}
		if _, err := w.Write([]byte(text)); err != nil || to.Flush() != nil {
			return
		}
		if !p.await(r, next) {
			return
		}
	}
}

// seenBy returns the version of the page that a viewer has, by the id of the last event that it got: none of another run.
func (p *livePage) seenBy(id string) int64 {
	boot, version, _ := strings.Cut(id, "-")
	n, err := strconv.ParseInt(version, 10, 64)
	if boot != p.boot || err != nil {
		return 0
	}
	return n
}

// await waits for a change, but not for less than events have to be apart. It returns false where the viewer or the server has gone.
func (p *livePage) await(r *http.Request, next chan struct{}) bool {
	pause := time.NewTimer(eventsApart)
	defer pause.Stop()
	select {
	case <-pause.C:
	case <-r.Context().Done():
		return false
	case <-p.done:
		return false
	}
	still := time.NewTimer(stillThere)
	defer still.Stop()
	select {
	case <-next:
		return true
	case <-still.C:
		return true
	case <-r.Context().Done():
		return false
	case <-p.done:
		return false
	}
}
