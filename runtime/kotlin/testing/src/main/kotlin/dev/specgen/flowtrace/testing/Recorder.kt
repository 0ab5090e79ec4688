package dev.specgen.flowtrace.testing

import dev.specgen.flowtrace.Clock
import dev.specgen.flowtrace.IdGenerator
import dev.specgen.flowtrace.SpanData
import dev.specgen.flowtrace.SpanSink
import dev.specgen.flowtrace.UnsampledSpanProcessor
import dev.specgen.flowtrace.Violation
import dev.specgen.flowtrace.ViolationListener

/**
 * Records what the emitters on [sink] emit, sampled or not ([SpanData.isSampled]). A violation that the test does not
 * take with [takeViolations] fails it when the recorder is closed:
 *
 *     Recorder().use { recorder -> … }
 *
 * Thread-safe.
 *
 * @param clock The clocks of the emitters.
 * @param ids The ids that do not derive.
 */
public class Recorder
    @JvmOverloads
    constructor(
        clock: Clock = Clock.System,
        ids: IdGenerator = IdGenerator.Secure,
    ) : UnsampledSpanProcessor,
        ViolationListener,
        AutoCloseable {
        private val kept = ArrayList<SpanData>()
        private val violated = ArrayList<Violation>()

        /** Where the emitters under test send their spans. */
        public val sink: SpanSink = SpanSink(this, clock, ids, this)

        /** What was emitted so far, in order; spans that are not sampled, and so not exported, too. */
        public val spans: List<SpanData> get() = synchronized(kept) { ArrayList(kept) }

        /** What was emitted under [name], in order. */
        public fun spans(name: String): List<SpanData> = spans.filter { it.name == name }

        /** The one span of [name]; fails where there is none or more. */
        public fun single(name: String): SpanData {
            val found = spans(name)
            if (found.size !=
                1
            ) {
                throw AssertionError("want one $name, got ${found.size} among ${spans.map { it.name }}")
            }
            return found[0]
        }

        /** The violations since the last call, which the test has then seen. */
        public fun takeViolations(): List<Violation> =
            synchronized(violated) {
                val taken = ArrayList(violated)
                violated.clear()
                taken
            }

        /** Fails where there is a violation that was not taken, or where a part of the sink threw. */
        override fun close() {
            val left = takeViolations()
            if (left.isNotEmpty()) throw AssertionError(left.joinToString("\n", "the spec is broken:\n"))
            if (sink.failures >
                0
            ) {
                throw AssertionError("a clock, id generator or listener threw ${sink.failures} times")
            }
        }

        override fun onEnd(span: SpanData) {
            synchronized(kept) { kept.add(span) }
        }

        override fun onViolation(violation: Violation) {
            synchronized(violated) { violated.add(violation) }
        }

        override fun forceFlush(timeoutMillis: Long): Boolean = true

        override fun shutdown(timeoutMillis: Long): Boolean = true
    }
