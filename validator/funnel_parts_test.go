package validator

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/parts"
	"github.com/specgen/specgen/validator/trace"
)

// TestHostileFunnelParts changes rows of a funnel's parts at random places: there may be an error, and no more than that.
func TestHostileFunnelParts(t *testing.T) {
	v, err := Compile(Spec{Path: "../testdata/flows/order.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, dir := context.Background(), t.TempDir()
	o := FunnelOptions{Alone: true, By: []string{FunnelService}}
	begin := func() *Run {
		run, err := v.NewRun(Options{Funnel: &o, TempDir: dir})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = run.Close() })
		return run
	}
	write := func(name string, files func(*parts.Folder) error) *parts.Part {
		folder, err := parts.Create(filepath.Join(dir, name))
		if err == nil {
			err = files(folder)
		}
		if err == nil {
			err = folder.Finish(func(*parts.Encoder) {})
		}
		if err != nil {
			t.Fatal(err)
		}
		p, err := parts.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	contents := func(p *parts.Part, name string) (b []byte) {
		err := p.File(name, func(r io.Reader) (err error) { b, err = io.ReadAll(r); return err })
		if err != nil || len(b) == 0 {
			t.Fatalf("%s has %d bytes, %v", name, len(b), err)
		}
		return b
	}
	plain := func(b []byte) func(io.Writer) error {
		return func(w io.Writer) error { _, err := w.Write(b); return err }
	}
	from := begin()
	for n := range 40 { // three traces each, whose records name their parents by their span ids alone
		for i, name := range []string{"checkout opened", "placed", "parcel shipped", "parcel delivered"} {
			start := int64(1_712_345_678_000_000_000) + int64(n*1000+i)
			one := trace.Record{
				TraceID: trace.ID{1, byte(n), byte(min(i, 2))}, SpanID: trace.SpanID{1, byte(n), byte(i)}, Name: []byte("order:" + name), Flow: []byte("order"),
				Start: start, End: start + 1, Resource: &trace.Resource{Service: []byte("shop")},
			}
			if i > 0 {
				one.ParentID = trace.SpanID{1, byte(n), byte(i - 1)}
			}
			if err := from.Record(&one); err != nil {
				t.Fatal(err)
			}
		}
	}
	mapped := write("map", func(f *parts.Folder) error { return from.funnel.WriteRows(ctx, f, 1) })
	rows := contents(mapped, "f-000")
	whole := begin()
	if err := whole.funnel.ReadShard(ctx, mapped, 0); err != nil {
		t.Fatal(err)
	}
	reduced := write("reduced", func(f *parts.Folder) error { return whole.funnel.ReduceShard(ctx, facts.Completeness{}, f) })
	steps, pending := contents(reduced, "f-steps"), contents(reduced, "f-pending")

	random := rand.New(rand.NewPCG(3, 4))
	changed := func(b []byte) []byte {
		b = bytes.Clone(b)
		for range 1 + random.IntN(20) {
			b[random.IntN(len(b))] ^= byte(1 + random.IntN(255))
		}
		return b[:len(b)-random.IntN(2)*random.IntN(len(b))]
	}
	refused := 0
	for n := range 80 {
		hostile := begin()
		if n%2 == 0 {
			p := write("hostile", func(f *parts.Folder) error { return f.File("f-000", plain(changed(rows))) })
			if hostile.funnel.ReadShard(ctx, p, 0) != nil {
				refused++
				continue
			}
		} else {
			hostile.funnel.AddShard(write("hostile", func(f *parts.Folder) error {
				if err := f.File("f-steps", plain(changed(steps))); err != nil {
					return err
				}
				return f.File("f-pending", plain(changed(pending)))
			}))
		}
		if _, err := hostile.funnel.Finish(ctx, facts.Completeness{}); err != nil {
			refused++
		}
	}
	if refused < 10 || refused == 80 {
		t.Errorf("%d of 80 were refused", refused)
	}
}
