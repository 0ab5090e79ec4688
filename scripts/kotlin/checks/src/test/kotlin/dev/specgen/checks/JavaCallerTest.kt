package dev.specgen.checks

import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.io.StringWriter
import javax.tools.ToolProvider

/** Java sees readable names and the values inside ids and references. */
class JavaCallerTest {
    @Test
    fun `a Java caller compiles and runs`() {
        val out = File(folder("out"), "java").also { it.mkdirs() }
        val compiler = ToolProvider.getSystemJavaCompiler()
        val classpath = (RUNTIME + CLIENTS).joinToString(File.pathSeparator)
        val said = StringWriter()
        val files = compiler.getStandardFileManager(null, null, null)
        val sources = files.getJavaFileObjects(File(testdata, "JavaCaller.java"))
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
        java.net.URLClassLoader(arrayOf(out.toURI().toURL()), javaClass.classLoader).use { loader ->
            loader.loadClass("JavaCaller").getMethod("main").invoke(null)
        }
    }
}
