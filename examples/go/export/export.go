// Package export shows how a service sends its spans to a collector.
package export

import (
	"log/slog"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/otlphttp"
)

// Spans returns a processor that sends spans in the background to where the environment says: OTEL_EXPORTER_OTLP_ENDPOINT and its like.
// getenv is os.Getenv. Call Shutdown with a deadline before the process ends, or what waits is lost.
func Spans(getenv func(string) string) flowtrace.SpanProcessor {
	spans, err := otlphttp.NewProcessorFromEnv(getenv, func(lost *flowtrace.ExportError) {
		slog.Warn("spans are lost", "spans", lost.Spans, "reason", lost.Reason, "error", lost.Err)
	})
	if err != nil {
		slog.Warn("telemetry is not configured as it should be", "error", err) // it stops no service: what is wrong counts as not set
	}
	return spans
}

// Violations is an option of every emitter: what breaks the spec becomes a line of the log, without the values that the spec calls sensitive.
func Violations() flowtrace.Option {
	return flowtrace.OnViolation(func(v flowtrace.Violation) { slog.Warn("a span breaks the spec", "violation", v.String()) })
}
