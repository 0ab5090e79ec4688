// Package live receives spans while an app runs, and judges them as they come: OTLP over HTTP and SpanEvents in, lines on a terminal and
// a page out. A [Server] keeps the latest traces in a ring in memory and writes nothing to disk.
//
//	request → guard (host, origin, type, size) → reader → ring → judge → terminal, page
//
// Whoever sends is not trusted: every page that a developer has open can send requests to this port. The rules are those of
// docs/listen.md, each with a test. The judge is one goroutine that takes all traces which have changed since it last looked, so that
// a flood of requests makes it coarser and not longer.
package live

import (
	"net/url"
	"time"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// Config configures a Server.
type Config struct {
	Validator *validator.Validator
	Severity  []validator.Severity
	SpecPaths []string // shown on the page

	Addr    string   // to listen on, such as 127.0.0.1:4318
	Hosts   []string // names that a request may have in Host, besides localhost and addresses
	Origins []string // origins that may send besides those of loopback

	// Complete asks for what is missing, once a trace was quiet for Settle. Else a trace is judged as a part of one.
	Complete bool
	Settle   time.Duration

	Forward       *url.URL // where bodies are passed on to, nil for nowhere
	ForwardHeader map[string]string

	// Record and Broken take all records and what cannot be read, for a report of the whole. One call at a time; nil ignores them.
	Record func(*trace.Record) error
	Broken func(name string, problem trace.Problem) error
	// Judged takes what was judged, one call at a time; nil ignores it.
	Judged func(*Round)
	// Say takes what the user should know, one line without a line break, not escaped; nil ignores it. It is safe for concurrent use.
	Say func(line string)

	limits limits // the zero limits are the defaults; tests have others
}

// limits bounds what requests may take.
type limits struct {
	body, unpacked int64         // bytes
	connections    int           // at once
	bodies         int           // that are read at once
	perSecond      int64         // unpacked bytes
	header         time.Duration // for the headers of a request
	reading        time.Duration // for its body
	waiting        time.Duration // for one of the bodies' places
	traces         int
	records        int // of one trace
	bytes          int64
	viewers        int
}

// orDefaults returns the limits, those that are zero as the defaults.
func (l limits) orDefaults() limits {
	or := func(value *int, or int) {
		if *value == 0 {
			*value = or
		}
	}
	or64 := func(value *int64, or int64) {
		if *value == 0 {
			*value = or
		}
	}
	orTime := func(value *time.Duration, or time.Duration) {
		if *value == 0 {
			*value = or
		}
	}
	or64(&l.body, 16<<20)
	or64(&l.unpacked, 64<<20)
	or64(&l.perSecond, 100_000_000)
	or64(&l.bytes, 64<<20)
	or(&l.connections, 64)
	or(&l.bodies, 8)
	or(&l.traces, 2_000)
	or(&l.records, 10_000)
	or(&l.viewers, 3)
	orTime(&l.header, 5*time.Second)
	orTime(&l.reading, 30*time.Second)
	orTime(&l.waiting, 2*time.Second)
	return l
}

// maxHeaderBytes bounds the headers of a request. net/http adds 4 kB to it.
const maxHeaderBytes = 12 << 10
