package com.example.chat

import dev.specgen.flowtrace.BatchSpanProcessor
import dev.specgen.flowtrace.SpanSink
import dev.specgen.flowtrace.export.OtlpEnvironment

fun main() {
    val env = OtlpEnvironment() // OTEL_EXPORTER_OTLP_ENDPOINT and its like
    val batch = BatchSpanProcessor(env.exporter(), scheduledDelayMillis = env.scheduledDelayMillis)
    val sink = SpanSink(batch, onViolation = { System.err.println(it) })
    val receiver = PushReceiver(sink, device = "d1")
    val received = receiver.onPush("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa", badge = 3)
    receiver.onRendered(receiver.onTap(received), messages = 12)
    batch.shutdown(timeoutMillis = 5_000)
}
