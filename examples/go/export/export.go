// Package export shows how a service sends its spans to a collector.
package export

import (
	"log"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/otlphttp"
)

// Spans returns a processor that sends spans to the collector at endpoint in the background. Call its Shutdown with a
// deadline before the process ends, or what waits is lost.
func Spans(endpoint string) *flowtrace.BatchSpanProcessor {
	exporter, err := otlphttp.New(otlphttp.Config{Endpoint: endpoint, Gzip: true})
	if err != nil {
		log.Print(err) // telemetry stops no service: the exporter uses its default endpoint
	}
	return flowtrace.NewBatchSpanProcessor(exporter, flowtrace.BatchConfig{
		OnExportError: func(lost *flowtrace.ExportError) { log.Print(lost) },
	})
}
