package dev.specgen.checks

import org.jetbrains.kotlin.cli.common.ExitCode
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.io.File

/** Two packages that specgen generated, in one app: the runtime is an artifact of its own, which both refer to. */
class PackagesTest {
    private val checkout = compileStrictly("checkout", listOf(case("checkout")))
    private val notification = compileStrictly("notification", listOf(case("notification")))

    @Test
    fun `no file stands in two jars`() {
        val jars = listOf(checkout, notification) + (RUNTIME - STDLIB.toSet())
        val holders = jars.flatMap { jar -> filesOf(jar).map { it to jar.path } }.groupBy({ it.first }, { it.second })
        assertEquals(emptyMap<String, List<String>>(), holders.filter { it.value.size > 1 })
        assertEquals(true, holders.keys.any { it == "dev/specgen/flowtrace/SpanSink.class" })
        assertEquals(true, holders.keys.any { it.startsWith("dev/specgen/cases/checkout/") })
    }

    @Test
    fun `packages of the same name are modules of their own`() {
        val names = listOf("checkout", "notification").map { moduleName(case(it)) }
        assertEquals(listOf("dev.specgen.cases.cases", "dev.specgen.flows.flows"), names)
    }

    @Test
    fun `an app that uses both compiles and emits`() {
        val app = compile("app", listOf(File(testdata, "TwoPackages.kt")), RUNTIME + checkout + notification, false)
        assertEquals("", app.said.joinToString("\n"))
        assertEquals(ExitCode.OK, app.code)
        runMain("dev.specgen.callers.TwoPackagesKt", listOf(checkout, notification, app.classes))
    }

    private fun filesOf(root: File): List<String> =
        root
            .walk()
            .filter { it.isFile && it.extension != "kt" }
            .map {
                it
                    .relativeTo(
                        root,
                    ).invariantSeparatorsPath
            }.toList()

    private fun moduleName(client: File): String =
        File(client, "pom.xml").readText().substringAfter("<moduleName>").substringBefore("</moduleName>")
}
