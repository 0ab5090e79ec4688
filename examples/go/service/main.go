// Command service is all that a service does about telemetry in its main: where spans go, when they are switched off, and the last of them.
package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/specgen/specgen/examples/go/fanout"
	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/otlphttp"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	listener, err := net.Listen("tcp", "localhost:8080")
	if err != nil {
		slog.Error("cannot listen", "error", err)
		return
	}
	run(ctx, os.Getenv, listener)
}

// run serves until ctx ends, and then exports what waits.
func run(ctx context.Context, getenv func(string) string, listener net.Listener) {
	out, err := otlphttp.NewProcessorFromEnv(getenv, func(lost *flowtrace.ExportError) { slog.Warn("spans are lost", "error", lost) })
	if err != nil {
		slog.Warn("telemetry is not configured as it should be", "error", err) // it stops no service: what is wrong counts as not set
	}
	spans := flowtrace.NewSwitchSpanProcessor(out)

	server := http.Server{Handler: routes(fanout.NewWorker(spans), spans)}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	_ = server.Serve(listener)

	last, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := spans.Shutdown(last); err != nil { // after the last span: what waits is exported, or lost and told
		slog.Warn("spans are lost at the end", "error", err)
	}
}

func routes(worker *fanout.Worker, spans *flowtrace.SwitchSpanProcessor) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /jobs/{id}", func(w http.ResponseWriter, r *http.Request) {
		job := fanout.Job{Trigger: r.Header.Get("traceparent"), ID: r.PathValue("id"), User: "U024BE7LH", Team: "T061EG9R6", Channel: "C012AB3CD", MessageTS: "1712345678.123456"}
		if err := worker.Run(job); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	})
	mux.HandleFunc("PUT /telemetry/{state}", func(_ http.ResponseWriter, r *http.Request) {
		spans.SetEnabled(r.PathValue("state") != "off")
	})
	return mux
}
