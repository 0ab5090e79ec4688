package picture

import (
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
	"github.com/specgen/specgen/validator/trace"
)

// keyOf returns the key of a step that begins a branch, as far as a record says it.
func (d *drawing) keyOf(n *node) []KeyValue {
	var out []KeyValue
	for _, tag := range n.span.Occurs.Keys {
		if n.record != nil {
			if v := tagOf(n.record, tag.Name); v != nil {
				out = append(out, KeyValue{tag.Name, v.Plain()})
			}
			continue
		}
		if text, ok := n.key[tag.Name]; ok {
			out = append(out, KeyValue{tag.Name, text})
		}
	}
	return out
}

// about returns the values of the tags that select a step's variants.
func about(n *node) string {
	if n.record == nil || n.span == nil {
		return ""
	}
	var out []string
	for _, variant := range n.span.Variants {
		if v := tagOf(n.record, variant.Tag.Name); v != nil {
			out = append(out, v.Plain())
		}
	}
	return strings.Join(out, ", ")
}

// noun returns what branches are called: by their key without _id, if all have one.
func (d *drawing) noun() string {
	noun := ""
	for _, s := range d.Flow.Spans {
		if len(s.Occurs.Keys) == 0 || !d.kinds[s.Trace] {
			continue
		}
		name, isID := strings.CutSuffix(s.Occurs.Keys[0].Name, "_id")
		if !isID || len(s.Occurs.Keys) > 1 || noun != "" && noun != name {
			return "branch"
		}
		noun = name
	}
	if noun == "" {
		return "branch"
	}
	return strings.ReplaceAll(noun, "_", " ")
}

// id returns the tag that the trace id derives from, with its value: as a record has it, else as a UUID where that is what it must be.
func (d *drawing) id() KeyValue {
	for _, kind := range d.Flow.Traces {
		if kind.ID == nil || !d.kinds[kind] {
			continue
		}
		for _, r := range slices.Concat(d.own, d.others) {
			if v := tagOf(r, kind.ID.Name); v != nil && trace.ID(gen.DeriveTraceID(d.Flow.Name, v.Plain())) == d.TraceID {
				return KeyValue{kind.ID.Name, v.Plain()}
			}
		}
		if kind.ID.AlwaysTraceID() {
			return KeyValue{kind.ID.Name, uuid(d.TraceID)}
		}
	}
	return KeyValue{}
}

func uuid(id trace.ID) string {
	text := hex.EncodeToString(id[:])
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}

// measure fills in the times of all rows, and how long the picture is.
func (d *drawing) measure(p *Picture) {
	p.Rows(func(r *Row) {
		if r.Record != nil && hasTime(r.Record) {
			r.HasAt, r.At = true, time.Duration(r.Record.Start-p.Start)
			p.Longest = max(p.Longest, r.At, r.At+r.Lasts)
		}
		if before := r.Parent; before != nil && before.Record != nil && hasTime(before.Record) {
			r.From = time.Duration(before.Record.Start - p.Start)
			if r.HasAt {
				r.HasAfter, r.After = true, r.At-r.From
			}
			if r.HasAt && r.Within > 0 {
				r.HasDue, r.Due = true, r.From+r.Within
			}
		}
		if r.HasDue && !r.State.HasRecord() {
			p.Longest = max(p.Longest, r.Due)
		}
	})
}
