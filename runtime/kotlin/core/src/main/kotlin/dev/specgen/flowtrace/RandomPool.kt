package dev.specgen.flowtrace

import java.security.SecureRandom
import java.util.concurrent.atomic.AtomicInteger

private const val MAX_AGE_MILLIS = 100L

/**
 * Random bits, made 256 numbers at a time: a stream of ChaCha20 whose key is from [random] and used for nothing else.
 * An id of [random] itself would cost more than the rest of a span. Thread-safe.
 *
 * What is left of a block is not used after 100 ms: two processes that a snapshot of one is restored to share it.
 */
internal class RandomPool(
    private val random: SecureRandom,
    private val wallMillis: () -> Long = System::currentTimeMillis,
) {
    @Volatile private var current = RandomBlock(LongArray(0), 0)

    /**
     * Calls [make] with an array and the place in it from which on [count] numbers are the caller's alone. [now] is
     * what [wallMillis] gave a moment ago: a caller who needs the time as well reads it once.
     */
    inline fun <T> take(
        count: Int,
        now: Long = wallMillis(),
        make: (longs: LongArray, start: Int) -> T,
    ): T {
        var block = current
        var millis = now
        while (true) {
            val start = if (block.isFresh(millis)) block.take(count) else -1
            if (start >= 0) return make(block.longs, start)
            block = after(block)
            millis = wallMillis()
        }
    }

    @Synchronized
    private fun after(block: RandomBlock): RandomBlock {
        if (current === block) current = RandomBlock(longs(), wallMillis())
        return current
    }

    private fun longs(): LongArray {
        val key = ByteArray(ChaCha20.KEY_BYTES)
        random.nextBytes(key)
        return ChaCha20(key).longs()
    }
}

/** Numbers of a [RandomPool], each of which is given out once. */
internal class RandomBlock(
    val longs: LongArray,
    private val madeMillis: Long,
) {
    private val taken = AtomicInteger()

    fun isFresh(now: Long): Boolean = now - madeMillis in 0..MAX_AGE_MILLIS

    /** Where the next [count] numbers begin, or -1 where so many are not left. */
    fun take(count: Int): Int = taken.getAndAdd(count).let { if (it + count <= longs.size) it else -1 }
}
