package dev.specgen.flowtrace

import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicLong

/**
 * Where the emitters of all flows send their spans. Make one per process. Thread-safe when its parts are.
 *
 * What a part throws is caught and counted in [failures]; the clock and the ids fall back to the real ones.
 *
 * @param processor Takes the spans, such as a [BatchSpanProcessor].
 * @param clock The two clocks.
 * @param ids Gives the ids that do not derive.
 * @param resource Attributes of every service beside the spec's, such as the host's name. One with the name of a
 * service's own tag, or `service.name`, is left out and reported.
 * @param onViolation Is told of what breaks the spec at run time.
 */
public class SpanSink
    @JvmOverloads
    constructor(
        private val processor: SpanProcessor,
        private val clock: Clock = Clock.System,
        private val ids: IdGenerator = IdGenerator.Secure,
        internal val resource: Tags = Tags.EMPTY,
        private val onViolation: ViolationListener = ViolationListener {},
    ) {
        /** A sink without attributes beside the spec's. */
        public constructor(processor: SpanProcessor, clock: Clock, ids: IdGenerator, onViolation: ViolationListener) :
            this(processor, clock, ids, Tags.EMPTY, onViolation)

        private val failed = AtomicLong()

        /** How often the processor, the listener, the clock or the id generator threw. */
        public val failures: Long get() = failed.get()

        internal fun violated(violation: Violation) {
            guarded { onViolation.onViolation(violation) }
        }

        internal fun ended(span: SpanData) {
            if (span.isSampled || processor is UnsampledSpanProcessor) guarded { processor.onEnd(span) }
        }

        /** A clock before 1970 counts as 1970. */
        internal fun wallNanos(): Long = (guarded { clock.wallNanos() } ?: Clock.System.wallNanos()).coerceAtLeast(0)

        internal val hasRealClock: Boolean get() = clock === Clock.System

        /** Null where the injected clock threw. */
        internal fun monotonicNanos(): Long? = guarded { clock.monotonicNanos() }

        internal fun newSpanId(): SpanId = guarded { ids.newSpanId() } ?: IdGenerator.Secure.newSpanId()

        /** A span of [type] in a new trace. [wallNanos] has just been read: the real clock needs no second look. */
        @OptIn(GeneratedApi::class)
        internal fun newContext(
            type: SpanType,
            wallNanos: Long,
        ): SpanContext =
            if (ids === IdGenerator.Secure && hasRealClock) {
                IdGenerator.Secure.newContext(TimeUnit.NANOSECONDS.toMillis(wallNanos)) { type.keeps(it) }
            } else {
                newContext().let { it.flagged(type.keeps(it.traceId)) }
            }

        /** A span in a new trace, sampled. */
        internal fun newContext(): SpanContext =
            if (ids === IdGenerator.Secure) {
                IdGenerator.Secure.newContext(System.currentTimeMillis()) { true }
            } else {
                SpanContext(newTraceId(), newSpanId())
            }

        internal fun newTraceId(): TraceId = guarded { ids.newTraceId() } ?: IdGenerator.Secure.newTraceId()

        private inline fun <T : Any> guarded(block: () -> T): T? =
            try {
                block()
            } catch (fatal: VirtualMachineError) {
                throw fatal
            } catch (ignored: InterruptedException) {
                // Whoever threw it has cleared the flag, which is the caller's.
                Thread.currentThread().interrupt()
                failed.incrementAndGet()
                null
            } catch (ignored: Throwable) {
                failed.incrementAndGet()
                null
            }
    }
