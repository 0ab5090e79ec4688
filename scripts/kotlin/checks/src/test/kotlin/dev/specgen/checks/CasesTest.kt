package dev.specgen.checks

import org.jetbrains.kotlin.cli.common.ExitCode
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.io.File

class CasesTest {
    private fun run(case: String) {
        val name = case.replaceFirstChar(Char::uppercase)
        val classes = compileStrictly(case, listOf(case(case)))
        val caller = compile("$case-caller", listOf(File(testdata, "$name.kt")), RUNTIME + classes, false)
        assertEquals("", caller.said.joinToString("\n"))
        runMain("dev.specgen.callers.${name}Kt", listOf(classes, caller.classes))
    }

    @Test
    fun `another flow compiles and emits`() = run("checkout")

    @Test
    fun `a hostile flow compiles and emits`() = run("hostile")

    @Test
    fun `a span of 300 tags compiles and emits`() = run("wide")

    @Test
    fun `one of several parents compiles and emits`() = run("parents")

    /** And so does each call that the documentation of these flows shows. */
    @Test
    fun `tags that are called in any way, failed steps and what must follow compile`() {
        for (flow in listOf("keys", "order", "status")) {
            val classes = compileStrictly(flow, listOf(case(flow)))
            val shown = compile("$flow-shown", listOf(case("shown/$flow")), RUNTIME + classes, false)
            assertEquals("", shown.said.joinToString("\n"))
            assertEquals(ExitCode.OK, shown.code)
        }
    }

    @Test
    fun `a flow of 1,000 spans compiles`() {
        compileStrictly("big", listOf(case("big")))
    }

    @Test
    fun `the emitted runtime compiles, and the recorder beside it`() {
        val main = compileStrictly("emitted", listOf(File(case("emitted"), "src/main/kotlin")), STDLIB)
        compileStrictly("emitted-testing", listOf(File(case("emitted"), "testing/src/main/kotlin")), STDLIB + main)
    }

    @Test
    fun `callers of a minor version compile against the next`() {
        for (version in listOf("1.0", "1.1")) {
            val classes = compileStrictly("evolution-$version", listOf(case("evolution-$version")))
            val caller =
                compile("evolution-caller-$version", listOf(File(testdata, "Evolution.kt")), RUNTIME + classes, false)
            assertEquals("", caller.said.filter { it.isError }.joinToString("\n"))
            assertEquals(ExitCode.OK, caller.code)
            runMain("dev.specgen.callers.EvolutionKt", listOf(classes, caller.classes))
        }
    }
}
