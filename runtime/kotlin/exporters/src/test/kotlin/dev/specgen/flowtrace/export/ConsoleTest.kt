package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.Tags
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class ConsoleTest {
    private val own = "Android 7f9c24e83b1d4c5a9a0f2e6d81c4b7aa/d2fb36c6122d6086"

    @Test
    fun `a span is a line that no terminal obeys`() {
        val lines = ArrayList<String>()
        val console = ConsoleSpanProcessor { lines += it }
        val extra =
            Tags
                .Builder()
                .put("k\u001b[2J", "\u009b31m\u202edrow\n")
                .putInts("l", listOf(1, 2))
                .build()
        console.onEnd(span("call", extra = extra))
        console.onEnd(span("call", parent = FOREIGN, links = listOf(PARENT)))
        console.onEnd(failedCall())
        assertEquals(
            listOf(
                "call $own < e04e8e8dc8b1aa24 1µs share=1.0 k\\u001b[2J=\"\\u009b31m\\u202edrow\\n\" l=[1,2]",
                "call $own < 4bf92f3577b34da6a3ce929d0e0e4736/00f067aa0ba902b7 1µs share=1.0 1 link",
                "call $own < e04e8e8dc8b1aa24 1µs share=1.0 result=\"\\\"declined\\\"\" error",
            ),
            lines,
        )
    }

    @Test
    fun `a duration has its two largest units`() {
        val cases =
            mapOf(
                0L to "0ns",
                999L to "999ns",
                1_000L to "1µs",
                1_500L to "1µs500ns",
                220_000_000L to "220ms",
                90_000_000_000 to "1m30s",
                7_230_000_000_000 to "2h",
            )
        for ((nanos, want) in cases) assertEquals(want, ConsoleSpanProcessor.duration(nanos))
    }
}
