package dev.specgen.checks

import org.jetbrains.kotlin.cli.common.ExitCode
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File

/**
 * What must not compile: each file of testdata/refused, with the messages that stand at its end as `// <line>: <text>`. They
 * call the clients of the flows notification and order.
 */
class RefusedTest {
    private val fixtures = checkNotNull(File(testdata, "refused").listFiles()).sortedBy { it.name }

    @Test
    fun `the compiler refuses what the spec forbids`() {
        val compiled = compile("refused", fixtures, RUNTIME + CLIENTS, strict = false)
        assertEquals(ExitCode.COMPILATION_ERROR, compiled.code)
        val wanted = fixtures.joinToString("\n") { "${it.name}\n${expected(it)}" }
        val got = fixtures.joinToString("\n") { "${it.name}\n${said(compiled, it)}" }
        assertEquals(wanted, got)
        fixtures.forEach { assertTrue(expected(it).isNotEmpty()) { "${it.name} expects nothing" } }
    }

    private fun expected(fixture: File): String =
        fixture
            .readLines()
            .mapNotNull {
                EXPECTED
                    .matchEntire(it)
                    ?.destructured
                    ?.toList()
                    ?.joinToString(": ")
            }.joinToString("\n")

    private fun said(
        compiled: Compiled,
        fixture: File,
    ): String =
        compiled.said.filter { it.isError && it.file == fixture.name }.joinToString("\n") { "${it.line}: ${it.text}" }

    @Test
    fun `there is a fixture for each of the five refusals`() {
        assertEquals((1..6).toSet(), fixtures.map { it.name.first().digitToInt() }.toSet())
    }

    private companion object {
        val EXPECTED = Regex("// ([0-9]+): (.*)")
    }
}
