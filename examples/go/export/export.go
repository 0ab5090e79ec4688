// Package export shows how a service sends its spans to a collector.
package export

import (
	"log"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/otlphttp"
)

// Spans returns a processor that sends spans in the background to where the environment says: OTEL_EXPORTER_OTLP_ENDPOINT and its like.
// getenv is os.Getenv. Call Shutdown with a deadline before the process ends, or what waits is lost.
func Spans(getenv func(string) string) *flowtrace.BatchSpanProcessor {
	config, err := otlphttp.ConfigFromEnv(getenv)
	if err != nil {
		log.Print(err) // telemetry stops no service: what is wrong counts as not set
	}
	exporter, err := otlphttp.New(config)
	if err != nil {
		log.Print(err)
	}
	return flowtrace.NewBatchSpanProcessor(exporter, flowtrace.BatchConfig{
		OnExportError: func(lost *flowtrace.ExportError) { log.Print(lost) },
	})
}
