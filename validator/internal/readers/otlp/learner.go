package otlp

import (
	"bytes"

	"github.com/specgen/specgen/validator/internal/readers/predict"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// mostLiteral is how long a literal may be, and mostConstant how long a value that becomes a part of one.
const (
	mostLiteral  = 1 << 10
	mostConstant = 24
)

// Learning takes about as long as reading. So where nothing is as predicted only one span in learningCost is learned from; a span that
// is read in the general way pays in one, up to mostCredit.
const (
	learningCost = 8
	mostCredit   = 4096
)

// learner makes steps of a span that was read in the general way.
type learner struct {
	c     scan.Cursor // on the span's bytes
	keys  *record.Keys
	steps []predict.Planned
	from  int          // where the next literal begins
	next  predict.Step // what is known of the next step
	odd   bool         // the span is written in a way that cannot be predicted
}

// The bits of members, which a span has once: of a second one of the same name the general way knows what it does.
var memberBits = map[string]uint32{
	"traceId": 1 << 0, "trace_id": 1 << 0, "spanId": 1 << 1, "span_id": 1 << 1, "parentSpanId": 1 << 2, "parent_span_id": 1 << 2,
	"name": 1 << 3, "kind": 1 << 4, "startTimeUnixNano": 1 << 5, "start_time_unix_nano": 1 << 5,
	"endTimeUnixNano": 1 << 6, "end_time_unix_nano": 1 << 6, "attributes": 1 << 7,
	"droppedAttributesCount": 1 << 8, "dropped_attributes_count": 1 << 8, "links": 1 << 9,
	"droppedLinksCount": 1 << 10, "dropped_links_count": 1 << 10, "status": 1 << 11,
}

// learn remembers how the span in r.b is written, which was read from raw.
func (r *reader) learn(raw []byte) {
	r.credit = min(r.credit+1, mostCredit)
	if r.graph == nil || r.credit < learningCost || r.b.Defects.Has(trace.BadUTF8) || raw[0] != '{' {
		return
	}
	if bytes.IndexByte(raw, '\n') >= 0 { // no literal may have one, since a line may begin another document
		return
	}
	r.credit -= learningCost
	l := &r.learner
	*l = learner{c: scan.NewCursor(raw), keys: r.keys, steps: l.steps[:0]}
	err := l.c.Object(l.member)
	if err != nil || l.odd {
		return
	}
	l.step(doEnd, nil, len(raw), len(raw))
	if !l.odd {
		r.graph.Learn(l.steps)
	}
}

// step adds a step to the value that stands from start to end.
func (l *learner) step(do uint8, key []byte, start, end int) {
	s := predict.Planned{Step: l.next, Name: do == doName}
	l.next = predict.Step{}
	literal := l.c.B[l.from:start]
	if len(literal) > mostLiteral {
		l.odd = true
	}
	s.Literal, s.Do = predict.NewLiteral(literal), do
	if s.Key = l.keys.Find(key); s.Key == nil {
		s.Key = l.keys.Add(bytes.Clone(key))
	}
	l.steps = append(l.steps, s)
	l.from = end
}

// value takes the value at the cursor, and returns where it stands.
func (l *learner) value() (start, end int, err error) {
	if _, err = l.c.Peek(); err != nil {
		return 0, 0, err
	}
	start = l.c.P
	err = l.c.Skip()
	return start, l.c.P, err
}

// member plans the steps of one member of the span.
func (l *learner) member(key []byte) error {
	bit := memberBits[string(key)]
	if l.next.Sets&bit != 0 {
		l.odd = true
	}
	l.next.Sets |= bit
	if _, err := l.c.Peek(); err != nil {
		return err
	}
	before := *l
	ok, err := l.known(key)
	if ok || err != nil {
		return err
	}
	*l = before // what was planned of the value is not right
	start, end, err := l.value()
	if err != nil || string(l.c.B[start:end]) == "null" {
		return err
	}
	l.step(doMember, key, start, end)
	return nil
}

// known plans the steps of a member that is written as it usually is. It reports false for any other one.
func (l *learner) known(key []byte) (bool, error) {
	switch string(key) {
	case "traceId", "trace_id":
		return l.text(doTraceID, 32)
	case "spanId", "span_id":
		return l.text(doSpanID, 16)
	case "parentSpanId", "parent_span_id":
		return l.text(doParentID, 16)
	case "name":
		return l.text(doName, -1)
	case "startTimeUnixNano", "start_time_unix_nano":
		return l.text(doStart, scan.NanosLength)
	case "endTimeUnixNano", "end_time_unix_nano":
		return l.text(doFinish, scan.NanosLength)
	case "kind":
		return l.kind()
	case "attributes":
		return l.list(l.attribute)
	case "links":
		return l.list(l.link)
	case "status":
		return l.status()
	case "droppedAttributesCount", "dropped_attributes_count", "droppedLinksCount", "dropped_links_count":
		start, end, err := l.value()
		return string(l.c.B[start:end]) == "0", err
	}
	// Members without a meaning here, such as flags, are a part of the literal where they are short.
	start, end, err := l.value()
	return end-start <= mostConstant, err
}

// text plans a step to a text without escapes, of the given length where that is not negative.
func (l *learner) text(do uint8, length int) (bool, error) {
	start, end, err := l.value()
	if err != nil || l.c.B[start] != '"' {
		return false, err
	}
	text := l.c.B[start+1 : end-1]
	empty := len(text) == 0 && do == doParentID
	if length >= 0 && len(text) != length && !empty || bytes.IndexByte(text, '\\') >= 0 {
		return false, nil
	}
	var key []byte
	if do == doName {
		key = text
	}
	l.step(do, key, start+1, end-1)
	return true, nil
}

// kind makes a kind a part of the literal.
func (l *learner) kind() (bool, error) {
	start, end, err := l.value()
	digit := l.c.B[start] - '0'
	if err != nil || end-start != 1 || digit > byte(trace.KindConsumer) {
		return false, err
	}
	l.next.Effect |= max(digit, byte(trace.KindInternal))
	return true, nil
}

// status makes a status without a message a part of the literal.
func (l *learner) status() (bool, error) {
	start, end, err := l.value()
	if err != nil {
		return false, err
	}
	switch string(l.c.B[start:end]) {
	case `{}`, `{"code":0}`, `{"code":1}`, `{"code": 0}`, `{"code": 1}`:
		return true, nil
	case `{"code":2}`, `{"code": 2}`:
		l.next.Effect |= effectFailed
		return true, nil
	}
	return false, nil
}

// list plans the steps of a list of which each element is planned by one. It reports false where one cannot.
func (l *learner) list(one func() (bool, error)) (bool, error) {
	if b, err := l.c.Peek(); err != nil || b != '[' {
		return false, err
	}
	all := true
	err := l.c.List(func() error {
		if !all || len(l.steps) >= mostPredicted {
			all = false
			return l.c.Skip()
		}
		ok, err := one()
		all = ok
		return err
	})
	return all, err
}

// attribute plans the step of one attribute: its key, then its value, and nothing else.
func (l *learner) attribute() (bool, error) {
	var key []byte
	members, ok := 0, false
	err := l.object(func(name []byte) (err error) {
		members++
		switch {
		case members == 1 && string(name) == "key":
			key, err = l.c.Text()
			return err
		case members == 2 && string(name) == "value":
			ok, err = l.attributeValue(key)
			return err
		}
		members = 3
		return l.c.Skip()
	})
	return ok && members == 2, err
}

// object is Cursor.Object, of any value: one that is no object has no members.
func (l *learner) object(member func([]byte) error) error {
	if b, err := l.c.Peek(); err != nil {
		return err
	} else if b != '{' {
		return l.c.Skip()
	}
	return l.c.Object(member)
}

// attributeValue plans the step to an AnyValue.
func (l *learner) attributeValue(key []byte) (bool, error) {
	if _, err := l.c.Peek(); err != nil {
		return false, err
	}
	from := l.c.P
	do, start, end := doAny, 0, 0
	members := 0
	err := l.object(func(name []byte) (err error) {
		members++
		start, end, err = l.value()
		do = scalar(name, l.c.B[start:end])
		return err
	})
	switch {
	case err != nil:
		return false, err
	case members != 1 || do == doAny:
		l.step(doAny, key, from, l.c.P)
	case do == doString || do == doQuoted:
		l.step(do, key, start+1, end-1)
	default:
		l.step(do, key, start, end)
	}
	return true, nil
}

// scalar returns what to do with a member of an AnyValue.
func scalar(name, value []byte) uint8 {
	if len(value) == 0 {
		return doAny
	}
	first := value[0]
	switch string(name) {
	case "stringValue", "string_value":
		if first == '"' {
			return doString
		}
	case "intValue", "int_value":
		if first == '"' {
			return doQuoted
		}
		return doInt
	case "doubleValue", "double_value":
		if first != '"' {
			return doDouble
		}
	case "boolValue", "bool_value":
		return doBool
	}
	return doAny
}

// parentLink is how the attributes of a link that stands for the parent are written.
const parentLink = `[{"key":"` + record.ParentLinkKey + `","value":{"stringValue":"` + record.ParentLinkValue + `"}}]`

// link plans the steps of one link: its ids, and no attributes but that of a parent.
func (l *learner) link() (bool, error) {
	members, ok := 0, true
	effect := effectLink
	err := l.object(func(name []byte) error {
		members++
		planned := false
		var start, end int
		var err error
		switch string(name) {
		case "traceId", "trace_id":
			planned, err = l.text(doLinkTrace, 32)
			planned = planned && members == 1
		case "spanId", "span_id":
			planned, err = l.text(doLinkSpan, 16)
			planned = planned && members == 2
		case "attributes":
			start, end, err = l.value()
			planned = members > 2 && string(l.c.B[start:end]) == parentLink && effect == effectLink
			effect |= effectParent
		default:
			start, end, err = l.value()
			planned = end-start <= mostConstant
		}
		ok = ok && planned
		return err
	})
	l.next.Effect |= effect
	return ok && members >= 2, err
}
