package dev.specgen.flowtrace

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNotSame
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Test
import java.security.SecureRandom
import java.util.concurrent.Callable
import java.util.concurrent.Executors

class RandomPoolTest {
    private var now = 1_000L
    private val seeds = Seeds()
    private val pool = RandomPool(seeds) { now }

    /** Seeds that tell how many were asked for. */
    private class Seeds : SecureRandom() {
        var count = 0

        override fun nextBytes(bytes: ByteArray) {
            count++
            bytes.fill(count.toByte())
        }
    }

    private fun one(): Long = pool.take(1) { longs, start -> longs[start] }

    @Test
    fun `every number is given out once, with a seed for each 256 of them`() {
        val numbers = List(512) { one() }
        assertEquals(numbers.size, numbers.toSet().size)
        assertEquals(2, seeds.count)
    }

    @Test
    fun `numbers that are taken together do not straddle two blocks`() {
        repeat(86) { pool.take(3) { longs, start -> longs[start + 2] } }
        assertEquals(2, seeds.count)
    }

    @Test
    fun `a block that is older than 100 ms is not used, nor one of the future`() {
        one()
        now += 100
        one()
        assertEquals(1, seeds.count)
        now += 1
        one()
        assertEquals(2, seeds.count)
        now -= 1
        one()
        assertEquals(3, seeds.count)
    }

    @Test
    fun `a caller who has read the clock is believed, and the next block is made by the pool's own`() {
        val first = pool.take(1, now) { longs, _ -> longs }
        now += 50
        assertSame(first, pool.take(1, now + 50) { longs, _ -> longs })
        assertNotSame(first, pool.take(1, now + 51) { longs, _ -> longs })
        assertEquals(2, seeds.count)
        one()
        assertEquals(2, seeds.count, "made at the pool's own time")
    }

    @Test
    fun `threads share no number`() {
        val real = RandomPool(SecureRandom())
        val threads = Executors.newFixedThreadPool(8)
        try {
            val work = Callable { List(2_000) { real.take(1) { longs, start -> longs[start] } } }
            val taken = threads.invokeAll(List(8) { work }).flatMap { it.get() }
            assertEquals(taken.size, taken.toSet().size)
        } finally {
            threads.shutdownNow()
        }
    }

    @Test
    fun `the real generator gives ids that differ`() {
        val one = SpanSink(Kept()).newContext()
        val other = SpanSink(Kept()).newContext()
        assertNotEquals(one, other)
        assertNotEquals(one.traceId, other.traceId)
        assertNotEquals(one.spanId, other.spanId)
        assertEquals(true, one.isSampled)
    }

    @Test
    fun `an injected generator gives both ids of a new trace`() {
        val trace = TraceId(1, 2)
        val ids =
            object : IdGenerator {
                override fun newTraceId(): TraceId = trace

                override fun newSpanId(): SpanId = SpanId(3)
            }
        val context = SpanSink(Kept(), Clock.System, ids) {}.newContext()
        assertEquals(SpanContext(trace, SpanId(3)), context)
    }
}
