package engine

import (
	"bufio"
	"bytes"
	"testing"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/internal/parts"
	"github.com/specgen/specgen/validator/trace"
)

// hasRead returns an engine that has read some records.
func hasRead(t *testing.T) *Engine {
	e := notification(t, Options{Examples: 3, Memory: 1 << 20})
	resource := &trace.Resource{Service: []byte("iOS"), Tags: []trace.Tag{{Key: []byte("os_version"), Value: trace.Value{Kind: trace.Int, Bits: 18}}}}
	for n, name := range []string{"notification:received", "notification:sent", "notification:notify", "notification:trigger", "GET /", "notification:unheard"} {
		one := received(resource)
		one.Name, one.SpanID, one.ParentTraceID = []byte(name), trace.SpanID{byte(n + 1)}, trace.ID{byte(n % 2)}
		one.Links = []trace.Link{{TraceID: trace.ID{7}, SpanID: trace.SpanID{9}}}
		if err := e.Record(one); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

// written returns the state of an engine that has read some records, and their rows with their keys. Those by span id come from the check of
// a shard.
func written(t *testing.T) (state []byte, byTrace, bySpanID [][]byte) {
	e, checked := hasRead(t), hasRead(t)
	if err := checked.CheckShard(t.Context(), hasRead(t)); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	to := parts.NewEncoder(w)
	e.WriteHead(to)
	e.WriteRest(to)
	if err := w.Flush(); err != nil || to.Err() != nil {
		t.Fatal(err, to.Err())
	}
	rows := func(store *group.Store) (out [][]byte) {
		var b bytes.Buffer
		if err := store.WriteOf(0, 1, &b); err != nil {
			t.Fatal(err)
		}
		for rest := group.Rows(b.Bytes()); len(rest) > 0; {
			key, row, next := rest.Next()
			out, rest = append(out, append(key[:], row...)), next
		}
		return out
	}
	return b.Bytes(), rows(e.stores.byTrace), rows(checked.stores.bySpanID)
}

// FuzzParts reads states and rows that nobody wrote: there may be an error, and no more than that.
func FuzzParts(f *testing.F) {
	f.Add([]byte{}, []byte{}, true)
	f.Fuzz(func(t *testing.T, state, row []byte, ofTrace bool) { readHostile(t, state, row, ofTrace) })
}

func readHostile(t *testing.T, state, row []byte, ofTrace bool) {
	e := notification(t, Options{Examples: 3, Memory: 1 << 20})
	from := parts.NewDecoder(bytes.NewReader(state))
	inputs := []uint32{0, 1}
	e.ReadHead(from)
	e.ReadRest(from, inputs)
	to := e.byTrace
	if !ofTrace {
		to = e.bySpanID
	}
	if len(row) >= group.KeySize {
		if moved := bytes.Clone(row[group.KeySize:]); facts.Import(moved, ofTrace, e.flows, inputs) == nil {
			if err := to.Add([group.KeySize]byte(row), moved); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := e.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestHostileParts cuts and changes every byte of a state and of rows.
func TestHostileParts(t *testing.T) {
	state, byTrace, bySpanID := written(t)
	if len(byTrace) < 8 || len(bySpanID) == 0 {
		t.Fatalf("%d rows by trace, %d by span id", len(byTrace), len(bySpanID))
	}
	step, ofRow := max(1, len(state)/40), 11
	if testing.Short() {
		step, ofRow = 8*step, 8*ofRow
	}
	for i := 0; i < len(state); i += step {
		changed := bytes.Clone(state)
		changed[i] ^= 0xFF
		readHostile(t, changed, nil, true)
		readHostile(t, state[:i], nil, true)
	}
	for n, row := range append(byTrace, bySpanID...) {
		for i := group.KeySize; i < len(row); i += ofRow {
			changed := bytes.Clone(row)
			changed[i] ^= 0x5A
			readHostile(t, nil, changed, n < len(byTrace))
			readHostile(t, nil, row[:i], n < len(byTrace))
		}
	}
}

// TestImportedInputs gives the inputs of rows other numbers, and takes that back.
func TestImportedInputs(t *testing.T) {
	_, byTrace, bySpanID := written(t)
	e := notification(t, Options{Examples: 3, Memory: 1 << 20})
	for _, number := range []uint32{0, 5, 127, 128, 1 << 20} {
		back := make([]uint32, number+1)
		for n, row := range append(byTrace, bySpanID...) {
			row = row[group.KeySize:]
			there := bytes.Clone(row)
			if err := facts.Import(there, n < len(byTrace), e.flows, []uint32{number}); err != nil {
				t.Fatal(err)
			}
			other := facts.RowKind(row[0]) == facts.OtherRecord // has no input
			if changed := !bytes.Equal(there, row); changed != (number > 0 && !other) {
				t.Errorf("the number %d: changed %v", number, changed)
			}
			if err := facts.Import(there, n < len(byTrace), e.flows, back); err != nil || !bytes.Equal(there, row) {
				t.Errorf("the number %d: %x, want %x, %v", number, there, row, err)
			}
		}
	}
}
