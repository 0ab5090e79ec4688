package dev.specgen.flowtrace

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test

class PatternChainTest {
    /** For each state from 1 on where characters lead. */
    private class Automaton(
        private val accepting: Set<Int>,
        private vararg val states: Map<Char, Int>,
    ) {
        val chain = PatternChain.of(::next) { it in accepting }

        private fun next(
            state: Int,
            byte: Int,
        ): Int = states.getOrNull(state - 1)?.get(byte.toChar()) ?: 0

        fun accepts(text: String): Boolean = text.fold(1) { state, char -> next(state, char.code) } in accepting
    }

    private val texts = generateSequence(listOf("")) { all -> all.flatMap { listOf(it + "a", it + "b", it + "1") } }

    @Test
    fun `a chain says what its automaton says`() {
        val chains =
            listOf(
                Automaton(setOf(3), mapOf('a' to 2), mapOf('b' to 3)),
                Automaton(setOf(3), mapOf('a' to 2), mapOf('a' to 3, 'b' to 3), mapOf('a' to 3, 'b' to 3)),
                Automaton(setOf(1), mapOf('a' to 1, '1' to 1)),
                Automaton(setOf(1, 2), mapOf('a' to 2, 'b' to 2), mapOf('1' to 2)),
                Automaton(setOf(1), mapOf()),
                Automaton(setOf(), mapOf('a' to 2)),
            )
        for (automaton in chains) {
            val chain = checkNotNull(automaton.chain)
            for (text in texts.take(6).flatten()) assertEquals(automaton.accepts(text), chain.matches(text), text)
        }
    }

    @Test
    fun `what is not ASCII matches no chain`() {
        val any = Automaton(setOf(1), (0..127).associate { it.toChar() to 1 })
        val chain = checkNotNull(any.chain)
        assertEquals(listOf("", "a\u007F"), listOf("", "a\u007F", "a\u0080", "\uFFFF", "\uD83D").filter(chain::matches))
    }

    @Test
    fun `states that lead to several others, or in a ring, are no chain`() {
        assertNull(Automaton(setOf(2), mapOf('a' to 2, 'b' to 3)).chain)
        assertNull(Automaton(setOf(2), mapOf('a' to 1, 'b' to 2)).chain)
        assertNull(Automaton(setOf(2), mapOf('a' to 2), mapOf('b' to 1)).chain)
    }

    @Test
    fun `a chain has 64 places`() {
        fun row(places: Int) = Automaton(setOf(places), *Array(places - 1) { mapOf('a' to it + 2) })
        val longest = row(64)
        assertEquals(listOf(63), (0..70).filter { checkNotNull(longest.chain).matches("a".repeat(it)) })
        assertNotNull(Automaton(setOf(64), *Array(64) { mapOf('a' to minOf(it + 2, 64)) }).chain)
        assertNull(row(65).chain)
    }
}
