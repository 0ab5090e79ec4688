package otlphttp

import (
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
)

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestNewProcessorFromEnv(t *testing.T) {
	url, seen := listen(t, 200)
	out, err := NewProcessorFromEnv(env("OTEL_EXPORTER_OTLP_ENDPOINT", url, "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "2", "OTEL_BSP_SCHEDULE_DELAY", "50000"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, span := range spans(5) {
		out.OnEnd(span)
	}
	if err := out.Shutdown(t.Context()); err != nil || len(seen()) != 3 {
		t.Errorf("%v, %d requests, want 3 of at most 2 spans", err, len(seen()))
	}
}

func TestAProcessorThatIsDisabled(t *testing.T) {
	out, err := NewProcessorFromEnv(env("OTEL_SDK_DISABLED", "True", "OTEL_EXPORTER_OTLP_ENDPOINT", "nonsense"), nil)
	if err != nil || out != flowtrace.Discard() {
		t.Errorf("%v, %v", out, err)
	}
	out, err = NewProcessorFromEnv(env("OTEL_SDK_DISABLED", "yes", "OTEL_BSP_MAX_QUEUE_SIZE", "-1", "OTEL_EXPORTER_OTLP_HEADERS", "x"), nil)
	if _, ok := out.(*flowtrace.BatchSpanProcessor); !ok || err == nil {
		t.Fatalf("%T, %v", out, err)
	}
	for _, name := range []string{"OTEL_SDK_DISABLED", "OTEL_BSP_MAX_QUEUE_SIZE", "OTEL_EXPORTER_OTLP_HEADERS"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not reported: %v", name, err)
		}
	}
	if err := out.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestResourceFromEnv(t *testing.T) {
	tags, err := ResourceFromEnv(env("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=prod, service.name=x,a%20b=c%2Cd"))
	if want := []flowtrace.Tag{flowtrace.String("deployment.environment.name", "prod"), flowtrace.String("a b", "c,d")}; err != nil || !slices.Equal(tags, want) {
		t.Errorf("%v, %v", tags, err)
	}
	for _, text := range []string{"x", "=x", "a=1,b", "a=%zz"} {
		if tags, err := ResourceFromEnv(env("OTEL_RESOURCE_ATTRIBUTES", text)); err == nil || tags != nil || strings.Contains(err.Error(), "%zz") {
			t.Errorf("%q: %v, %v", text, tags, err)
		}
	}
}

// TestAttributesBesideTheSpecs are in OTLP behind the tags of the service, and nowhere in the way of these.
func TestAttributesBesideTheSpecs(t *testing.T) {
	var out holder
	var violations []flowtrace.Violation
	e := gen.NewEmitter(&out, &gen.Service{Name: "s", Flow: "f", Tags: []string{"region"}}, []flowtrace.Option{
		flowtrace.OnViolation(func(v flowtrace.Violation) { violations = append(violations, v) }),
		flowtrace.WithResource(flowtrace.String("host.name", "a"), flowtrace.String("service.name", "b"), flowtrace.String("region", "c"), flowtrace.String("host.name", "d")),
	})
	var d gen.Draft
	e.Begin(&d, &gen.Span{Name: "f:s"}, &flowtrace.SpanContext{}, &flowtrace.SpanContext{})
	d.Emit()
	body := string(AppendJSON(nil, []flowtrace.SpanData{out.span}))
	if want := `"attributes":[{"key":"service.name","value":{"stringValue":"s"}},{"key":"host.name","value":{"stringValue":"a"}}]`; !strings.Contains(body, want) {
		t.Errorf("want %s in %s", want, body)
	}
	if proto := AppendProto(nil, []flowtrace.SpanData{out.span}); !strings.Contains(string(proto), "host.name") {
		t.Errorf("no attribute in %q", proto)
	}
	if len(violations) != 3 || violations[0].Rule != flowtrace.RuleShadowedTag || violations[0].Span != "" {
		t.Errorf("%+v", violations)
	}
}
