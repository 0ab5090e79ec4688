package validator_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

func TestRead(t *testing.T) {
	const line = `{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","name":"n","timestamp":1,"duration":1}`
	names, told := "", 0
	take := func(r *trace.Record) error {
		names += string(r.Name)
		return nil
	}
	opts := validator.ReadOptions{Broken: func(trace.Problem) { told++ }}
	in, err := validator.Read(context.Background(), "some.jsonl", strings.NewReader(line+"\n{\"trace\n"+line+"\n"), opts, take)
	if err != nil || names != "nn" || told != 1 || in.Records != 2 || in.Broken != 1 || in.Complete || in.Format != validator.SpanEvent || in.File != "some.jsonl" {
		t.Errorf("%v, %q, %d told, %+v", err, names, told, in)
	}
	stop := errors.New("stop")
	in, err = validator.Read(context.Background(), "", strings.NewReader(line+"\n"+line), validator.ReadOptions{}, func(*trace.Record) error { return stop })
	if !errors.Is(err, stop) || in.Records != 1 {
		t.Errorf("%v, %+v: take does not end it", err, in)
	}
	if _, err = validator.Read(context.Background(), "", strings.NewReader(line), validator.ReadOptions{Format: "csv"}, take); err == nil {
		t.Error("an unknown format is taken")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err = validator.Read(ctx, "", strings.NewReader(line), validator.ReadOptions{}, take); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want that the context has ended", err)
	}
}
