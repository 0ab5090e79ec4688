package dev.specgen.callers

import dev.specgen.cases.parents.AttemptRef
import dev.specgen.cases.parents.CalledRef
import dev.specgen.cases.parents.ClosedRef
import dev.specgen.cases.parents.OrderId
import dev.specgen.cases.parents.ParentsApi
import dev.specgen.cases.parents.PlacedRef
import dev.specgen.cases.parents.ToldRef
import dev.specgen.cases.parents.VisitId
import dev.specgen.cases.parents.VisitRef
import dev.specgen.flowtrace.SpanData
import dev.specgen.flowtrace.testing.Recorder

private val ORDER = OrderId("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa")

/** A visit that is not kept at 10 %. */
private val VISIT = VisitId("0192f3a1-7b6c-7d2e-8f10-2a3b4c5d6e7f")

fun main() {
    Recorder().use { recorder ->
        val api = ParentsApi(recorder.sink)
        inTheirTraces(api, recorder)
        derivedFromParents(api, recorder)
        inOtherTraces(api, recorder)
        check(recorder.takeViolations().isEmpty())
    }
}

private fun last(recorder: Recorder): SpanData = recorder.spans.last()

private fun inTheirTraces(
api: ParentsApi,
recorder: Recorder,
) {
    val visit = api.visit(VISIT)
    check(!visit.context.isSampled && visit == VisitRef.of(VISIT) && !VisitRef.of(VISIT).context.isSampled)
    check(visit.hashCode() == VisitRef.of(VISIT).hashCode() && visit.toString() == "VisitRef(context=${visit.context})")
    check(api.placed(visit, ORDER) == PlacedRef.of(ORDER) && last(recorder).isSampled)
    check(last(recorder).parent == visit.context && last(recorder).parentTraceId == visit.context.traceId)
    val placed = api.placed(orderId = ORDER)
    check(last(recorder).parent == null)
    val first = api.attempt(placed, 1)
    check(api.attempt(first, 2) == AttemptRef.of(ORDER, 2) && last(recorder).parent == first.context)
}

private fun derivedFromParents(
api: ParentsApi,
recorder: Recorder,
) {
    val attempt = AttemptRef.of(ORDER, 1)
    check(api.startClosed(attempt).end() == ClosedRef.of(attempt))
    check(ClosedRef.of(attempt) != ClosedRef.of(PlacedRef.of(ORDER)))
    val closed = ClosedRef.of(attempt)
    check(api.told(closed, ORDER) == ToldRef.of(closed, ORDER) && last(recorder).parentTraceId == null)
    val visit = VisitRef.of(VISIT)
    check(api.told(visit, ORDER) == ToldRef.of(visit, ORDER) && last(recorder).parentTraceId == visit.context.traceId)
    val one = api.told(orderId = ORDER)
    check(one != api.told(orderId = ORDER) && last(recorder).parent == null)
    check(one.context.traceId == PlacedRef.of(ORDER).context.traceId)
}

private fun inOtherTraces(
api: ParentsApi,
recorder: Recorder,
) {
    val theirs = checkNotNull(CalledRef.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"))
    val answered = api.answered(api.called(theirs.context))
    check(answered.context.traceId == theirs.context.traceId && !last(recorder).isSampled)
    check(api.answered(PlacedRef.of(ORDER)).context.traceId != PlacedRef.of(ORDER).context.traceId)
    check(last(recorder).parentTraceId == PlacedRef.of(ORDER).context.traceId)
}
