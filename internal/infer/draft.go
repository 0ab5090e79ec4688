package infer

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// Draft is a spec that fits the records of an Observer, with the reasons.
type Draft struct {
	o         *Observer
	joined    *joined
	flow      string
	version   string
	namespace string
	kinds     []*kindGuess
	services  []*serviceGuess
	tags      []*tagGuess
	spans     []*spanGuess
	funnel    []*spanGuess
	undefined []undefined // tags that stay undeclared
	anyStyle  bool
	notes     []string // about the whole, for the head of the file
	stamped   string   // why the flow has its name and version
	bySpan    map[*span]*spanGuess
	byTag     map[*tag]*tagGuess
	byService map[*service]*serviceGuess
	codeNames map[string]bool // that were given
}

// undefined is a tag that is not declared, and why.
type undefined struct{ name, why string }

// kindGuess is a kind of trace.
type kindGuess struct {
	name     string
	traces   int64
	members  []*spanGuess
	id       *tagGuess
	idWhy    string
	found    int64 // parents and targets of links in such a trace that are in the data
	missing  int64 // likewise, not in the data
	lone     bool  // spans that have nothing to do with each other, each alone in its traces
	codeName string
}

// sampled reports whether something is missing, so that nothing that is missing may be a finding.
func (k *kindGuess) sampled() bool { return k.missing > 0 }

// ErrNothing is the error where no record can become a span of a spec.
var ErrNothing = errors.New("there is nothing to make it of")

// Draft makes the spec. The Observer takes no record afterwards. The error is ErrNothing, with what was left out.
func (o *Observer) Draft() (*Draft, error) {
	d := &Draft{o: o, bySpan: make(map[*span]*spanGuess), byTag: make(map[*tag]*tagGuess), byService: make(map[*service]*serviceGuess)}
	chosen := d.choose()
	if len(chosen) == 0 {
		if o.filtered() && len(o.spans.list) == 0 && o.unnamed == 0 {
			return nil, o.nothingWanted()
		}
		return nil, fmt.Errorf("%w%s", ErrNothing, strings.Join(append([]string{": no record has a name and a service that a spec can have"}, d.notes...), "\n  "))
	}
	set := make(map[*span]bool, len(chosen))
	for _, s := range chosen {
		set[s] = true
	}
	d.joined = o.join(set)
	for _, s := range chosen {
		g := &spanGuess{span: s, place: d.joined.places[s]}
		d.spans = append(d.spans, g)
		d.bySpan[s] = g
	}
	d.guessNamespace()
	d.guessServices()
	d.guessKinds()
	d.guessTags()
	d.guessParents()
	for _, s := range d.spans {
		d.guessLinks(s)
	}
	d.guessSampling()
	d.guessIDs()
	d.guessScopes()
	for _, s := range d.spans {
		d.guessSpan(s)
	}
	d.order()
	d.guessFunnel()
	d.guessFlow()
	return d, nil
}

// filtered reports whether not all spans are wanted.
func (o *Observer) filtered() bool { return len(o.opts.Only)+len(o.opts.Prefix) > 0 }

// nothingWanted is the error where no record is of a span that is wanted.
func (o *Observer) nothingWanted() error {
	var names []string
	for _, other := range o.others.list {
		names = append(names, other.name)
	}
	for _, wanted := range slices.Concat(o.opts.Only, o.opts.Prefix) {
		if near := diag.Nearest(wanted, names); near != "" {
			return fmt.Errorf("%w: no span is called %s; did you mean %s?", ErrNothing, quote(wanted), quote(near))
		}
	}
	return fmt.Errorf("%w: no name of a span is one of --only, or begins with one of --span-prefix, of %s", ErrNothing,
		plural(int64(len(names)), "name", "names"))
}

