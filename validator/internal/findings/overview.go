package findings

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
	"sync"

	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

// Overview counts what a report shows of a whole input: how many traces have an error, and how many records of each source have one. All
// numbers are exact, in any order and with any budget. It is safe for concurrent use until it is read.
type Overview struct {
	mu      sync.Mutex
	traces  *group.Store // with an error, under their ids
	broken  *group.Store // records with an error, under their places
	records *group.Store // how many records a source has, and how many with an error, under the source
	counts  map[Source]*sourceCounts
	latest  [1024]stored // of what was stored, by the first bytes, so that what is reported again and again is stored once
}

// stored is a key of one of the stores.
type stored struct {
	key  [group.KeySize]byte
	kind byte
}

// sourceCounts is how many records a source has, and how many of them have an error.
type sourceCounts struct{ all, broken int64 }

// maxCounted is how many sources are counted in memory before the counts are stored.
const maxCounted = 4096

// NewOverview returns an Overview. Its stores hold budget bytes in memory and keep the rest in temporary files in dir.
func NewOverview(budget int64, dir string) *Overview {
	once := group.First{Rows: 1, Bytes: 64, Compare: bytes.Compare}
	o := &Overview{counts: map[Source]*sourceCounts{}, traces: group.New(budget/4, dir), broken: group.New(budget/2, dir), records: group.New(budget/4, dir)}
	o.traces.KeepFirst(once)
	o.broken.KeepFirst(once)
	return o
}

func (o *Overview) noRoom(onFull func(error)) {
	for _, s := range []*group.Store{o.traces, o.broken, o.records} {
		s.NoRoom(onFull)
	}
}

// Record counts a record of a flow.
func (o *Overview) Record(of Source) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.count(of, sourceCounts{all: 1})
}

func (o *Overview) count(of Source, n sourceCounts) error {
	counts := o.counts[of]
	if counts == nil {
		if len(o.counts) >= maxCounted {
			if err := o.store(); err != nil {
				return err
			}
		}
		counts = &sourceCounts{}
		o.counts[of] = counts
	}
	counts.add(n)
	return nil
}

func (c *sourceCounts) add(n sourceCounts) {
	c.all += n.all
	c.broken += n.broken
}

// store empties counts into the store.
func (o *Overview) store() error {
	for source, n := range o.counts {
		row := binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, uint64(n.all)), uint64(n.broken))
		if err := o.records.Add(source.key(), row); err != nil {
			return err
		}
	}
	clear(o.counts)
	return nil
}

func (s Source) key() (key [group.KeySize]byte) {
	binary.LittleEndian.PutUint64(key[:8], s.Service)
	binary.LittleEndian.PutUint64(key[8:], s.Version)
	return key
}

func sourceOf(key []byte) Source {
	return Source{binary.LittleEndian.Uint64(key[:8]), binary.LittleEndian.Uint64(key[8:])}
}

// add counts a report, if it is an error.
func (o *Overview) add(k Key, at Place, count byte) error {
	if o == nil || k.Severity != trace.Error || at.TraceID.IsZero() && k.Source.Service == 0 {
		return nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if !at.TraceID.IsZero() && o.isNew(at.TraceID, ofTrace) {
		if err := o.traces.Add(at.TraceID, nil); err != nil {
			return err
		}
	}
	if record := recordOccurrence(0, at).what; count&countRecord != 0 && k.Source.Service != 0 && o.isNew(record, ofRecord) {
		source := k.Source.key()
		return o.broken.Add(record, source[:])
	}
	return nil
}

// isNew reports whether a key was not stored a moment ago.
func (o *Overview) isNew(key [group.KeySize]byte, kind byte) bool {
	slot := &o.latest[(uint(key[0])^uint(key[8])<<2^uint(key[9])<<7)%uint(len(o.latest))]
	if one := (stored{key, kind}); *slot != one {
		*slot = one
		return true
	}
	return false
}

// SourceTotal is how many records of flows a source has, and how many of them have an error.
type SourceTotal struct {
	Source
	Records, Broken int64
}

// Totals is what an Overview gives.
type Totals struct {
	ErrorTraces int64
	Sources     []SourceTotal // those with the most records, the first of them first
	AllSources  int64
}

// Totals counts what was reported. names is a collector that knows the names of sources: those that it does not keep apart are counted together.
func (o *Overview) Totals(names *Collector, most int) (*Totals, error) {
	out := &Totals{}
	var keys group.ByKey
	err := o.traces.Each(func(pieces []group.Rows, _ int64) error {
		return keys.Each(pieces, func([group.KeySize]byte, [][]byte) error {
			out.ErrorTraces++
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	err = o.broken.Each(func(pieces []group.Rows, _ int64) error {
		return keys.Each(pieces, func(_ [group.KeySize]byte, rows [][]byte) error {
			return o.count(sourceOf(rows[0]), sourceCounts{broken: 1})
		})
	})
	if err != nil {
		return nil, err
	}
	err = o.sources(names, func(s Source, n sourceCounts) {
		if n.all == 0 {
			return // a finding about something else than the version of an app
		}
		out.AllSources++
		out.Sources = append(out.Sources, SourceTotal{s, n.all, n.broken})
		if len(out.Sources) >= 2*most+64 {
			out.trim(names, most)
		}
	})
	out.trim(names, most)
	return out, err
}

// trim leaves the sources with the most records.
func (t *Totals) trim(names *Collector, most int) {
	slices.SortFunc(t.Sources, func(a, b SourceTotal) int {
		serviceA, versionA := names.SourceOf(a.Source)
		serviceB, versionB := names.SourceOf(b.Source)
		return cmp.Or(cmp.Compare(b.Records, a.Records), cmp.Compare(serviceA, serviceB), cmp.Compare(versionA, versionB))
	})
	t.Sources = t.Sources[:min(len(t.Sources), most)]
}

// sources calls do once for each source.
func (o *Overview) sources(names *Collector, do func(Source, sourceCounts)) error {
	if err := o.store(); err != nil {
		return err
	}
	together := map[Source]sourceCounts{} // a service that is not kept apart, and of each service the versions that are not
	var keys group.ByKey
	err := o.records.Each(func(pieces []group.Rows, _ int64) error {
		return keys.Each(pieces, func(key [group.KeySize]byte, rows [][]byte) error {
			var n sourceCounts
			for _, row := range rows {
				n.add(sourceCounts{int64(binary.LittleEndian.Uint64(row)), int64(binary.LittleEndian.Uint64(row[8:]))})
			}
			source := sourceOf(key[:])
			if final := names.finalSource(source); final != source || final.isOthers() {
				n.add(together[final])
				together[final] = n
			} else {
				do(source, n)
			}
			return nil
		})
	})
	for source, n := range together {
		do(source, n)
	}
	return err
}

// isOthers reports whether something of the source is not kept apart.
func (s Source) isOthers() bool { return s.Service == othersHash || s.Version == othersHash }

// Close removes temporary files.
func (o *Overview) Close() error {
	if o == nil {
		return nil
	}
	return errors.Join(o.traces.Close(), o.broken.Close(), o.records.Close())
}

// CountIn has each report counted in an Overview, too.
func (c *Collector) CountIn(o *Overview) { c.overview = o }
