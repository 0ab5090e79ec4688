package dev.specgen.flowtrace

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import org.junit.jupiter.api.Assertions.assertTrue
import java.io.File

/** One file of testdata/vectors. */
internal fun vectors(file: String): JsonElement =
    JsonParser.parseString(File(checkNotNull(System.getProperty("vectors")), file).readText())

internal fun JsonElement.cases(): List<JsonObject> =
    asJsonArray
        .map {
            it.asJsonObject
        }.also { assertTrue(it.isNotEmpty()) }

internal fun JsonObject.text(name: String): String = get(name).asString

/** The text of a text form, or null where it is a form that UTF-16 strings cannot hold. */
internal fun textForm(form: JsonObject): String? =
    when {
        form.has("text") -> {
            form.text("text")
        }

        form.has("utf16") -> {
            String(
                CharArray(form.getAsJsonArray("utf16").size()) {
                    form.getAsJsonArray("utf16")[it].asInt.toChar()
                },
            )
        }

        else -> {
            null.also { assertTrue(form.has("utf8")) }
        }
    }
