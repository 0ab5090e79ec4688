package validator

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/validator/trace"
)

// world makes notifications for devices of unlike reach, each of which is updated from 24.10.0 to 24.11.0 at some time.
type world struct {
	random  *rand.Rand
	devices []worldDevice
	// told says that each push carries the version that it is for.
	told bool
	// fault is by how much fewer come on Android with 24.11.0.
	fault float64
	next  uint64
}

type worldDevice struct {
	id, platform, service string
	reach, opens          float64
	updated               time.Duration
}

const worldTime = 14 * 24 * time.Hour

var worldBegan = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func newWorld(seed uint64, devices int, fault float64, told bool) *world {
	w := &world{random: rand.New(rand.NewPCG(seed, 7)), fault: fault, told: told}
	kinds := [][2]string{{"ios", "iOS"}, {"android", "Android"}, {"desktop", "Desktop"}, {"web", "Web"}}
	for i := range devices {
		kind := kinds[i%4]
		reach := 1 - 0.12*w.random.Float64()*w.random.Float64()
		if w.random.IntN(10) == 0 {
			reach = 0.3 + 0.6*w.random.Float64() // one that is off a lot
		}
		w.devices = append(w.devices, worldDevice{
			fmt.Sprintf("d-%05d", i), kind[0], kind[1], reach, 0.6 * w.random.Float64(), time.Duration(w.random.Int64N(int64(worldTime))),
		})
	}
	return w
}

func (w *world) id() (id trace.SpanID) {
	w.next++
	binary.BigEndian.PutUint64(id[:], w.next*0x9E3779B97F4A7C15)
	return id
}

// notifications emits so many, each to one to three devices.
func (w *world) notifications(n int, emit func(*trace.Record)) {
	for i := range n {
		at := worldTime / time.Duration(n) * time.Duration(i)
		var id trace.ID
		binary.BigEndian.PutUint64(id[:], w.random.Uint64())
		binary.BigEndian.PutUint64(id[8:], uint64(i)+1)
		notify := w.record(id, trace.SpanID{}, "notification:notify", "job-queue", at)
		emit(notify)
		first := w.random.IntN(len(w.devices))
		for d := range 1 + w.random.IntN(3) {
			w.push(&w.devices[(first+d)%len(w.devices)], notify, at, emit)
		}
	}
}

func (w *world) push(d *worldDevice, notify *trace.Record, at time.Duration, emit func(*trace.Record)) {
	version, reach := "24.10.0", d.reach
	if at > d.updated {
		if version = "24.11.0"; d.platform == "android" {
			reach -= w.fault
		}
	}
	at += time.Duration(20+w.random.IntN(200)) * time.Millisecond
	sent := w.record(notify.TraceID, notify.SpanID, "notification:sent", "push-service", at)
	sent.Tags = []trace.Tag{text("device_id", d.id), text("platform", d.platform)}
	if w.told {
		sent.Tags = append(sent.Tags, text("app_version", version))
	}
	emit(sent)
	parent := sent.SpanID
	for _, step := range []struct {
		name  string
		share float64
		after time.Duration
	}{{"received", reach, 400 * time.Millisecond}, {"opened", d.opens, 4 * time.Minute}, {"read in app", 0.97, 2 * time.Millisecond}} {
		if w.random.Float64() >= step.share {
			return
		}
		at += time.Duration(w.random.ExpFloat64() * float64(step.after))
		one := w.record(notify.TraceID, parent, "notification:"+step.name, d.service, at)
		one.Tags = []trace.Tag{text("app_version", version), text("os_version", "1")}
		emit(one)
		parent = one.SpanID
	}
}

func (w *world) record(id trace.ID, parent trace.SpanID, name, service string, at time.Duration) *trace.Record {
	start := worldBegan.Add(at).UnixNano()
	return &trace.Record{TraceID: id, SpanID: w.id(), ParentID: parent, Name: []byte(name), Service: []byte(service), Start: start, End: start + 1000}
}

func text(key, value string) trace.Tag {
	return trace.Tag{Key: []byte(key), Value: trace.StringValue([]byte(value))}
}

var notificationSpec = Spec{Path: "../spec/notification.yaml"}

