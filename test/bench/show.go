package main

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// lastTrace returns the id of the last trace that requests writes.
func lastTrace(data []byte) (trace.ID, error) {
	at := bytes.LastIndex(data, []byte(`"traceId":"`))
	from := at + len(`"traceId":"`)
	if at < 0 || from+32 > len(data) {
		return trace.ID{}, fmt.Errorf("cannot find a trace id in what was generated")
	}
	id, ok := trace.ParseID(data[from : from+32])
	if !ok {
		return trace.ID{}, fmt.Errorf("cannot read the trace id %q", data[from:from+32])
	}
	return id, nil
}

// collect looks for one trace, as the command show does with an id.
func collect(v *validator.Validator, data []byte, id trace.ID) error {
	input := validator.Source{Name: "generated", Open: func() io.ReadCloser { return io.NopCloser(bytes.NewReader(data)) }}
	c, err := v.Collect(context.Background(), []validator.Source{input}, validator.Query{IDs: []trace.ID{id}}, validator.Options{})
	if err != nil {
		return err
	}
	if len(c.Traces) != 1 || len(c.Kept) == 0 {
		return fmt.Errorf("cannot compare: %d traces were found, %d records", len(c.Traces), len(c.Kept))
	}
	return nil
}
