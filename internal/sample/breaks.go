package sample

import "github.com/specgen/specgen/validator"

type breaking struct{}

func (s *Sampler) findBreaks(*validator.Validator) error            { return nil }
func (s *Sampler) breaks(uint64) bool                               { return false }
func (s *Sampler) breakRun(r *run, records []made, i uint64) []made { return records }
