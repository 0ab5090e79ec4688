package dev.specgen.flowtrace

import java.nio.ByteBuffer
import java.security.MessageDigest
import java.util.concurrent.atomic.AtomicBoolean

private const val SCRATCH_BYTES = 256
private const val DIGEST_BYTES = 32
private const val MAX_ASCII = '\u007F'

/** SHA-256 over the parts of an id, as docs/ids.md states it. Take one with [start], feed it, finish it once. */
@GeneratedApi
public class IdHash private constructor() {
    private val sha = MessageDigest.getInstance("SHA-256")
    private val input = ByteBuffer.allocate(SCRATCH_BYTES)
    private val output = ByteBuffer.allocate(DIGEST_BYTES)
    private val isTaken = AtomicBoolean(true)

    /** Adds a key value: a string, an enum's value on the wire, an int in decimal, a bool as true or false. */
    public fun key(value: String): IdHash = text(value).zero()

    /** Adds the parent as the key: the 8 bytes of its span id. */
    public fun key(parent: SpanContext): IdHash = long(parent.spanBits).zero()

    /** Finishes with the span in [trace], sampled; an all-zero span id becomes …01. */
    public fun context(trace: TraceId): SpanContext {
        val bits = finish { it.getLong(0) }
        return SpanContext(trace, if (bits == 0L) 1L else bits, true)
    }

    private inline fun <T> finish(result: (ByteBuffer) -> T): T {
        sha.update(input.array(), 0, input.position())
        sha.digest(output.array(), 0, DIGEST_BYTES)
        input.clear()
        val read = result(output)
        if (last !== this) last = this
        isTaken.lazySet(false)
        return read
    }

    private fun bytes(value: ByteArray): IdHash {
        makeRoom(value.size)
        if (value.size <= input.remaining()) input.put(value) else sha.update(value)
        return this
    }

    private fun text(value: String): IdHash =
        if (value.length <= input.remaining() && putAscii(value, input)) this else bytes(utf8(value))

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
        // The one that was finished last: no ThreadLocal to leak, no lock. Under contention a thread makes its own. One
        // that is never finished is forgotten.
        @Volatile private var last: IdHash? = null

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
                .finish { TraceId.orOne(it.getLong(0), it.getLong(Long.SIZE_BYTES)) }

        /** The last 8 bytes of the SHA-256 of [trace]. */
        internal fun lastBits(trace: TraceId): Long =
            take()
                .long(trace.high)
                .long(trace.low)
                .finish { it.getLong(DIGEST_BYTES - Long.SIZE_BYTES) }

        private fun take(): IdHash = last?.takeIf { it.isTaken.compareAndSet(false, true) } ?: IdHash()
    }
}

/** Adds [value] to [bytes], which has room for it; false, and nothing is added, where it is not ASCII. */
private fun putAscii(
    value: String,
    bytes: ByteBuffer,
): Boolean {
    val array = bytes.array()
    val start = bytes.position()
    for (index in value.indices) {
        val char = value[index]
        if (char > MAX_ASCII) return false
        array[start + index] = char.code.toByte()
    }
    bytes.position(start + value.length)
    return true
}
