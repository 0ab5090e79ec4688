package engine

import (
	"context"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

// Records that may be the parents of others, which name them by their span ids alone, have rows under those ids. Nearly no input has records that
// do, so the rows are made of those by trace once one is known: see checkTraces.

// toSpanID adds a row under a span id. It notes whether possible parents are asked for.
func (f *finisher) toSpanID(id trace.SpanID, row *facts.Row) error {
	if (row.Kind == facts.ParentLookup || row.Kind == facts.DeniedLink) && !f.parentsAsked.Load() {
		f.parentsAsked.Store(true)
	}
	return f.Engine.toSpanID(id, row)
}

// checkTraces checks all traces, which adds rows under span ids: those of possible parents if a trace asks for them, or always.
func (e *Engine) checkTraces(ctx context.Context, finishers []*finisher, always bool) error {
	rows := e.stores.byTrace
	rows.Keep(func(goroutine int, key [group.KeySize]byte, row []byte) error {
		return finishers[goroutine].addPossibleParent(key, row)
	})
	if err := checkEach(ctx, rows, finishers, (*finisher).checkTrace); err != nil {
		return err
	}
	if always || finishers[0].parentsAsked.Load() {
		err := rows.EachOn(len(finishers), func(goroutine int, pieces []group.Rows, _ int64) error {
			return finishers[goroutine].addPossibleParents(ctx, pieces)
		})
		if err != nil {
			return err
		}
	}
	return rows.Close()
}

func (f *finisher) addPossibleParents(ctx context.Context, pieces []group.Rows) error {
	for _, rows := range pieces {
		if err := ctx.Err(); err != nil {
			return err
		}
		for len(rows) > 0 {
			var key [group.KeySize]byte
			var row []byte
			key, row, rows = rows.Next()
			if err := f.addPossibleParent(key, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// addPossibleParent adds a row for the record of a row by trace, if the record may be such a parent.
func (f *finisher) addPossibleParent(key [group.KeySize]byte, row []byte) error {
	if !f.possible.ReadPossibleParent(row, trace.ID(key), f.flows) {
		return nil
	}
	return f.Engine.toSpanID(f.possible.SpanID, &f.possible)
}
