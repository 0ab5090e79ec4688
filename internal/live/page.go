package live

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/specgen/specgen/internal/markup"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/page"
	"github.com/specgen/specgen/internal/picture"
	"github.com/specgen/specgen/validator/trace"
)

// scriptHash is the hash of the script as the policy of the page names it.
var scriptHash = func() string {
	sum := sha256.Sum256([]byte(script.String()))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}()

// mostTraces is how many traces the page shows.
const mostTraces = 20

// livePage is the page: fragments of HTML with the ids of their elements, of which a viewer gets those that have changed.
type livePage struct {
	server *Server
	boot   string // names this run of the server in the ids of events
	board  *board
	slots  chan struct{} // a place for each viewer
	done   chan struct{}
	once   sync.Once

	mu      sync.Mutex
	notify  chan struct{} // closed when something has changed
	stale   bool
	version int64
	parts   map[string]*part
	traces  []string // the ids of the traces that are shown, the newest first
}

// part is a fragment.
type part struct {
	html    markup.Fragment
	version int64 // of the page, when it was last changed
	source  int64 // the version of what it was drawn from
	order   int64 // among those that are new to a viewer
	list    string
}

func newPage(s *Server) *livePage {
	p := &livePage{
		server: s, boot: strconv.FormatInt(time.Now().UnixNano(), 36), board: newBoard(s.config.Validator.Flows()), slots: make(chan struct{}, s.limits.viewers),
		done: make(chan struct{}), notify: make(chan struct{}), stale: true, parts: map[string]*part{},
	}
	return p
}

// changed says that there may be something new.
func (p *livePage) changed() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stale = true
	close(p.notify)
	p.notify = make(chan struct{})
}

// close ends all streams of events.
func (p *livePage) close() { p.once.Do(func() { close(p.done) }) }

// refresh draws what has changed. It is called with p.mu held.
func (p *livePage) refresh() error {
	if !p.stale {
		return nil
	}
	p.stale = false
	p.version++
	if err := p.drawBoard(); err != nil {
		return err
	}
	return p.drawTraces()
}

// put keeps a fragment, if it is another than before.
func (p *livePage) put(id, list string, order, source int64, write func(*markup.Writer)) error {
	w := markup.New()
	write(w)
	html, err := w.Fragment()
	if err != nil {
		return err
	}
	old := p.parts[id]
	if old != nil && old.html == html {
		old.source = source
		return nil
	}
	p.parts[id] = &part{html: html, version: p.version, source: source, order: order, list: list}
	return nil
}

func (p *livePage) drawBoard() error {
	p.board.mu.Lock()
	defer p.board.mu.Unlock()
	var right, warned, wrong int64
	for i, s := range p.board.steps {
		right += s.records - s.wrong - s.warned
		wrong += s.wrong
		warned += s.warned
		if old := p.parts[s.id]; old == nil || old.source != s.version {
			view := s.view()
			if err := p.put(s.id, "board", int64(i), s.version, view.write); err != nil {
				return err
			}
		}
	}
	c := p.server.ring.counted()
	say := sayView{right, warned, wrong + p.board.others, p.server.ring.shown(), c.Others, c.Broken, c.Gone}
	return p.put("say", "", 0, 0, say.write)
}

// sayView is what the heading says.
type sayView struct {
	Right, Warned, Wrong, Traces, Others, Broken, Gone int64
}

// text returns the heading.
func (v sayView) text() page.Text {
	var out page.Text
	add := func(n int64, class, words string) {
		if n == 0 {
			return
		}
		if len(out) > 0 {
			out = append(out, page.Words{Text: ", "})
		}
		out = append(out, page.Words{Class: class, Text: model.NumberWords(n) + words})
	}
	add(v.Wrong, "bad", " wrong")
	add(v.Warned, "warn", " with a warning")
	add(v.Right, "", " right")
	if len(out) == 0 {
		return page.Plain("Nothing came yet.")
	}
	return append(out, page.Words{Text: ", in " + page.Numbered(v.Traces, "trace") + "."})
}

// more says what else came.
func (v sayView) more() string {
	var parts []string
	add := func(n int64, noun, words string) {
		if n > 0 {
			parts = append(parts, page.Numbered(n, noun)+words)
		}
	}
	add(v.Others, "span", " of no flow")
	add(v.Broken, "request", " that could not be read")
	add(v.Gone, "older trace", " made room")
	return strings.Join(parts, ", ")
}