// choose returns the spans that the spec has: those with most records.
func (d *Draft) choose() []*span {
	o := d.o
	var out []*span
	for _, s := range most(o.spans.list) {
		if s.unknown == s.records {
			d.notes = append(d.notes, fmt.Sprintf("Left out: %s: %s which service is theirs.", quote(s.name), plural(s.records, "record does not say", "records do not say")))
			continue
		}
		out = append(out, s)
	}
	if left := out[min(len(out), o.opts.Limit):]; len(left) > 0 {
		records := int64(0)
		for _, s := range left {
			records += s.records
		}
		names := ""
		for _, s := range left[:min(len(left), 5)] {
			names += ", " + quote(s.name)
		}
		d.notes = append(d.notes, fmt.Sprintf("Left out: %s with fewer records, %s in all: %s and so on. --only and --span-prefix choose a flow, --limit how many.",
			plural(int64(len(left)), "span", "spans"), plural(records, "record", "records"), names[2:]))
		out = out[:o.opts.Limit]
	}
	if o.spans.more > 0 {
		d.notes = append(d.notes, fmt.Sprintf("Left out: %s of more span names than the first %s.", plural(o.spans.more, "record", "records"), number(maxSpans)))
	}
	if note := alike(o.spans.list); note != "" {
		d.notes = append(d.notes, note)
	}
	if o.unnamed > 0 {
		d.notes = append(d.notes, fmt.Sprintf("Left out: %s with a name that no span can have: empty, longer than 200 characters, with characters that cannot be seen, or \"any\" or \"none\".",
			plural(o.unnamed, "record", "records")))
	}
	return out
}

// guessNamespace takes what all names begin with, up to a separator, unless other names begin with it too.
func (d *Draft) guessNamespace() {
	if len(d.spans) < 2 || len(d.o.opts.Only) > 0 || d.o.unnamed > 0 || d.o.spans.more > 0 {
		return
	}
	prefix := d.spans[0].name()
	for _, s := range d.spans[1:] {
		for !strings.HasPrefix(s.name(), prefix) {
			prefix = prefix[:len(prefix)-1]
		}
	}
	prefix = prefix[:strings.LastIndexAny(prefix, ":./")+1]
	if len(prefix) < 3 || len(prefix) > 64 || strings.Contains(prefix, " ") || prefix[0] == '/' || !isName([]byte(prefix)) {
		return
	}
	if len(d.o.opts.Prefix) > 0 && !slices.ContainsFunc(d.o.opts.Prefix, func(p string) bool { return strings.HasPrefix(prefix, p) }) {
		return
	}
	for _, s := range d.o.spans.list {
		if strings.HasPrefix(s.name, prefix) && (d.bySpan[s] == nil || strings.TrimSpace(s.name[len(prefix):]) == "") {
			return
		}
	}
	d.namespace = prefix
}

// guessFlow takes the name and the version that the records are stamped with, or makes a name of what there is.
func (d *Draft) guessFlow() {
	d.flow, d.version = d.o.opts.Flow, "0.1.0"
	total := int64(0)
	for _, s := range d.spans {
		total += s.span.records
	}
	for _, sc := range most(d.o.scopes.list) {
		if !IsFlowName(sc.name) || d.flow != "" && d.flow != sc.name {
			continue
		}
		version := sc.newest()
		if d.flow == "" && (sc.records*2 < total || version == "" || !d.looksGenerated(sc)) {
			continue
		}
		d.flow = sc.name
		if version != "" {
			d.version = version
			d.stamped = fmt.Sprintf("%s stamped with this flow%s", ofRecords(sc.records, total), versionsText(sc))
		}
		break
	}
	if d.flow == "" {
		d.flow = d.flowOfNames()
	}
}

func versionsText(sc *scope) string {
	if len(sc.versions) > 1 {
		return fmt.Sprintf(", in %d versions", len(sc.versions))
	}
	return ""
}

// looksGenerated reports whether the records of a scope may be those of a client of the flow: all spans of the scope are in the draft, and their
// kinds and failures are as it says.
func (d *Draft) looksGenerated(sc *scope) bool {
	for s := range sc.spans {
		g := d.bySpan[s]
		if g == nil || s.failed > 0 && len(g.failures) == 0 {
			return false
		}
		internal := s.kinds[trace.KindInternal] + s.kinds[trace.UnknownKind]
		if internal > 0 && internal < s.records || internal == 0 && g.kindWord == "" {
			return false
		}
	}
	return true
}

// newest returns the newest version of a scope that a spec can have, or "".
func (sc *scope) newest() string {
	var newest model.Version
	found := false
	for text := range sc.versions {
		if v, err := model.ParseVersion(text); err == nil && (!found || v.Compare(newest) > 0) {
			newest, found = v, true
		}
	}
	if !found {
		return ""
	}
	return newest.String()
}

// flowOfNames makes a name of the namespace, of the only service, or of the first span.
func (d *Draft) flowOfNames() string {
	from := []string{d.namespace}
	if len(d.services) == 1 {
		from = append(from, d.services[0].service.name)
	}
	from = append(from, d.spans[0].name())
	for _, text := range from {
		if name := flowNameOf(text); name != "" && d.o.scopes.by[name] == nil {
			return name
		}
	}
	return "flow"
}
