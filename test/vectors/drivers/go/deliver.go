package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/specgen/specgen/gen/go/notification"
	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/otlphttp"
)

// delivery is what the driver is given of a scenario: testdata/delivery/README.md.
type delivery struct {
	Endpoint string
	Client   struct {
		MaxQueueSize       int `json:"max_queue_size"`
		MaxQueueBytes      int `json:"max_queue_bytes"`
		MaxExportBatchSize int `json:"max_export_batch_size"`
		ExportTimeoutMS    int `json:"export_timeout_ms"`
		AttemptTimeoutMS   int `json:"attempt_timeout_ms"`
		Gzip, Tokens       bool
		Headers            map[string]string
	}
}

type deliveryStep struct {
	Emit, Bytes, Links    int
	Flush, Shutdown, Wait int // milliseconds
	AfterMS               int `json:"after_ms"`
	Together              []deliveryStep
}

// deliveryLine is what is printed after a step.
type deliveryLine struct {
	OK         bool           `json:"ok"`
	MS         int64          `json:"ms"`
	Each       []deliveryTime `json:"each,omitempty"`
	Stats      deliveryStats  `json:"stats"`
	Errors     []deliveryLoss `json:"errors"`
	Violations []string       `json:"violations"`
}

type deliveryTime struct {
	MS int64 `json:"ms"`
}

type deliveryStats struct {
	Emitted  uint64 `json:"emitted"`
	Exported uint64 `json:"exported"`
	Dropped  uint64 `json:"dropped"`
	Rejected uint64 `json:"rejected"`
	Waiting  uint64 `json:"waiting"`
}

type deliveryLoss struct {
	Spans  int                  `json:"spans"`
	Reason flowtrace.LossReason `json:"reason"`
	Text   string               `json:"text"`
}

// deliverer does the steps of a scenario.
type deliverer struct {
	batch   *flowtrace.BatchSpanProcessor
	ios     *notification.IOS
	webapp  *notification.Webapp
	emitted int

	mu         sync.Mutex
	errors     []deliveryLoss
	violations []string
}

func deliver(in io.Reader, out io.Writer) error {
	var s delivery
	from := json.NewDecoder(in)
	if err := from.Decode(&s); err != nil {
		return fmt.Errorf("cannot read the scenario: %w", err)
	}
	d, err := newDeliverer(&s)
	if err != nil {
		return err
	}
	lines := json.NewEncoder(out)
	for {
		var step deliveryStep
		if err := from.Decode(&step); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return fmt.Errorf("cannot read a step: %w", err)
		}
		if err := lines.Encode(d.do(step)); err != nil {
			return err
		}
	}
}

func newDeliverer(s *delivery) (*deliverer, error) {
	ms := func(n int) time.Duration { return time.Duration(n) * time.Millisecond }
	config := otlphttp.Config{
		Endpoint: s.Endpoint, JSON: true, Gzip: s.Client.Gzip, Headers: s.Client.Headers, AttemptTimeout: ms(s.Client.AttemptTimeoutMS),
	}
	if s.Client.Tokens {
		var calls atomic.Int64
		config.HeadersFunc = func(context.Context) map[string]string {
			return map[string]string{"Authorization": fmt.Sprintf("Bearer token-%d", calls.Add(1))}
		}
	}
	exporter, err := otlphttp.New(config)
	if err != nil && s.Client.Headers == nil {
		return nil, err
	}
	d := &deliverer{errors: []deliveryLoss{}, violations: []string{}}
	d.batch = flowtrace.NewBatchSpanProcessor(exporter, flowtrace.BatchConfig{
		MaxQueueSize: s.Client.MaxQueueSize, MaxQueueBytes: s.Client.MaxQueueBytes, MaxExportBatchSize: s.Client.MaxExportBatchSize,
		ExportTimeout: ms(s.Client.ExportTimeoutMS), ScheduledDelay: time.Minute, OnExportError: d.lose,
	})
	violate := flowtrace.OnViolation(func(v flowtrace.Violation) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.violations = append(d.violations, v.Rule)
	})
	d.ios = notification.NewIOS(d.batch, notification.AppVersion("24.11.0"), notification.OSVersion("18.1"), violate)
	d.webapp = notification.NewWebapp(d.batch, violate)
	return d, nil
}

func (d *deliverer) lose(lost *flowtrace.ExportError) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.errors = append(d.errors, deliveryLoss{lost.Spans, lost.Reason, lost.Err.Error()})
}

func (d *deliverer) do(step deliveryStep) deliveryLine {
	began := time.Now()
	err, each := d.step(step), d.together(step.Together)
	line := deliveryLine{OK: err == nil, MS: time.Since(began).Milliseconds(), Each: each, Stats: deliveryStats(d.batch.Stats())}
	d.mu.Lock()
	defer d.mu.Unlock()
	line.Errors, line.Violations = append([]deliveryLoss{}, d.errors...), append([]string{}, d.violations...)
	return line
}

func (d *deliverer) together(steps []deliveryStep) []deliveryTime {
	var group sync.WaitGroup
	times := make([]deliveryTime, len(steps))
	for i, step := range steps {
		group.Go(func() {
			time.Sleep(time.Duration(step.AfterMS) * time.Millisecond)
			began := time.Now()
			if err := d.step(step); err == nil {
				times[i].MS = time.Since(began).Milliseconds()
			}
		})
	}
	group.Wait()
	return times
}

func (d *deliverer) step(step deliveryStep) error {
	within := func(ms int, do func(context.Context) error) error {
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(ms)*time.Millisecond)
		defer cancel()
		return do(ctx)
	}
	switch {
	case step.Emit > 0:
		d.emit(step.Emit, step.Bytes)
	case step.Links > 0:
		return d.link(step.Links)
	case step.Flush > 0:
		return within(step.Flush, d.batch.ForceFlush)
	case step.Shutdown > 0:
		return within(step.Shutdown, d.batch.Shutdown)
	case step.Wait > 0:
		time.Sleep(time.Duration(step.Wait) * time.Millisecond)
	case step.Together == nil:
		return errors.New("there is no such step")
	}
	return nil
}

func deliveredID(n int) notification.NotificationIDTag {
	return notification.NotificationID(fmt.Sprintf("7f9c24e8-3b1d-4c5a-9a0f-%012d", n))
}

func (d *deliverer) emit(count, bytes int) {
	var options []notification.ReceivedOption
	if bytes > 0 {
		options = append(options, notification.Extra(flowtrace.String("padding", strings.Repeat("x", bytes))))
	}
	for range count {
		d.ios.Received(notification.DeriveSentRef(deliveredID(d.emitted), notification.DeviceID("d")), options...)
		d.emitted++
	}
}

func (d *deliverer) link(count int) error {
	links := make([]notification.NotifyRef, count)
	for i := range links {
		links[i] = notification.DeriveNotifyRef(deliveredID(i))
	}
	request, err := flowtrace.ParseTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	if err != nil {
		return err
	}
	d.webapp.Trigger(request, notification.TriggerTypeDM(), notification.UserID("U024BE7LH"), notification.TeamID("T061EG9R6"),
		notification.ChannelID("C012AB3CD"), notification.MessageTS("1712345678.123456"), deliveredID(0), notification.LinkNotify(links...))
	return nil
}