func compileNotification(t testing.TB) *Validator {
	t.Helper()
	v, err := Compile(notificationSpec)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// funnelOf counts what a world emits.
func funnelOf(t *testing.T, v *Validator, w *world, notifications int, o FunnelOptions) *FlowFunnel {
	t.Helper()
	o.Alone = true
	run, err := v.NewRun(Options{Funnel: &o})
	if err != nil {
		t.Fatal(err)
	}
	w.notifications(notifications, func(r *trace.Record) {
		if err := run.Record(r); err != nil {
			t.Fatal(err)
		}
	})
	result, err := run.Finish(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return &result.Funnel.Flows[0]
}

func versions(by ...string) FunnelOptions {
	return FunnelOptions{By: by, Where: []FunnelTerm{{Key: "version", Value: "24.11.0"}}, Base: []FunnelTerm{{Key: "version", Value: "24.10.0"}}}
}

// called lists what is called: "received fewer come", "received android fewer come".
func called(f *FlowFunnel) (calls []string) {
	for _, d := range f.Compare.Differences {
		if d.Called.IsCalled() {
			words := d.Stage[len("notification:"):]
			for _, v := range d.By {
				words += " " + v.Value
			}
			calls = append(calls, words+" "+string(d.Called))
		}
	}
	return calls
}

// TestFunnelFindsPlantedFault plants a loss of 8 points on Android with 24.11.0, and asks for it by platform and without saying by what.
func TestFunnelFindsPlantedFault(t *testing.T) {
	v := compileNotification(t)
	for _, told := range []bool{true, false} {
		for _, by := range [][]string{{"platform"}, nil} {
			f := funnelOf(t, v, newWorld(11, 800, 0.08, told), 20_000, versions(by...))
			want := []string{"received fewer come", "received android fewer come"}
			if by == nil { // each variant's enum and the service are tried, and both name it
				want = slices.Insert(want, 1, "received Android fewer come")
			}
			if got := called(f); !slices.Equal(got, want) {
				t.Errorf("told %v, by %v: got %q, want %q", told, by, got, want)
				continue
			}
			c := f.Compare
			planted := c.Differences[c.Explains]
			if !strings.EqualFold(planted.By[0].Value, "android") || c.Explained < 0.8 {
				t.Errorf("told %v: %v explains %.2f of it", told, planted.By, c.Explained)
			}
			if low, high := -0.11, -0.05; planted.Difference < low || planted.Difference > high {
				t.Errorf("told %v: a difference of %.3f on Android, of 0.08 planted", told, planted.Difference)
			}
			if inferred := len(c.Inferred) > 0 || c.Unknown.Asked > 0; inferred == told {
				t.Errorf("told %v: inferred %q, unknown %+v", told, c.Inferred, c.Unknown)
			}
		}
	}
}

// TestFunnelAA compares two versions between which there is no difference, with devices of unlike reach: at most 8 % of the runs may
// call anything, as they are judged at 5 %.
func TestFunnelAA(t *testing.T) {
	v := compileNotification(t)
	const runs = 200
	wrong := 0
	for seed := range uint64(runs) {
		w := newWorld(1000+seed, 240, 0, seed%2 == 0)
		if seed%4 > 1 { // devices that keep their version, so that no device is on both sides
			for i := range w.devices {
				w.devices[i].updated = time.Duration(w.random.IntN(2)*2-1) * worldTime
			}
		}
		f := funnelOf(t, v, w, 2000, versions("platform"))
		if f.Compare.Shares < 2 {
			t.Fatalf("run %d: only %d shares were judged", seed, f.Compare.Shares)
		}
		if calls := called(f); len(calls) > 0 {
			wrong++
		}
	}
	t.Logf("%d of %d runs called something", wrong, runs)
	if wrong > runs*8/100 {
		t.Errorf("%d of %d runs called something, where there was nothing", wrong, runs)
	}
}

// TestFunnelTheSame counts the same records in other orders, with other memory: nothing may change.
func TestFunnelTheSame(t *testing.T) {
	v := compileNotification(t)
	var records []*trace.Record
	notifications := 1500
	if testing.Short() {
		notifications = 300
	}
	newWorld(5, 100, 0.1, false).notifications(notifications, func(r *trace.Record) { records = append(records, r) })
	records = append(records, records[:500]...) // some are there twice
	count := func(memory int64) *FunnelResult {
		o := versions("platform", "channel_id")
		o.Versions, o.LostAtWorst = true, true
		run, err := v.NewRun(Options{Funnel: &o, Memory: memory})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			if err := run.Record(r); err != nil {
				t.Fatal(err)
			}
		}
		result, err := run.Finish(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return result.Funnel
	}
	want := count(0)
	random := rand.New(rand.NewPCG(1, 2))
	for _, memory := range []int64{0, 1 << 20, 1} {
		random.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		if got := count(memory); !reflect.DeepEqual(got, want) {
			t.Errorf("memory %d: another result", memory)
		}
	}
}
