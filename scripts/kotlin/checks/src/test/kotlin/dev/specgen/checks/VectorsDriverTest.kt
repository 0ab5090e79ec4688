package dev.specgen.checks

import dev.specgen.vectors.drive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.io.File
import java.io.PrintStream

/** Drives the vectors here, where everything is on the path; `test/vectors/compare` holds the lines to them. */
class VectorsDriverTest {
    @Test
    fun `there is a line for each case, and only two are left out`() {
        val out = folder("calls")
        PrintStream(out, "UTF-8").use { drive(File(folder("root"), "testdata/vectors/calls.json"), it, null) }
        val lines = out.readLines()
        assertEquals(2, lines.count { "\"left_out\":" in it })
        assertEquals(lines.size, lines.count { it.startsWith("{\"name\":") })
    }

    /** What `scripts/kotlin/driver` runs the driver with. */
    @Test
    fun `the driver's class path is written down`() {
        val path = RUNTIME + own("vectors-driver", "drivers/kotlin/", "gen/kotlin/", "specgen/flows/", "/gson/")
        File(folder("calls").parentFile, "driver.classpath").writeText(path.distinct().joinToString(File.pathSeparator))
    }
}
