package dev.specgen.checks

import org.jetbrains.kotlin.cli.common.ExitCode
import org.jetbrains.kotlin.cli.common.arguments.K2JVMCompilerArguments
import org.jetbrains.kotlin.cli.common.messages.CompilerMessageSeverity
import org.jetbrains.kotlin.cli.common.messages.CompilerMessageSourceLocation
import org.jetbrains.kotlin.cli.common.messages.MessageCollector
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler
import org.jetbrains.kotlin.config.Services
import org.junit.jupiter.api.Assertions.assertEquals
import java.io.File
import java.io.ObjectInputStream
import java.io.ObjectOutputStream
import java.io.Serializable
import java.net.URLClassLoader
import java.security.MessageDigest

internal fun folder(property: String): File = File(checkNotNull(System.getProperty(property))).canonicalFile

internal val testdata: File get() = File(folder("root"), "internal/codegen/kotlin/testdata")

/** Where the sources of a case are. */
internal fun case(name: String): File = File(folder("cases"), name).also { check(it.isDirectory) { "no case $name" } }

/** What the compiler said, with the file's name and line. */
internal data class Said(
    val file: String?,
    val line: Int,
    val column: Int,
    val isError: Boolean,
    val text: String,
) : Serializable {
    override fun toString(): String = "$file:$line:$column: ${if (isError) "error" else "warning"}: $text"
}

/** One call of the compiler: its classes, and what it said. */
internal class Compiled(
    val code: ExitCode,
    val said: List<Said>,
    val classes: File,
)

private const val STRICT = "-Xexplicit-api=strict"

/** The classes of [parts] that the test itself runs on. */
internal fun own(vararg parts: String): List<File> =
    System.getProperty("java.class.path").split(File.pathSeparator).map(::File).filter { file ->
        parts.any { it in file.path }
    }

internal val STDLIB: List<File> = own("kotlin-stdlib")
internal val RUNTIME: List<File> = own("runtime/kotlin/", "flowtrace") + STDLIB

/** The clients of gen/kotlin, and of the flow order, which is compiled with the driver of the vectors. */
internal val CLIENTS: List<File> = own("gen/kotlin/", "specgen/flows/", "vectors-driver", "drivers/kotlin/")

/**
 * Compiles [sources]: as strictly as generated code is, or as plain users' code. With [allWarnings], errors hide no warning.
 *
 * What came of it is kept, and used again while the sources, the class path, the compiler and this file are the same.
 */
internal fun compile(
    name: String,
    sources: List<File>,
    classpath: List<File>,
    strict: Boolean,
    allWarnings: Boolean = false,
): Compiled {
    val checks = own("kotlin-compiler") + own("test-classes").map { File(it, "dev/specgen/checks/CompilerKt.class") }
    val digest = "$strict $allWarnings ${digestOf(sources)} ${digestOf(classpath)} ${digestOf(checks)}"
    val out = folder("out").apply { mkdirs() }
    val classes = File(out, name)
    val kept = File(out, "$name.kept")
    read(kept, digest)?.let { return Compiled(it.code, it.said, classes) }
    kept.delete()
    classes.deleteRecursively()
    val compiled = compileAnew(name, sources, classpath, strict, allWarnings)
    val whole = File(out, "$name.kept.new") // of a run that is broken off nothing is kept
    ObjectOutputStream(
        whole.outputStream().buffered(),
    ).use { it.writeObject(Kept(digest, compiled.code, compiled.said)) }
    check(whole.renameTo(kept)) { "cannot rename $whole" }
    return compiled
}

/** What came of a call of the compiler. */
private class Kept(
    val digest: String,
    val code: ExitCode,
    val said: List<Said>,
) : Serializable

private fun read(
    file: File,
    digest: String,
): Kept? {
    if (!file.exists()) return null
    val kept = ObjectInputStream(file.inputStream().buffered()).use { it.readObject() as Kept }
    return kept.takeIf { it.digest == digest }
}

private fun compileAnew(
    name: String,
    sources: List<File>,
    classpath: List<File>,
    strict: Boolean,
    allWarnings: Boolean,
): Compiled {
    val said = ArrayList<Said>()
    val classes = File(folder("out"), name)
    val arguments =
        K2JVMCompilerArguments().apply {
            freeArgs = sources.map { it.path }
            destination = classes.path
            this.classpath = classpath.joinToString(File.pathSeparator)
            noStdlib = true
            noReflect = true
            moduleName = name
            jvmTarget = "1.8"
            reportAllWarnings = allWarnings
            if (strict) {
                languageVersion = "2.0"
                apiVersion = "2.0"
                explicitApi = STRICT.substringAfter('=')
                allWarningsAsErrors = true
                extraWarnings = true
            }
        }
    val code = K2JVMCompiler().exec(Collector(said), Services.EMPTY, arguments)
    return Compiled(code, said, classes)
}

/** Compiles [sources], which must be without a warning. */
internal fun compileStrictly(
    name: String,
    sources: List<File>,
    classpath: List<File> = RUNTIME,
): File {
    val compiled = compile(name, sources, classpath, strict = true)
    assertEquals("", compiled.said.joinToString("\n"))
    assertEquals(ExitCode.OK, compiled.code)
    return compiled.classes
}

/** Runs `main` of the file [facade], with [classes] before what this test runs on. */
internal fun runMain(
    facade: String,
    classes: List<File>,
) {
    URLClassLoader(classes.map { it.toURI().toURL() }.toTypedArray(), Compiled::class.java.classLoader).use { loader ->
        loader.loadClass(facade).getMethod("main").invoke(null)
    }
}

/** The paths and bytes of all files below [roots]. A jar is known by its name, which has its version. */
private fun digestOf(roots: List<File>): String {
    val digest = MessageDigest.getInstance("SHA-256")
    for (file in roots.flatMap { root -> root.walk().filter { it.isFile }.sortedBy { it.path } }) {
        val content = if (file.extension == "jar") ByteArray(0) else file.readBytes()
        digest.update("${file.path} ${content.size} ".toByteArray())
        digest.update(content)
    }
    return digest.digest().joinToString("") { "%02x".format(it) }
}

private class Collector(
    private val said: MutableList<Said>,
) : MessageCollector {
    override fun clear() = said.clear()

    override fun hasErrors(): Boolean = said.any { it.isError }

    override fun report(
        severity: CompilerMessageSeverity,
        message: String,
        location: CompilerMessageSourceLocation?,
    ) {
        if (severity.isError || severity.isWarning) {
            val file = location?.path?.let { File(it).name }
            said += Said(file, location?.line ?: 0, location?.column ?: 0, severity.isError, message)
        }
    }
}
