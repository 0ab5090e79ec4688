package dev.specgen.vectors

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonObject
import dev.specgen.flowtrace.Tags

/** The arguments of a call by the tags' names, and its undeclared tags. */
internal class Arguments(
    private val values: JsonObject,
    private val extras: JsonArray? = null,
) {
    fun text(tag: String): String = checkNotNull(optionalText(tag)) { "no $tag" }

    fun optionalText(tag: String): String? = values[tag]?.let(::textOf)

    fun optionalLong(tag: String): Long? = values[tag]?.asLong

    fun long(tag: String): Long = checkNotNull(optionalLong(tag)) { "no $tag" }

    fun double(tag: String): Double = doubleOf(checkNotNull(values[tag]) { "no $tag" })

    fun texts(tag: String): List<String> = checkNotNull(values[tag]) { "no $tag" }.asJsonArray.map(::textOf)

    fun extra(): Tags {
        val tags = Tags.Builder()
        extras?.map { it.asJsonObject }?.forEach { one -> put(tags, textOf(one["key"]), one) }
        return tags.build()
    }

    private fun put(
        tags: Tags.Builder,
        key: String,
        one: JsonObject,
    ) {
        val (kind, value) = one.entrySet().single { it.key != "key" }
        when (kind) {
            "text", "utf16" -> tags.put(key, textOf(if (kind == "text") value else one))
            "int" -> tags.put(key, value.asString.toLong())
            "double" -> tags.put(key, doubleOf(value))
            "bool" -> tags.put(key, value.asBoolean)
            "texts" -> tags.putStrings(key, value.asJsonArray.map(::textOf))
            "ints" -> tags.putInts(key, value.asJsonArray.map { it.asString.toLong() })
            "doubles" -> tags.putDoubles(key, value.asJsonArray.map(::doubleOf))
            "bools" -> tags.putBooleans(key, value.asJsonArray.map { it.asBoolean })
            else -> error("no such kind: $kind")
        }
    }

    private fun doubleOf(value: JsonElement): Double = value.asString.toDouble()

    /** A text, or a text form that UTF-16 can hold. */
    private fun textOf(value: JsonElement): String =
        if (value.isJsonObject) {
            val form = value.asJsonObject
            form["text"]?.asString ?: String(form.getAsJsonArray("utf16").map { it.asInt.toChar() }.toCharArray())
        } else {
            value.asString
        }
}
