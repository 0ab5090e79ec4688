package dev.specgen.checks

import org.jetbrains.kotlin.cli.common.ExitCode
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.io.File

/**
 * Compiles callers of old clients against new ones, those of testdata/diff, all at once. What the compiler says is left in the file
 * `log` beside them: test/oldcallers holds it against the grades that are expected.
 */
class OldCallersTest {
    private val callers = File(folder("cases").parentFile, "callers")

    @Test
    fun `what the compiler says of old callers is kept`() {
        val sources =
            callers
                .walk()
                .filter { it.extension == "kt" }
                .sortedBy { it.path }
                .toList()
        val compiled = compile("old-callers", sources, RUNTIME, strict = false, allWarnings = true)
        assertEquals(ExitCode.COMPILATION_ERROR, compiled.code)
        File(callers, "log").writeText(compiled.said.joinToString("") { "callers/$it\n" })
    }
}
