package dev.specgen.checks

import dev.specgen.vectors.main
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.io.File

/** Drives the vectors here, where everything is on the path; `internal/vectors/compare` holds the lines to them. */
class VectorsDriverTest {
    @Test
    fun `there is a line for each case, and only two are left out`() {
        val out = folder("calls")
        main(arrayOf(File(folder("root"), "testdata/vectors/calls.json").path, out.path))
        val lines = out.readLines()
        assertEquals(2, lines.count { "\"left_out\":" in it })
        assertEquals(lines.size, lines.count { it.startsWith("{\"name\":") })
    }
}
