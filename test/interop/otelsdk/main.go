// Command otelsdk emits a span of the notification flow with OpenTelemetry's own SDK, set up by nothing but the environment, and ends at once:
// what specgen listen has to receive.
package main

import (
	"context"
	"log"
	"os"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
	api "go.opentelemetry.io/otel/trace"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := emit(ctx, os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

// emit emits one span, with the given name.
func emit(ctx context.Context, args []string) error {
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return err
	}
	provider := trace.NewTracerProvider(trace.WithBatcher(exporter), trace.WithResource(resource.NewSchemaless(attribute.String("service.name", "webapp"))))
	began := time.Now()
	_, span := provider.Tracer("notification").Start(ctx, args[0], api.WithTimestamp(began))
	span.SetAttributes(
		attribute.String("trigger_type", "DM"), attribute.String("user_id", "U024BE7LH"), attribute.String("team_id", "T061EG9R6"),
		attribute.String("channel_id", "C012AB3CD"), attribute.String("message_ts", "1712345678.123456"),
		attribute.String("notification_id", "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"),
	)
	span.End(api.WithTimestamp(began.Add(time.Microsecond))) // a moment
	return provider.Shutdown(ctx)
}
