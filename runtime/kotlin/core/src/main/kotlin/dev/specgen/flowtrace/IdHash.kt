package dev.specgen.flowtrace

import java.nio.ByteBuffer
import java.security.MessageDigest
import java.util.concurrent.atomic.AtomicReference

private const val SCRATCH_BYTES = 256
private const val DIGEST_BYTES = 32
private const val MAX_ASCII = '\u007F'

/** SHA-256 over the parts of an id, as docs/ids.md states it. Take one with [start], feed it, finish it once. */
@GeneratedApi
public class IdHash private constructor() {
    private val sha = MessageDigest.getInstance("SHA-256")
    private val input = ByteBuffer.allocate(SCRATCH_BYTES)
    private val output = ByteBuffer.allocate(DIGEST_BYTES)

    /** Adds a key value: a string, an enum's value on the wire, an int in decimal, a bool as true or false. */
    public fun key(value: String): IdHash = text(value).zero()

    /** Adds the parent as the key: the 8 bytes of its span id. */
    public fun key(parent: SpanContext): IdHash = long(parent.spanBits).zero()

    /** Finishes with the span in [trace], sampled; an all-zero span id becomes …01. */
    public fun context(trace: TraceId): SpanContext {
        finish()
        val bits = output.getLong(0)
        idle.set(this)
        return SpanContext(trace, if (bits == 0L) 1L else bits, true)
    }

    private fun traceId(): TraceId {
        finish()
        val high = output.getLong(0)
        val low = output.getLong(Long.SIZE_BYTES)
        idle.set(this)
        return TraceId.orOne(high, low)
    }

    private fun lastLong(): Long {
        finish()
        val last = output.getLong(DIGEST_BYTES - Long.SIZE_BYTES)
        idle.set(this)
        return last
    }

    private fun finish() {
        sha.update(input.array(), 0, input.position())
        sha.digest(output.array(), 0, DIGEST_BYTES)
        input.clear()
    }

    private fun bytes(value: ByteArray): IdHash {
        makeRoom(value.size)
        if (value.size <= input.remaining()) input.put(value) else sha.update(value)
        return this
    }

    private fun text(value: String): IdHash =
        if (value.length <= input.remaining() && ascii(value)) this else bytes(utf8(value))

    /** False, and nothing is added, where [value] is not ASCII. */
    private fun ascii(value: String): Boolean {
        val array = input.array()
        val start = input.position()
        for (index in value.indices) {
            val char = value[index]
            if (char > MAX_ASCII) return false
            array[start + index] = char.code.toByte()
        }
        input.position(start + value.length)
        return true
    }

    private fun long(value: Long): IdHash {
        makeRoom(Long.SIZE_BYTES)
        input.putLong(value)
        return this
    }

    private fun zero(): IdHash {
        makeRoom(1)
        input.put(0)
        return this
    }

    private fun makeRoom(size: Int) {
        if (size > input.remaining()) {
            sha.update(input.array(), 0, input.position())
            input.clear()
        }
    }

    public companion object {
        // One idle instance: no ThreadLocal to leak, no lock. Under contention a thread makes its own.
        private val idle = AtomicReference<IdHash?>()

        /** Starts the id of a span of [type] in [trace]. */
        @JvmStatic
        public fun start(
            trace: TraceId,
            type: SpanType,
        ): IdHash =
            take()
                .long(trace.high)
                .long(trace.low)
                .bytes(type.nameBytes)
                .zero()

        internal fun traceId(
            flow: String,
            value: String,
        ): TraceId =
            take()
                .text(flow)
                .zero()
                .text(value)
                .traceId()

        /** The last 8 bytes of the SHA-256 of [trace]. */
        internal fun lastBits(trace: TraceId): Long =
            take()
                .long(trace.high)
                .long(trace.low)
                .lastLong()

        private fun take(): IdHash = idle.getAndSet(null) ?: IdHash()
    }
}
