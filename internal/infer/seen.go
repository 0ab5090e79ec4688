package infer

import (
	"slices"

	"github.com/specgen/specgen/validator/trace"
)

// span is what is known of the records with one name.
type span struct {
	entry
	services  map[*service]int64
	unknown   int64 // records of services that no spec can name
	uses      map[*tag]*use
	otherTags int64 // tags that are not counted
	kinds     [trace.KindConsumer + 1]int64
	instants  int64          // records that last 1 microsecond, as moments do
	longest   int64          // duration, in nanoseconds
	failed    int64          // records whose status is error
	keys      keys           // of span ids that derive
	ids       map[*tag]*idOf // by tag: how its values go with trace ids
	hashed    hashedIDs
	choosers  []*tag // tags that may choose others
	dropped   int64  // records that lost tags or links to a limit
}

// seen counts one record.
func (s *span) seen(r *trace.Record, from *service) {
	s.records++
	if from == nil {
		s.unknown++
	} else {
		from.records++
		from.capitals = from.capitals || !r.LowerCase
	}
	if int(r.Kind) < len(s.kinds) {
		s.kinds[r.Kind]++
	}
	// A time in a JSON number is exact to 256 ns only.
	const instant, slack = 1000, 512
	if d := r.End - r.Start; d >= instant-slack && d <= instant+slack {
		s.instants++
	} else if r.Defects&(trace.BadStart|trace.BadEnd) == 0 && d > s.longest {
		s.longest = d
	}
	if r.Failed {
		s.failed++
	}
	if r.DroppedTags > 0 || r.DroppedLinks > 0 {
		s.dropped++
	}
}

// use is a tag on the records of one span.
type use struct {
	records int64
	values  []outcome // of the tag's first values, by their number; see tag.number
	beside  beside
	failed  int64 // records with the tag whose status is error
}

// outcome is how the records with one value went.
type outcome struct{ records, failed int64 }

// maxOutcomes is how many values of a tag are looked at for what goes wrong with them.
const maxOutcomes = 16

// use counts a tag of one record, unless it is one too many.
func (s *span) use(t *tag, r *trace.Record, v *trace.Value, all *pairs) {
	u := s.uses[t]
	if u == nil {
		if len(s.uses) >= maxSpanTags || !all.admit(len(s.uses)) {
			s.otherTags++
			return
		}
		u = &use{}
		s.uses[t] = u
	}
	u.records++
	if r.Failed {
		u.failed++
	}
	i := t.number(v)
	if i < 0 || i >= maxOutcomes {
		return
	}
	for len(u.values) <= i {
		u.values = append(u.values, outcome{})
	}
	u.values[i].records++
	if r.Failed {
		u.values[i].failed++
	}
}

// service is what is known of the records of one service.
type service struct {
	entry
	onResource map[*tag]int64 // records whose resource has the tag
	onSpans    map[*tag]*flat // likewise, among the tags of records
	capitals   bool           // some record is of a format that keeps the capitals of names
	hinted     *trace.Resource
	hints      map[string]string // the first value of each of hintTags
}

// flat is a tag among those of a service's records.
type flat struct {
	records int64
	first   *span
	several bool // spans
}

// flat counts a tag that stands on a record of the service itself. In the flat formats those of the service stand there too.
func (s *service) flat(t *tag, on *span) {
	if s == nil {
		return
	}
	f := s.onSpans[t]
	if f == nil {
		if len(s.onSpans) >= maxSpanTags {
			return
		}
		f = &flat{first: on}
		s.onSpans[t] = f
	}
	f.records++
	f.several = f.several || f.first != on
}

// hintTags are the attributes that say what a service is made with, and where it runs.
var hintTags = []string{"telemetry.sdk.language", "os.name", "os.type", "process.runtime.name", "browser.platform", "device.manufacturer"}

// hint keeps what a record's resource says of its service. In the flat formats it stands among the tags, where the first record counts.
func (s *service) hint(r *trace.Record) {
	tags := r.Tags
	if r.Resource != nil {
		if r.Resource == s.hinted {
			return
		}
		s.hinted, tags = r.Resource, r.Resource.Tags
	} else if s.records > 1 {
		return
	}
	for i := range tags {
		key := string(tags[i].Key)
		if !slices.Contains(hintTags, key) || len(tags[i].Value.Text) > maxValueBytes {
			continue
		}
		if s.hints == nil {
			s.hints = make(map[string]string)
		}
		if _, known := s.hints[key]; !known {
			s.hints[key] = string(tags[i].Value.Text)
		}
	}
}
