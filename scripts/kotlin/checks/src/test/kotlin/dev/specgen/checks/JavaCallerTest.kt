package dev.specgen.checks

import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.io.StringWriter
import javax.tools.ToolProvider

/** Java sees readable names and the values inside ids and references. */
class JavaCallerTest {
    @Test
    fun `a Java caller compiles and runs`() = run("JavaCaller", CLIENTS)

    @Test
    fun `lists, what is old, and emitters with several constructors are Java's too`() =
        run("JavaLists", listOf(compileStrictly("lists", listOf(case("lists")))))

    private fun run(
        caller: String,
        clients: List<File>,
    ) {
        val out = File(folder("out"), "java-$caller").also { it.mkdirs() }
        val compiler = ToolProvider.getSystemJavaCompiler()
        val classpath = (RUNTIME + clients).joinToString(File.pathSeparator)
        val said = StringWriter()
        val files = compiler.getStandardFileManager(null, null, null)
        val sources = files.getJavaFileObjects(File(testdata, "$caller.java"))
        val options =
            listOf(
                "-d",
                out.path,
                "-classpath",
                classpath,
                "-Xlint:all,-classfile,-options",
                "-Werror",
                "--release",
                "8",
            )
        assertTrue(compiler.getTask(said, files, null, options, null, sources).call()) { said.toString() }
        runMain(caller, listOf(out) + clients)
    }
}
