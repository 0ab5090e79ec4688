package dev.specgen.callers

import dev.specgen.cases.wide.Tag0
import dev.specgen.cases.wide.Tag102
import dev.specgen.cases.wide.Tag108
import dev.specgen.cases.wide.Tag114
import dev.specgen.cases.wide.Tag12
import dev.specgen.cases.wide.Tag120
import dev.specgen.cases.wide.Tag126
import dev.specgen.cases.wide.Tag132
import dev.specgen.cases.wide.Tag138
import dev.specgen.cases.wide.Tag144
import dev.specgen.cases.wide.Tag150
import dev.specgen.cases.wide.WideId
import dev.specgen.cases.wide.WideSpanRef
import dev.specgen.cases.wide.WideWideService
import dev.specgen.flowtrace.testing.Recorder

fun main() {
    Recorder().use { recorder ->
        val service = WideWideService(recorder.sink)
        val made = WideWideService::class.java.declaredMethods.single { it.name == "wideSpan" }
        // The JVM's limit is 255 slots; a function of 300 parameters would not even load.
        check(made.parameterCount < 20) { made }
        check(WideSpanRef.of(WideId("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"), Tag150("k")).context.spanBitsAreSet())
        check(Tag0("a").value + Tag12("b").value == "ab")
        check(listOf(Tag102("x"), Tag108("x"), Tag114("x"), Tag120("x")).size == 4)
        check(listOf(Tag126("x").value, Tag132("x").value, Tag138("x").value, Tag144("x").value).size == 4)
        check(service.javaClass.name.endsWith("WideWideService"))
    }
}

private fun dev.specgen.flowtrace.SpanContext.spanBitsAreSet(): Boolean = spanId.toString().length == 16
