package dev.specgen.checks

import dev.specgen.vectors.drive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.io.PrintStream

/** Drives the vectors here, where everything is on the path; `test/vectors/compare` holds the lines to them. */
class VectorsDriverTest {
    private fun leftOut(
        calls: String,
        out: File,
    ): Int {
        PrintStream(out, "UTF-8").use { drive(File(folder("root"), "testdata/vectors/$calls.json"), it, null) }
        val lines = out.readLines()
        assertTrue(lines.isNotEmpty())
        assertEquals(lines.size, lines.count { it.startsWith("{\"name\":") })
        return lines.count { "\"left_out\":" in it }
    }

    @Test
    fun `there is a line for each case, and only three are left out`() {
        assertEquals(2, leftOut("calls", folder("calls")))
        assertEquals(1, leftOut("order-calls", File(folder("calls").parentFile, "order-calls.jsonl")))
    }

    /** What `scripts/kotlin/driver` runs the driver with. */
    @Test
    fun `the driver's class path is written down`() {
        val path = RUNTIME + CLIENTS + own("/gson/")
        File(folder("calls").parentFile, "driver.classpath").writeText(path.distinct().joinToString(File.pathSeparator))
    }
}
