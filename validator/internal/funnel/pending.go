package funnel

import (
	"bytes"
	"encoding/binary"
	"slices"

	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

// pending is what is only known once records are looked up by span id in all traces: a step that names its parent by that alone, or a
// record of a stage before that such a step may name.
type pending struct {
	record  *record
	kind    pendingKind
	stage   uint16    // of a pendingBefore: that is asked for
	outcome stepFlags // of a pendingBefore: as far as is known
	key     uint64    // of a pendingBefore
	values  []uint64  // of a pendingBefore: what is known for the stage; otherwise those of the record
}

type pendingKind uint8

const (
	pendingBefore pendingKind = iota
	pendingStep
)

// pendingSize is the length of what stands before the record.
const pendingSize = 1 + 2 + 2 + 8

// append writes the row in place of what the buffer has. It returns the id by which it is found, too.
func (p *pending) append(buffer []byte) (key [group.KeySize]byte, row []byte) {
	id := p.record.id
	if p.kind == pendingStep {
		id = p.record.parent
	}
	b := append(buffer[:0], byte(p.kind))
	b = binary.LittleEndian.AppendUint16(b, p.stage)
	b = binary.LittleEndian.AppendUint16(b, uint16(p.outcome))
	b = binary.LittleEndian.AppendUint64(b, p.key)
	one := *p.record
	if p.kind == pendingBefore {
		one.values, one.key, one.classes = p.values, p.key, ^uint32(0)
	}
	copy(key[:], id[:])
	return key, one.append(b)
}

// resolve counts what was looked up by one span id.
func (t *traceSteps) resolve(rows [][]byte) error {
	slices.SortFunc(rows, bytes.Compare)
	n := len(t.plan.attributes)
	records, values := make([]record, len(rows)), make([]uint64, n*len(rows))
	all := make([]pending, len(rows))
	for i, row := range rows {
		records[i].read(row[pendingSize:], values[n*i:n*(i+1):n*(i+1)])
		all[i] = pending{
			record: &records[i], kind: pendingKind(row[0]), stage: binary.LittleEndian.Uint16(row[1:]), outcome: stepFlags(binary.LittleEndian.Uint16(row[3:])),
			key: binary.LittleEndian.Uint64(row[5:]), values: records[i].values,
		}
	}
	first := slices.IndexFunc(all, func(p pending) bool { return p.kind == pendingStep })
	if first < 0 {
		first = len(all)
	}
	befores, steps := all[:first], once(all[first:])
	for _, s := range steps {
		if err := t.resolveStep(s.record, befores); err != nil {
			return err
		}
	}
	for i := range befores {
		if err := t.askPending(&befores[i]); err != nil {
			return err
		}
	}
	return nil
}

// once takes out steps that are there twice.
func once(steps []pending) []pending {
	type id struct {
		trace uint64
		span  trace.SpanID
	}
	seen := map[id]bool{}
	return slices.DeleteFunc(steps, func(p pending) bool {
		key := id{p.record.trace, p.record.id}
		twice := seen[key]
		seen[key] = true
		return twice
	})
}

// resolveStep counts a step with the record of the stage before that its parent id names, in any trace.
func (t *traceSteps) resolveStep(r *record, befores []pending) error {
	stage := t.plan.stages[t.plan.ofName[r.name]]
	at := slices.IndexFunc(befores, func(b pending) bool { return int(b.stage) == stage.index })
	if at < 0 {
		return t.alone(r, stage)
	}
	before := &befores[at]
	r.above = before.record
	links := t.inWindow(before.record, []link{{before.record, r, stage.index}})
	if len(links) == 0 {
		return nil
	}
	if before.outcome&(asked|came) != asked|came {
		before.outcome = asked | came
	}
	return t.steps(before.record, stage, links, 0)
}

// askPending passes on what came of a record, now that all steps are known.
func (t *traceSteps) askPending(p *pending) error {
	t.out = step{key: p.key, time: p.record.start, stage: p.stage, flags: p.outcome, trace: p.record.trace, values: append(t.out.values[:0], p.values...)}
	t.out.inputs(p.record)
	return t.emit(&t.out)
}
