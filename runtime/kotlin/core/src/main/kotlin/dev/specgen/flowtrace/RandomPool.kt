package dev.specgen.flowtrace

import java.nio.ByteBuffer
import java.security.MessageDigest
import java.security.SecureRandom
import java.util.concurrent.atomic.AtomicInteger

private const val SEED_BYTES = 32
private const val LONGS_PER_DIGEST = 4
private const val DIGESTS = 32
private const val MAX_AGE_MILLIS = 100L

/**
 * Random bits, made a block at a time: the SHA-256 of a seed and a counter. Each block has a seed of its own from
 * [random], of which an id alone would cost more than the rest of a span. Thread-safe.
 *
 * What is left of a block is not used after 100 ms: two processes that a snapshot of one is restored to share it.
 */
internal class RandomPool(
    private val random: SecureRandom,
    private val wallMillis: () -> Long = System::currentTimeMillis,
) {
    @Volatile private var current = RandomBlock(LongArray(0), 0)

    /** Calls [make] with an array and the place in it from which on [count] numbers are the caller's alone. */
    inline fun <T> take(
        count: Int,
        make: (longs: LongArray, start: Int) -> T,
    ): T {
        var block = current
        while (true) {
            val start = if (block.isFresh(wallMillis())) block.take(count) else -1
            if (start >= 0) return make(block.longs, start)
            block = after(block)
        }
    }

    @Synchronized
    private fun after(block: RandomBlock): RandomBlock {
        if (current === block) current = RandomBlock(longs(), wallMillis())
        return current
    }

    private fun longs(): LongArray {
        val sha = MessageDigest.getInstance("SHA-256")
        val seed = ByteArray(SEED_BYTES)
        random.nextBytes(seed)
        val longs = LongArray(DIGESTS * LONGS_PER_DIGEST)
        for (counter in 0 until DIGESTS) {
            sha.update(seed)
            sha.update(counter.toByte())
            ByteBuffer.wrap(sha.digest()).asLongBuffer().get(longs, counter * LONGS_PER_DIGEST, LONGS_PER_DIGEST)
        }
        return longs
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
