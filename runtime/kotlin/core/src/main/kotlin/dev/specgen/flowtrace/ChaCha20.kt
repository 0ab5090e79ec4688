package dev.specgen.flowtrace

import java.nio.ByteBuffer
import java.nio.ByteOrder

private const val WORDS = 16
private const val CONSTANTS = 4
private const val COUNTER = 12
private const val ROUNDS = 20
private const val COLUMNS = 4
private const val FAR = 16
private const val NEAR = 12
private const val FAR_AGAIN = 8
private const val NEAR_AGAIN = 7
private const val LOW_WORD = 0xFFFF_FFFFL

/**
 * The first blocks of ChaCha20 (RFC 8439) of a key of 32 bytes, with a nonce of zeros. Word by word they are made at
 * the same time, as a JIT makes vectors of that, and they stand in the same order: two words of each block, then the
 * next two of each.
 */
internal class ChaCha20(
    key: ByteArray,
) {
    private val start = IntArray(WORDS)

    init {
        EXPAND.copyInto(start)
        val words = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer()
        words.get(start, CONSTANTS, COUNTER - CONSTANTS)
    }

    fun longs(): LongArray {
        val words = Array(WORDS) { word -> IntArray(BLOCKS).also { addStart(word, it) } }
        for (round in 0 until ROUNDS) {
            val slant = round % 2
            for (column in 0 until COLUMNS) {
                quarterRound(
                    words[column],
                    words[COLUMNS + (column + slant) % COLUMNS],
                    words[2 * COLUMNS + (column + 2 * slant) % COLUMNS],
                    words[COUNTER + (column + (COLUMNS - 1) * slant) % COLUMNS],
                )
            }
        }
        for (word in 0 until WORDS) addStart(word, words[word])
        return paired(words)
    }

    private fun addStart(
        word: Int,
        blocks: IntArray,
    ) {
        for (block in blocks.indices) blocks[block] += start[word]
        if (word == COUNTER) for (block in blocks.indices) blocks[block] += block
    }

    private fun paired(words: Array<IntArray>): LongArray {
        val longs = LongArray(LONGS)
        for (word in 0 until WORDS step 2) {
            val high = words[word]
            val low = words[word + 1]
            val place = word / 2 * BLOCKS
            for (block in 0 until BLOCKS) {
                longs[place + block] = (high[block].toLong() shl Int.SIZE_BITS) or (low[block].toLong() and LOW_WORD)
            }
        }
        return longs
    }

    /** One quarter round of all blocks. */
    private fun quarterRound(
        a: IntArray,
        b: IntArray,
        c: IntArray,
        d: IntArray,
    ) {
        for (block in a.indices) {
            var w = a[block] + b[block]
            var z = Integer.rotateLeft(d[block] xor w, FAR)
            var y = c[block] + z
            var x = Integer.rotateLeft(b[block] xor y, NEAR)
            w += x
            z = Integer.rotateLeft(z xor w, FAR_AGAIN)
            y += z
            x = Integer.rotateLeft(x xor y, NEAR_AGAIN)
            a[block] = w
            b[block] = x
            c[block] = y
            d[block] = z
        }
    }

    companion object {
        const val KEY_BYTES: Int = 32
        const val BLOCKS: Int = 32
        const val LONGS: Int = BLOCKS * WORDS / 2

        /** The words of "expand 32-byte k". */
        private val EXPAND = intArrayOf(0x61707865, 0x3320646E, 0x79622D32, 0x6B206574)
    }
}
