import Flowtrace
import FlowtraceExporters
import Inbox

// A notification service extension appends to a file; the app uploads it later.
let path = CommandLine.arguments.dropFirst().first ?? "spans.jsonl"
let processor = BatchSpanProcessor(SpanEventFileExporter(path: path))
let telemetry = InboxTelemetry(processor: processor)

let received = telemetry.didReceive(
  notificationID: "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa",
  deviceID: "d-5f1c9a",
  badge: 3
)
let reading = telemetry.didOpen(received)
reading.end(messageCount: 12)

// Before the content handler is called, or in didEnterBackground.
let written = await processor.shutdown(within: 2)
print(written ? "3 spans are in \(path)" : "there was no time to write the spans")
