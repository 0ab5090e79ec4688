package dev.specgen.callers

import dev.specgen.cases.hostile.Do
import dev.specgen.cases.hostile.DollarQuoteBackWhile
import dev.specgen.cases.hostile.FunRef
import dev.specgen.cases.hostile.HostileClass
import dev.specgen.cases.hostile.HostileFunService
import dev.specgen.cases.hostile.Object
import dev.specgen.cases.hostile.OpenChoice
import dev.specgen.flowtrace.SpanData
import dev.specgen.flowtrace.export.OtlpJson
import dev.specgen.flowtrace.export.SpanEvents
import dev.specgen.flowtrace.testing.Recorder

fun main() {
    Recorder().use { recorder ->
        val flow = HostileClass(recorder.sink, `null` = "\u202Ertl", `val` = null)
        val id = Object("a*/b")
        val first = flow.`fun`(id, `in` = "`/*\$", `when` = Long.MIN_VALUE, `is` = true, emitter = "e", begin = "b")
        check(first == FunRef.of(id))
        val second =
            flow.dollarQuoteBack(
                first,
                id,
                `when` = 1,
                `is` = false,
                `while` = DollarQuoteBackWhile.Object(`do` = Do("x:y")),
                openChoice = OpenChoice.of("anything"),
                `typeof` = listOf("\uD83D\uDE00"),
            )
        flow.dollarQuoteBack(first, id, 2, true, DollarQuoteBackWhile.Companion(), OpenChoice.FALSE, `try` = 0.1)
        flow.dollarQuoteBack(first, id, 3, true, DollarQuoteBackWhile.String(typed = "t", listed = listOf("l")), OpenChoice.TRUE)
        flow.dollarQuoteBack(first, id, 4, true, DollarQuoteBackWhile.Do(Do("x:z")), OpenChoice.TRUE)
        val running = flow.start日本語のスパン(second, id, traceName = "t")
        check(running.end(ref = "r", draft = "d") == running.ref)
        HostileFunService(recorder.sink).emoji(first, id)
        values(recorder.spans)
        refused(recorder, flow, first, id)
    }
}

private fun values(spans: List<SpanData>) {
    check(spans[0].name == "hostile:fun" && spans[0].tags["in"] == "`/*\$") { spans[0] }
    check(spans[1].name == "hostile:\$dollar \"quote\" \\ back") { spans[1].name }
    check(spans[1].tags["while"] == "\$wire" && spans[1].tags["do"] == "x:y") { spans[1] }
    check(spans[2].tags["open_choice"] == "fal\\se" && spans[2].tags["while"] == "Companion") { spans[2] }
    check(spans[5].tags.toMap().keys.toList() == listOf("object", "draft", "ref", "trace_name")) { spans[5] }
    check(spans[6].scope.service == "fun \$service \"x\" \\") { spans[6].scope.service }
    check(SpanEvents.encode(spans[0]).contains("\"null\":\"\u202Ertl\""))
    check(OtlpJson.encode(spans).startsWith("{\"resourceSpans\":[{\"resource\":"))
}

@Suppress("DEPRECATION")
private fun refused(
recorder: Recorder,
flow: HostileClass,
first: FunRef,
id: Object,
) {
    check(recorder.takeViolations().isEmpty())
    flow.wait(first, id, funLinks = listOf(first))
    flow.notify(first, Object("A"))
    flow.`fun`(Object(""), `in` = "", `when` = 0)
    val rules = recorder.takeViolations().map { "${it.rule} ${it.tag} ${it.expected}" }
    val pattern = "pattern ^[a-z*/\$\"\\\\]+\$"
    check(
        rules ==
            listOf(
                "trace-id-mismatch object ${first.context.traceId}",
                "tag-value object $pattern",
                "tag-value object at least 1 character",
                "tag-value in pattern `*/\$|/\\*\\\$",
            ),
    ) { rules }
}
