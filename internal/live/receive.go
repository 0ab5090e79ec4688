package live

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// The paths that are sent to.
const (
	tracesPath     = "/v1/traces"
	metricsPath    = "/v1/metrics"
	logsPath       = "/v1/logs"
	profilesPath   = "/v1development/profiles"
	spanEventsPath = "/v1/spanevents"
)

// signals are the paths of OTLP, which are passed on.
var signals = []string{tracesPath, metricsPath, logsPath, profilesPath}

// formats are the formats of bodies by content type, for each path whose bodies are read. SpanEvents may come as text/plain, as the
// TypeScript runtime sends them; such a body is never passed on (docs/decisions/0163).
var formats = map[string]map[string]validator.Format{
	tracesPath: {typeJSON: validator.OTLPJSON, typeProtobuf: validator.OTLPProtobuf},
	spanEventsPath: {
		typeJSON: validator.SpanEvent, typeLines: validator.SpanEvent, typeText: validator.SpanEvent,
	},
}

// receive answers a request to one of the paths that are sent to.
func (s *Server) receive(w http.ResponseWriter, r *http.Request) {
	contentType := contentTypeOf(r)
	if !s.guard.sender(w, r) {
		refused(w, contentType, http.StatusForbidden, fmt.Sprintf("cannot take spans from a page of %s: allow it with --origin", strings.Join(r.Header.Values("Origin"), ", ")))
		return
	}
	switch r.Method {
	case http.MethodOptions:
		preflight(w, r)
		return
	case http.MethodPost:
	default:
		w.Header().Set("Allow", "POST, OPTIONS")
		refused(w, contentType, http.StatusMethodNotAllowed, "cannot take a "+r.Method+" request: POST what is to be judged")
		return
	}
	if why := unsupported(r, contentType); why != "" {
		refused(w, contentType, http.StatusUnsupportedMediaType, why)
		return
	}
	s.requests.begin()
	defer s.requests.end()
	if s.pace.busy() || !s.places.take(r.Context(), s.limits.waiting) {
		refused(w, contentType, http.StatusTooManyRequests, "too much came at once: send it again after a second")
		return
	}
	defer s.places.free()
	if err := http.NewResponseController(w).SetReadDeadline(time.Now().Add(s.limits.reading)); err != nil {
		refused(w, contentType, http.StatusInternalServerError, "cannot set a time limit")
		return
	}
	s.take(w, r, contentType)
}

func contentTypeOf(r *http.Request) string {
	contentType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return contentType
}

// unsupported says why a request cannot be read, or nothing. Content types that a form of a page can have are refused: a browser sends
// those to any origin without asking.
func unsupported(r *http.Request, contentType string) string {
	known, ok := formats[r.URL.Path]
	if !ok {
		known = formats[tracesPath]
	}
	if _, ok := known[contentType]; !ok {
		return fmt.Sprintf("cannot read the content type %q on %s: send %s", contentType, r.URL.Path, wanted(r.URL.Path))
	}
	if e := r.Header.Get("Content-Encoding"); e != "" && e != "gzip" && e != "identity" {
		return fmt.Sprintf("cannot read the content encoding %q: send gzip or none", e)
	}
	return ""
}

func wanted(path string) string {
	if path == spanEventsPath {
		return typeLines + " or " + typeJSON
	}
	return typeProtobuf + " or " + typeJSON
}

// take reads the body of a request, and answers.
func (s *Server) take(w http.ResponseWriter, r *http.Request, contentType string) {
	var copied io.Writer
	parcel := s.forward.parcel(r, contentType)
	if parcel != nil {
		copied = parcel
		defer s.forward.give(parcel)
	}
	b, err := openBody(w, r, s.limits, &s.pace, copied)
	if err != nil {
		parcel.spoil()
		s.unreadable(w, r, contentType, trace.Problem{Message: "the body is not gzip, as its Content-Encoding says"})
		return
	}
	format, judged := formats[r.URL.Path][contentType]
	var in validator.Input
	if judged {
		in, err = s.read(r, format, b)
	}
	if err == nil && !b.tooLarge() {
		// What is behind the end, or nobody asked for: all of it is passed on, and the connection can be used again.
		_, err = io.Copy(io.Discard, b)
	}
	s.page.changed() // spans of no flow are judged by nobody
	switch {
	case b.tooLarge():
		parcel.spoil()
		w.Header().Set("Connection", "close")
		refused(w, contentType, http.StatusRequestEntityTooLarge, fmt.Sprintf("cannot take more than %d bytes, or %d once they are unpacked: send fewer spans at once", s.limits.body, s.limits.unpacked))
	case err != nil:
		parcel.spoil()
		w.Header().Set("Connection", "close")
		s.unreadable(w, r, contentType, trace.Problem{Message: "the body cannot be read to its end"})
	case in.Broken > 0:
		parcel.spoil()
		s.unreadable(w, r, contentType, in.Problem)
	default:
		accepted(w, contentType)
	}
}

// read reads the spans of a body into the ring.
func (s *Server) read(r *http.Request, format validator.Format, b *body) (validator.Input, error) {
	var in io.Reader = b
	if format == validator.OTLPProtobuf {
		var first [1]byte
		n, err := io.ReadFull(b, first[:])
		if n == 0 && err == io.EOF {
			return validator.Input{}, nil // an empty request is no byte
		}
		in = io.MultiReader(bytes.NewReader(first[:n]), b)
	}
	message := validator.Message{Format: format, Record: s.ring.add}
	return message.Read(r.Context(), r.URL.Path, in)
}

// unreadable answers that a body cannot be read, and says so to the user.
func (s *Server) unreadable(w http.ResponseWriter, r *http.Request, contentType string, problem trace.Problem) {
	where := ""
	switch {
	case problem.Line > 0:
		where = fmt.Sprintf(", line %d", problem.Line)
	case problem.Offset > 0:
		where = fmt.Sprintf(", byte %d", problem.Offset)
	}
	text := fmt.Sprintf("cannot read a request to %s%s: %s", r.URL.Path, where, problem.Message)
	s.ring.broken(r.URL.Path, problem)
	s.say(text)
	refused(w, contentType, http.StatusBadRequest, text)
}
