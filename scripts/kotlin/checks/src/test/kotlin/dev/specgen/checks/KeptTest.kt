package dev.specgen.checks

import org.jetbrains.kotlin.cli.common.ExitCode
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File

/** What the compiler said is used again for what it said it of, and for nothing else. */
class KeptTest {
    private val source = File(folder("out").apply { mkdirs() }, "kept-source.kt")

    private fun compiled(text: String): Compiled {
        source.writeText(text)
        return compile("kept", listOf(source), STDLIB, strict = false)
    }

    @Test
    fun `a source that has changed is compiled again`() {
        val right = compiled("val one: Int = 1\n")
        assertEquals(ExitCode.OK, right.code)
        val written =
            right.classes
                .walk()
                .single { it.extension == "class" }
                .lastModified()
        val same = compiled("val one: Int = 1\n")
        assertEquals(
            written,
            same.classes
                .walk()
                .single { it.extension == "class" }
                .lastModified(),
        )
        val wrong = compiled("val one: Int = \"\"\n")
        assertEquals(ExitCode.COMPILATION_ERROR, wrong.code)
        assertTrue(wrong.said.single().isError)
        assertEquals(wrong.said, compiled("val one: Int = \"\"\n").said)
    }
}
