package dev.specgen.flowtrace

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** The vectors of RFC 8439, appendix A.1, and the same key's last block by OpenSSL. */
class ChaCha20Test {
    /** The key stream's block of this number, in hex. */
    private fun block(
        key: ByteArray,
        number: Int,
    ): String {
        val longs = ChaCha20(key).longs()
        val words = (number until ChaCha20.LONGS step ChaCha20.BLOCKS).map { longs[it] }
        return words.joinToString("") { hex(swapped(it)) }
    }

    /** The bytes of both words are written from the least on. */
    private fun swapped(long: Long): Long = java.lang.Long.rotateLeft(java.lang.Long.reverseBytes(long), Int.SIZE_BITS)

    @Test
    fun `the key of zeros`() {
        val first =
            "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7" +
                "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586"
        val second =
            "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed" +
                "29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f"
        assertEquals(first, block(ByteArray(ChaCha20.KEY_BYTES), 0))
        assertEquals(second, block(ByteArray(ChaCha20.KEY_BYTES), 1))
    }

    @Test
    fun `a key whose last bit is set`() {
        val key = ByteArray(ChaCha20.KEY_BYTES).also { it[it.lastIndex] = 1 }
        val second =
            "3aeb5224ecf849929b9d828db1ced4dd832025e8018b8160b82284f3c949aa5a" +
                "8eca00bbb4a73bdad192b5c42f73f2fd4e273644c8b36125a64addeb006c13a0"
        assertEquals(second, block(key, 1))
    }

    @Test
    fun `each byte of the key counts, and each block`() {
        val key = ByteArray(ChaCha20.KEY_BYTES) { it.toByte() }
        assertEquals(LAST, block(key, ChaCha20.BLOCKS - 1))
    }

    private companion object {
        private const val LAST =
            "c8ddcd9a265d62302c1d5fc5ad298e450085e8368c1654aaa6981a57b1fadb53" +
                "3d498007b3ae70f022bee08accdb2122382d0876e0917392b843c4b31fd64373"
    }
}
