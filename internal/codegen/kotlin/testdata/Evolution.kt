package dev.specgen.callers

import dev.specgen.cases.evolution.Codec
import dev.specgen.cases.evolution.EvolutionApp
import dev.specgen.cases.evolution.Outcome
import dev.specgen.cases.evolution.StartedRef
import dev.specgen.cases.evolution.StartedWay
import dev.specgen.cases.evolution.UploadId
import dev.specgen.flowtrace.SpanSink
import dev.specgen.flowtrace.Tags
import dev.specgen.flowtrace.testing.Recorder

/** Written against evolution 1.0; it must compile against 1.1 as it stands. */
fun main() {
    Recorder().use { recorder ->
        val id = UploadId("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa")
        val app = EvolutionApp(recorder.sink, appVersion = "1", region = "eu")
        val plain = EvolutionApp(recorder.sink, "1")
        val started = app.started(id, 3, Codec.of("lz4"), StartedWay.Wifi(ssid = "home"), name = "a.txt")
        plain.started(id, size = 3, codec = Codec.GZIP, way = StartedWay.Cell(), extra = Tags.EMPTY)
        plain.started(id, size = 3, codec = Codec.GZIP, way = StartedWay.Wifi())
        val chunk = app.startChunkSent(StartedRef.of(id), chunk = 1, extra = Tags.EMPTY)
        chunk.end(Outcome.DONE, size = 4)
        app.startChunkSent(started, 2).end(Outcome.FAILED)
        // 1.0 had the tag in the service's, where 1.1 has it too.
        val service = recorder.spans.first().scope.serviceTags
        check(service["region"] == "eu") { service }
        check(recorder.spans.size == 5) { recorder.spans }
        val first = recorder.spans.first().tags
        check(first["name"] == "a.txt" && first["ssid"] == "home" && first["codec"] == "lz4") { first }
        check(recorder.spans[3].tags["size"] == 4L) { recorder.spans[3] }
        check(word(Codec.ZSTD) == "zstd" && word(Codec.of("br")) == "other")
        check(emitters(recorder.sink) == 2)
    }
}

private fun word(codec: Codec): String =
    when (codec) {
        Codec.GZIP -> "gzip"
        Codec.ZSTD -> "zstd"
        else -> "other"
    }

private fun emitters(sink: SpanSink): Int = listOf(EvolutionApp(sink, "1", region = null), EvolutionApp(sink, "2")).size
