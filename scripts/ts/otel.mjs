// Emits a span of the notification flow with OpenTelemetry's own SDK, set up by nothing but the environment, and ends.
// Usage: node otel.mjs proto|http NAME
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";

const [encoding, name] = process.argv.slice(2);
const { OTLPTraceExporter } = await import(`@opentelemetry/exporter-trace-otlp-${encoding}`);
const provider = new BasicTracerProvider({
  resource: resourceFromAttributes({ "service.name": "webapp" }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
const startTime = Date.now();
const span = provider.getTracer("notification").startSpan(name, { startTime });
span.setAttributes({
  trigger_type: "DM", user_id: "U024BE7LH", team_id: "T061EG9R6", channel_id: "C012AB3CD", message_ts: "1712345678.123456",
  notification_id: "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa",
});
span.end([Math.floor(startTime / 1000), (startTime % 1000) * 1e6 + 1000]); // a moment: one microsecond
await provider.shutdown();
