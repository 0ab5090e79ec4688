package dev.specgen.flowtrace

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class TextPatternTest {
    /** `^é[0-9]$`, made by hand: é is C3 A9 in UTF-8. */
    private val pattern =
        TextPattern(
            "^é[0-9]$",
            // Bytes 0 to 47: class 0; the ten digits: class 1; until A8; A9: class 2; until C2; C3: class 3; the rest.
            "AAAv" + "ABAJ" + "AABu" + "ACAA" + "AAAY" + "ADAA" + "AAA7",
            // dead, start (C3 gives 2), after C3 (A9 gives 3), after é (a digit gives 4), the end.
            "AAAA" + "AAAC" + "AADA" + "AEAA" + "AAAA",
            "E",
        )

    @Test
    fun `the table is walked over UTF-8`() {
        val matching = listOf("é0", "é9", "é", "9", "", "é0\n", "e0", "ée", "\u00C30", "東0", "\uD83D\uDE000", "éé")
        assertEquals(listOf("é0", "é9"), matching.filter { pattern.matches(it) })
    }

    @Test
    fun `half a pair matches nothing, even what takes any byte`() {
        // One class for all bytes; every state but 0 leads to 1, which accepts.
        val any = TextPattern("", "AAD_", "AB", "B")
        assertEquals(
            listOf("", "a", "\uD83D\uDE00"),
            listOf("", "a", "\uD83D\uDE00", "\uD83D", "a\uDE00", "\uD83Da").filter(any::matches),
        )
    }

    @Test
    fun `half a pair is repaired before the pattern is held against it`() {
        val reports = ArrayList<String>()
        val kept = Kept()
        val sink = SpanSink(kept) { reports += it.toString() }
        val tag = TextTag("name", pattern = TextPattern("", "AAD_", "AB", "B"))
        FlowEmitter.of(sink, FlowType("flow", "1.0.0", FlowType.SINCE_0_1), "service", tag).put(tag, "a\uD83D")
        assertEquals(listOf("invalid-utf8:  name = a\uFFFD, want valid UTF-8"), reports)
    }
}
