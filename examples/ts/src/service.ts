import { notificationChecks, notificationPushService } from "@specgen/flows/notification";
import type { NotificationPushService } from "@specgen/flows/notification";
import {
  batchSpanProcessor,
  exportErrorText,
  gzip,
  otlpExporter,
  requestHeaders,
  switchSpanProcessor,
  violationText,
} from "@specgen/flowtrace";
import type { SwitchSpanProcessor } from "@specgen/flowtrace";

/** What a service emits with. */
export interface Telemetry {
  readonly push: NotificationPushService;
  /** `enabled = false` switches the spans off; `samplingRatio` keeps another share of them. Both may change at any time. */
  readonly gate: SwitchSpanProcessor;
  /** Sends what waits. For the end of the process: `process.once("SIGTERM", () => void stop().then(() => process.exit()))`. */
  stop(): Promise<boolean>;
}

/**
 * Sends spans to a collector that wants a token. The token is asked for with each request, and once more where it has expired.
 *
 * @param log - A line for the platform's logger, such as `console.warn` or pino's `(line) => logger.warn(line)`.
 */
export function start(collector: string, token: () => Promise<string>, log: (line: string) => void): Telemetry {
  const headers = requestHeaders(async () => ({ authorization: `Bearer ${await token()}` }));
  const batch = batchSpanProcessor(otlpExporter({ endpoint: collector, headers, compress: gzip }), {
    onExportError: (error) => {
      log(exportErrorText(error));
    },
  });
  const gate = switchSpanProcessor(batch);
  const onViolation = notificationChecks((violation) => {
    log(violationText(violation)); // without the values of sensitive tags
  });
  const resourceAttributes = { "deployment.environment.name": "production" };
  return {
    push: notificationPushService({ processor: gate, onViolation, resourceAttributes }),
    gate,
    stop: () => gate.shutdown(5000),
  };
}
