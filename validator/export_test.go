package validator

import (
	"bytes"
	"context"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"reflect"

	"github.com/specgen/specgen/validator/internal/engine"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/rules"
)

// ValidateShuffled is Validate with the rules in another order.
func (v *Validator) ValidateShuffled(name string, data []byte, opts Options, random *rand.Rand) (*Result, error) {
	list := rules.All()
	random.Shuffle(len(list), func(i, k int) { list[i], list[k] = list[k], list[i] })
	return v.validateBy(list, name, data, opts)
}

func (v *Validator) validateBy(list []*rules.Rule, name string, data []byte, opts Options) (*Result, error) {
	run, err := v.newRun(list, opts)
	if err != nil {
		return nil, err
	}
	if err := run.Read(context.Background(), name, bytes.NewReader(data)); err != nil {
		return nil, err
	}
	return run.Finish(context.Background())
}

// ValidateInFull is Validate without shapes of records.
func (v *Validator) ValidateInFull(ctx context.Context, name string, data []byte, opts Options) (*Result, error) {
	run, err := v.NewRun(opts)
	if err != nil {
		return nil, err
	}
	if err := run.engine.Close(); err != nil {
		return nil, err
	}
	inFull := run.opts.forEngine()
	inFull.ExamineInFull = true
	run.engine = engine.New(v.flows, rules.All(), inFull)
	if err := run.Read(ctx, name, bytes.NewReader(data)); err != nil {
		return nil, err
	}
	return run.Finish(ctx)
}

// Need is one condition that a rule says it needs.
type Need struct {
	Rule      string
	condition facts.Condition
}

func (n Need) String() string { return fmt.Sprintf("%s needs condition %#b", n.Rule, n.condition) }

// Needs returns all that rules say they need.
func Needs() []Need {
	var all []Need
	for _, r := range rules.All() {
		for rest := r.Needs; rest != 0; rest &= rest - 1 {
			all = append(all, Need{r.ID, 1 << bits.TrailingZeros16(uint16(rest))})
		}
	}
	return all
}

// IsKnownOtherwise reports whether samples cannot show the need: without a span there is nothing that a rule could look at,
// and links are left out only of traces that are larger than samples.
func (n Need) IsKnownOtherwise() bool {
	return n.condition == facts.DeclaredSpan || n.condition == facts.AllCounted
}

// ValidateWithout is Validate by only the rule that has the need, as if it had it not.
func (v *Validator) ValidateWithout(n Need, name string, data []byte, opts Options) (*Result, error) {
	return v.validateBy(n.alone(n.condition), name, data, opts)
}

// ValidateWith is Validate by only the rule that has the need.
func (v *Validator) ValidateWith(n Need, name string, data []byte, opts Options) (*Result, error) {
	return v.validateBy(n.alone(0), name, data, opts)
}

// alone returns the rule, without a condition.
func (n Need) alone(without facts.Condition) []*rules.Rule {
	for _, r := range rules.All() {
		if r.ID == n.Rule {
			changed := *r
			changed.Needs &^= without
			return []*rules.Rule{&changed}
		}
	}
	return nil
}

// RecordRules returns the ids of the rules that have a check of records and no other one.
func RecordRules() map[string]bool {
	out := map[string]bool{}
	for _, r := range rules.All() {
		n, checks := 0, reflect.ValueOf(r.Checks)
		for i := range checks.NumField() {
			if !checks.Field(i).IsNil() {
				n++
			}
		}
		if n == 1 && r.Checks.Record != nil {
			out[r.ID] = true
		}
	}
	return out
}
