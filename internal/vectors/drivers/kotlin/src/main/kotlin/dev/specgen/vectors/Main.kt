package dev.specgen.vectors

import com.google.gson.JsonParser
import java.io.File
import java.io.PrintStream
import kotlin.system.exitProcess

/** What a Kotlin client cannot hold: text is UTF-16, and references are never the zero value. */
private val LEFT_OUT = setOf("utf8", "zero")

/** Prints a line of JSON for each case of calls.json, to the file of the second argument or to standard output. */
fun main(arguments: Array<String>) {
    if (arguments.isEmpty()) {
        System.err.println("cannot drive the vectors: name calls.json")
        exitProcess(2)
    }
    val out = if (arguments.size > 1) PrintStream(arguments[1], "UTF-8") else PrintStream(System.out, false, "UTF-8")
    out.use { stream ->
        for (case in JsonParser.parseString(File(arguments[0]).readText()).asJsonArray.map { it.asJsonObject }) {
            val needs = case["needs"]?.asString
            val line = if (needs in LEFT_OUT) leftOut(case, needs.orEmpty()) else Run(case).line()
            stream.print(line + "\n")
        }
    }
}
