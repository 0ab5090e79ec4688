package dev.specgen.checks

import org.jetbrains.kotlin.cli.common.ExitCode
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.io.File

/** What the README of the runtime shows compiles; its whole files are those of examples/kotlin, which a test of the generator compares. */
class ReadmeTest {
    private val text = File(folder("root"), "runtime/kotlin/README.md").readText()

    private val snippets: List<String> =
        SNIPPET
            .findAll(text)
            .filter { it.groupValues[1].isEmpty() && "mavenLocal()" !in it.value }
            .map { it.groupValues[2] }
            .toList()

    /** The second column of the table of what an app puts together. */
    private val statements: List<String> =
        text
            .substringAfter("| off from outside")
            .substringBefore("| bounds")
            .lines()
            .mapNotNull { CODE.find(it)?.groupValues?.get(1) }

    @Test
    fun `snippets compile without a warning`() {
        assertEquals(4, snippets.size)
        assertEquals(4, statements.size)
        val parts = snippets + statements.joinToString("\n", "fun all(host: String) {\n", "\n}\n")
        val files =
            parts.mapIndexed { index, part ->
                File(folder("out"), "readme-$index.kt").also { it.writeText(IMPORTS + part) }
            }
        val stubs = checkNotNull(File(testdata, "readme").listFiles()).sortedBy { it.name }
        val compiled = compile("readme", stubs + files, RUNTIME, strict = false)
        assertEquals("", compiled.said.joinToString("\n"))
        assertEquals(ExitCode.OK, compiled.code)
    }

    @Test
    fun `what the README of a generated package shows compiles`() {
        val generated = File(folder("root"), "gen/kotlin/README.md").readText()
        val programs =
            SNIPPET
                .findAll(generated)
                .map { it.groupValues[2] }
                .filter { it.startsWith("import ") }
                .toList()
        assertEquals(2, programs.size)
        val files =
            programs.mapIndexed { index, text ->
                File(folder("out"), "generated-readme-$index.kt").also { it.writeText(text) }
            }
        val compiled = compile("generated-readme", files, RUNTIME + CLIENTS, strict = false)
        assertEquals("", compiled.said.joinToString("\n"))
        assertEquals(ExitCode.OK, compiled.code)
    }

    private companion object {
        val SNIPPET = Regex("(<!-- \\S+ -->\n)?```kotlin\n(.*?)```", RegexOption.DOT_MATCHES_ALL)
        val CODE = Regex("`([^`]+)`")
        const val IMPORTS =
            "package readme\n\nimport android.content.Context\n" +
                "import android.os.SystemClock\nimport android.util.Log\n" +
                "import androidx.work.*\nimport dev.specgen.flowtrace.*\nimport dev.specgen.flowtrace.export.*\n" +
                "import java.io.File\nimport java.util.concurrent.TimeUnit\n\n"
    }
}
