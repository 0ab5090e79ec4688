package otlphttp_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/otlphttp"
)

// What a service sets up once: an exporter, a queue before it, and a deadline for the end. Wrong configuration is reported, and
// stops nothing.
func Example() {
	config, err := otlphttp.ConfigFromEnv(os.Getenv)
	if err != nil {
		fmt.Println(err)
	}
	exporter, err := otlphttp.New(config)
	if err != nil {
		fmt.Println(err)
	}
	batch := flowtrace.NewBatchSpanProcessor(exporter, flowtrace.BatchConfig{
		MaxQueueSize:  8192,
		OnExportError: func(lost *flowtrace.ExportError) { fmt.Println(lost) },
	})

	// A generated emitter takes the processor: notification.NewPushService(batch).

	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	fmt.Println(batch.Shutdown(ctx), batch.Stats().Emitted)
	// Output: <nil> 0
}
