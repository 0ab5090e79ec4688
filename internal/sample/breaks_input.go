package sample

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// neverSeen leaves something out of all records that no other rule asks for.
func (s *Sampler) neverSeen(v *validator.Validator) error {
	for _, p := range s.plans {
		for _, of := range slices.Backward(p.spans) {
			for _, use := range of.Tags {
				if !use.Required && use.Deprecated == nil && use.Tag.Deprecated == nil {
					s.without = append(s.without, func(m made) {
						if at := tagAt(m, use.Tag); m.node.span == of && at >= 0 {
							m.Tags = slices.Delete(m.Tags, at, at+1)
						}
					})
					if s.showsNothingElse(v) {
						return nil
					}
					s.without = nil
				}
			}
		}
		for _, of := range slices.Backward(p.spans) {
			s.drop = map[*span]bool{of: true}
			if s.showsNothingElse(v) {
				return nil
			}
			s.drop = nil
		}
	}
	return fmt.Errorf("cannot break the rule never-seen: every span, tag and service has to be there")
}

// showsNothingElse reports whether never-seen is found in the first runs, and nothing else.
func (s *Sampler) showsNothingElse(v *validator.Validator) bool {
	runs := 0
	for _, p := range s.plans {
		runs += 2 * p.covering
	}
	var all []made
	for i := range uint64(runs) {
		_, records, _, err := s.records(i)
		if err != nil {
			return false
		}
		all = append(all, records...)
	}
	var text bytes.Buffer
	if write(&text, all, s.opts.To) != nil {
		return false
	}
	result, err := v.Validate(context.Background(), "sample", text.Bytes(), validator.Options{Format: s.opts.To})
	return err == nil && len(result.Findings) > 0 && !slices.ContainsFunc(result.Findings, func(f trace.Finding) bool { return f.Rule != "never-seen" })
}

// leftOut takes out of records what is never to be seen.
func (s *Sampler) leftOut(records []made) []made {
	if len(s.drop) > 0 {
		records = slices.DeleteFunc(records, func(m made) bool { return s.drop[m.node.span] })
	}
	for _, change := range s.without {
		for _, m := range records {
			change(m)
		}
	}
	return records
}

// brokenInput ends the output in the middle of a record.
func (s *Sampler) brokenInput(*validator.Validator) error {
	r, err := s.plans[0].newRun(0, s.opts.Start.UnixMicro(), true, true)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := write(&text, r.records()[:1], s.opts.To); err != nil {
		return err
	}
	s.tail = text.Bytes()[:text.Len()/2]
	return nil
}

// wholeInput returns what breaks a rule about the whole input, or nil.
func (s *Sampler) wholeInput(rule string) func(*validator.Validator) error {
	switch rule {
	case "never-seen":
		return s.neverSeen
	case "broken-input":
		return s.brokenInput
	case "large-trace":
		return s.largeTrace
	}
	return nil
}
