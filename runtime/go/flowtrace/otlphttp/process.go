package otlphttp

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// NewProcessorFromEnv returns what a service hands to its emitters: a batch processor in front of an exporter, both configured by the
// variables of OpenTelemetry (docs/runtime-contract.md, "The environment"), or one that drops all spans where OTEL_SDK_DISABLED is true.
// getenv is os.Getenv, or a replacement in tests; onExportError may be nil.
//
// The processor can always be used. If variables are wrong, the error names each of them, and the processor is what it would be without
// them: report the error and go on.
func NewProcessorFromEnv(getenv func(string) string, onExportError func(*flowtrace.ExportError)) (flowtrace.SpanProcessor, error) {
	e := environment{getenv: getenv}
	if e.disabled() {
		return flowtrace.Discard(), errors.Join(e.wrong...)
	}
	config, wrong := ConfigFromEnv(getenv)
	exporter, unusable := New(config)
	batch := flowtrace.BatchConfig{
		MaxQueueSize:       e.number("OTEL_BSP_MAX_QUEUE_SIZE"),
		MaxExportBatchSize: e.number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE"),
		ScheduledDelay:     time.Duration(e.number("OTEL_BSP_SCHEDULE_DELAY")) * time.Millisecond,
		ExportTimeout:      time.Duration(e.number("OTEL_BSP_EXPORT_TIMEOUT")) * time.Millisecond,
		OnExportError:      onExportError,
	}
	return flowtrace.NewBatchSpanProcessor(exporter, batch), errors.Join(append(e.wrong, wrong, unusable)...)
}

func (e *environment) disabled() bool {
	off := false
	e.use("OTEL_SDK_DISABLED", func(text string) error {
		if off = strings.EqualFold(text, "true"); !off && !strings.EqualFold(text, "false") {
			return errors.New("it is neither true nor false; spans are exported")
		}
		return nil
	})
	return off
}

// number returns the value of a variable, or 0 for the default.
func (e *environment) number(name string) int {
	n := 0
	e.use(name, func(text string) error {
		read, err := strconv.ParseUint(text, 10, 31)
		if err != nil || read == 0 {
			return fmt.Errorf("%q is no whole number above 0", text)
		}
		n = int(read)
		return nil
	})
	return n
}

// ResourceFromEnv returns the attributes in OTEL_RESOURCE_ATTRIBUTES (OpenTelemetry specification, resource/sdk.md), for
// [flowtrace.WithResource]: key=value pairs with commas between, percent-encoded. Where it is wrong, the error says so and there are none.
// service.name is left out: the spec names the services.
func ResourceFromEnv(getenv func(string) string) ([]flowtrace.Tag, error) {
	var tags []flowtrace.Tag
	e := environment{getenv: getenv}
	e.use("OTEL_RESOURCE_ATTRIBUTES", func(text string) error {
		for pair := range strings.SplitSeq(text, ",") {
			key, value, found := strings.Cut(pair, "=")
			key, badKey := url.PathUnescape(strings.TrimSpace(key))
			value, badValue := url.PathUnescape(strings.TrimSpace(value))
			if !found || key == "" || badKey != nil || badValue != nil {
				tags = nil
				return errors.New("it is no list of key=value, with commas between and values percent-encoded; no attribute of it is used")
			}
			if key != "service.name" {
				tags = append(tags, flowtrace.String(key, value))
			}
		}
		return nil
	})
	return tags, errors.Join(e.wrong...)
}
