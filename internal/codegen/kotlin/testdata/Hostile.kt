package dev.specgen.callers

import dev.specgen.cases.hostile.DeepRef
import dev.specgen.cases.hostile.Do
import dev.specgen.cases.hostile.DollarQuoteBackWhile
import dev.specgen.cases.hostile.FunRef
import dev.specgen.cases.hostile.HostileClass
import dev.specgen.cases.hostile.HostileFunService
import dev.specgen.cases.hostile.Object
import dev.specgen.cases.hostile.OpenChoice
import dev.specgen.flowtrace.SpanContext
import dev.specgen.flowtrace.SpanData
import dev.specgen.flowtrace.SpanKind
import dev.specgen.flowtrace.export.OtlpJson
import dev.specgen.flowtrace.export.SpanEvents
import dev.specgen.flowtrace.testing.Recorder
import java.util.Date

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
        outside(recorder, flow, first)
        refused(recorder, flow, first, id)
    }
}

private fun values(spans: List<SpanData>) {
    check(spans[0].name == "hostile:fun" && spans[0].tags["in"] == "`/*\$") { spans[0] }
    check(spans[1].name == "hostile:\$dollar \"quote\" \\ back") { spans[1].name }
    check(spans[1].tags["while"] == "\$wire" && spans[1].tags["do"] == "x:y") { spans[1] }
    check(spans.map { it.error }.take(5) == listOf(null, "\$wire", "fal\\se", null, null)) { spans.map { it.error } }
    check(spans[1].kind == SpanKind.CONSUMER) { spans[1].kind }
    check(spans[2].tags["open_choice"] == "fal\\se" && spans[2].tags["while"] == "Companion") { spans[2] }
    check(spans[5].tags.toMap().keys.toList() == listOf("object", "draft", "ref", "trace_name")) { spans[5] }
    check(spans[6].scope.service == "fun \$service \"x\" \\") { spans[6].scope.service }
    check(SpanEvents.encode(spans[0]).contains("\"null\":\"\u202Ertl\""))
    check(OtlpJson.encode(spans).startsWith("{\"resourceSpans\":[{\"resource\":"))
}

private fun outside(
recorder: Recorder,
flow: HostileClass,
first: FunRef,
) {
    val theirs = SpanContext.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00")
    val outer = flow.outer(theirs, timestamp = Date(1))
    val inner = flow.inner(outer)
    val innermost = flow.innermost(inner)
    for (context in listOf(outer.context, inner.context, innermost.context)) {
        check(context.traceId == theirs?.traceId && !context.isSampled) { context }
    }
    check(flow.deep(outer) == DeepRef.of(outer) && !DeepRef.of(outer).context.isSampled) { DeepRef.of(outer) }
    check(flow.inner(outer) == inner && flow.inner(first) != flow.inner(first))
    check(recorder.spans.last().parentTraceId == first.context.traceId) { recorder.spans.last() }
    check(flow.inner() != flow.inner() && flow.innermost() != flow.innermost())
    check(recorder.spans.last().parent == null) { recorder.spans.last() }
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
