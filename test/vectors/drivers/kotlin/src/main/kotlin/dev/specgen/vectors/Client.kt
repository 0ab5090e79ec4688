package dev.specgen.vectors

import dev.specgen.flowtrace.SpanContext
import dev.specgen.flowtrace.SpanSink
import java.util.Date

/** A measured span that has begun. */
internal fun interface Running {
    fun end(
        arguments: Arguments,
        time: Date?,
    )
}

/** A reference of the vectors. [span] names the span where that does not follow from where the reference is given. */
internal class Reference(
    val context: SpanContext,
    val span: String?,
)

/** What a call is given. */
internal class Call(
    val parent: Reference?,
    val given: Arguments,
    val links: List<SpanContext>,
    val time: Date?,
)

/** What a call gives: the span's ids, and the handle of one that runs. */
internal class Result(
    val context: SpanContext,
    val running: Running? = null,
)

/** The calls that one service's emitter has, by the names of its spans. */
internal typealias Emitter = Map<String, (Call) -> Result>

/** The generated client of one flow. */
internal interface Client {
    /** The emitter of a service whose own tags these are. */
    fun emitter(
        sink: SpanSink,
        service: String,
        tags: Arguments,
    ): Emitter

    /** Derives the reference to a span from tags or from the parent. */
    fun derive(
        span: String,
        given: Arguments,
        parent: Reference?,
    ): SpanContext

    companion object {
        /** The client of a flow of the vectors. */
        fun of(flow: String): Client =
            when (flow) {
                "notification" -> NotificationClient
                "order" -> OrderClient
                else -> error("no such flow: $flow")
            }
    }
}

/** References of the vectors have no type; a client's have one. */
internal fun <T : Any> ref(
    reference: Reference?,
    parse: (String) -> T?,
): T = ref(checkNotNull(reference).context, parse)

internal fun <T : Any> ref(
    context: SpanContext,
    parse: (String) -> T?,
): T = checkNotNull(parse(context.toTraceparent()))