// drawTraces draws the traces that were judged since they were last drawn; all of them where the axis has to change.
func (p *livePage) drawTraces() error {
	shown := p.server.ring.newest(mostTraces)
	pictures := make([]*picture.Picture, len(shown))
	joined := map[trace.ID]bool{}
	longest := int64(time.Second)
	for i, t := range shown {
		pictures[i] = picture.Draw(t.source(p.server.config.Complete, p.server.config.Settle))
		longest = max(longest, int64(pictures[i].Longest))
		pictures[i].Rows(func(r *picture.Row) {
			if r.Joined && r.Record != nil {
				joined[r.Record.TraceID] = true
			}
		})
	}
	axis := page.NewAxis(longest)
	if err := p.put("ticks", "", 0, 0, func(w *markup.Writer) { writeTicks(w, axis) }); err != nil {
		return err
	}
	var ids []string
	for i, t := range shown {
		if joined[t.id] && t.verdict.Worst < trace.Warning {
			continue // it stands in the trace that follows from it
		}
		id := "t" + t.verdict.id
		ids = append(ids, id)
		view := traceView{ID: id, Waterfall: page.Draw(pictures[i], axis, nil)}
		if err := p.put(id, "traces", t.number, t.verdict.Version, view.write); err != nil {
			return err
		}
	}
	for _, id := range p.traces {
		if !slices.Contains(ids, id) {
			delete(p.parts, id)
		}
	}
	p.traces = ids
	return nil
}

// show answers with the page. Where scripts are off, a link leads to the page that loads itself again: who uses a screen reader may not
// want that (WCAG 2.2.1).
func (p *livePage) show(w http.ResponseWriter, r *http.Request) {
	reloads := r.URL.RawQuery == "reload"
	html, err := p.render(reloads)
	if err != nil {
		refused(w, "", http.StatusInternalServerError, "cannot draw the page: "+err.Error())
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; script-src "+scriptHash+"; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	private(h)
	if reloads {
		h.Set("Refresh", "2")
	}
	_, _ = w.Write(html) // who has gone needs no answer
}

// private sets the headers that keep the page from other pages.
func private(h http.Header) {
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

func (p *livePage) render(reloads bool) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.refresh(); err != nil {
		return nil, err
	}
	var names []string
	for _, f := range p.server.config.Validator.Flows() {
		names = append(names, f.Name+" "+f.Version.String())
	}
	view := pageView{
		Subject: strings.Join(names, ", "), Against: strings.Join(p.server.config.SpecPaths, ", "), Endpoint: p.server.URL(), Reloads: reloads,
		Say: p.html("say"), Ticks: p.html("ticks"),
	}
	p.board.mu.Lock()
	for _, s := range p.board.steps {
		view.Board = append(view.Board, p.html(s.id))
	}
	p.board.mu.Unlock()
	for _, id := range p.traces {
		view.Traces = append(view.Traces, p.html(id))
	}
	w := markup.New()
	view.write(w)
	return w.Page()
}

// html returns a fragment.
func (p *livePage) html(id string) markup.Fragment {
	if one := p.parts[id]; one != nil {
		return one.html
	}
	return markup.Fragment{}
}

// change is one event: what has changed since a version of the page.
type change struct {
	Put  [][3]string `json:"put"`  // id, HTML and the list that it is new in
	Keep []string    `json:"keep"` // the ids of the traces that are shown
}

// since returns what has changed since a version, the version now, and what is closed at the next change.
func (p *livePage) since(version int64) (data []byte, now int64, next chan struct{}, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.refresh(); err != nil {
		return nil, 0, nil, err
	}
	c := change{Put: [][3]string{}, Keep: p.traces}
	var ids []string
	for id, one := range p.parts {
		if one.version > version {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil, p.version, p.notify, nil
	}
	slices.SortFunc(ids, func(a, b string) int {
		x, y := p.parts[a], p.parts[b]
		return strings.Compare(fmt.Sprintf("%s%020d%s", x.list, x.order, a), fmt.Sprintf("%s%020d%s", y.list, y.order, b))
	})
	for _, id := range ids {
		c.Put = append(c.Put, [3]string{id, p.parts[id].html.String(), p.parts[id].list})
	}
	data, err = json.Marshal(c)
	return data, p.version, p.notify, err
}

func itoa(n int) string { return model.NumberWords(int64(n)) }
