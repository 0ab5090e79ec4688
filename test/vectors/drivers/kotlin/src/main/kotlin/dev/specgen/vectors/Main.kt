package dev.specgen.vectors

import com.google.gson.JsonParser
import java.io.File
import java.io.PrintStream
import kotlin.system.exitProcess

/** What a Kotlin client cannot hold: text is UTF-16, and references are never the zero value. */
private val LEFT_OUT = setOf("utf8", "zero")

/**
 * Prints a line of JSON for each case of calls.json or order-calls.json: `CALLS [--export URL]`. CALLS is its path, "-"
 * for standard input. With a URL, the sampled spans of case number k, from 0, also go through a batch processor
 * and the OTLP/HTTP exporter to URL/k. `- --deliver` does a scenario of testdata/delivery.
 */
fun main(arguments: Array<String>) {
    val isDelivery = arguments.size == 2 && arguments[1] == "--deliver"
    val isRight = arguments.size == 1 || isDelivery || (arguments.size == 3 && arguments[1] == "--export")
    if (!isRight) {
        System.err.println("cannot drive the vectors: give CALLS [--export URL], or CALLS --deliver")
        exitProcess(2)
    }
    try {
        val out = PrintStream(System.out, false, "UTF-8")
        if (isDelivery) {
            val lines = System.`in`.bufferedReader()
            Delivery(JsonParser.parseString(lines.readLine()).asJsonObject).run(lines.lineSequence(), out)
        } else {
            drive(File(if (arguments[0] == "-") "/dev/stdin" else arguments[0]), out, arguments.getOrNull(2))
        }
        out.flush()
    } catch (failed: IllegalStateException) {
        System.err.println(failed.message)
        exitProcess(1)
    }
}

/** Prints a line for each case of [calls] to [out], and sends the spans to [export] where it is given. */
fun drive(
    calls: File,
    out: PrintStream,
    export: String?,
) {
    JsonParser.parseString(calls.readText()).asJsonArray.map { it.asJsonObject }.forEachIndexed { number, case ->
        val needs = case["needs"]?.asString
        val line =
            if (needs in
                LEFT_OUT
            ) {
                leftOut(case, needs.orEmpty())
            } else {
                Run(case, export?.let { "$it/$number" }).line()
            }
        out.print(line + "\n")
    }
}
