package android.util

object Log {
    fun w(
        tag: String,
        text: String,
    ): Int = tag.length + text.length

    fun d(
        tag: String,
        text: String,
    ): Int = w(tag, text)
}
