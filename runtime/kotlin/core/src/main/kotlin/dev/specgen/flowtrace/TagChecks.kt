package dev.specgen.flowtrace

private const val TAG_VALUE = "tag-value"
private const val INVALID_UTF8 = "invalid-utf8"
private const val VALID_UTF8 = "valid UTF-8"
private const val SHADOWED_TAG = "shadowed-tag"
private const val UNDECLARED = "a tag that the spec does not declare"

/** Repairs and checks what a draft of [type] is given, and reports to [sink]. */
@OptIn(GeneratedApi::class)
internal class TagChecks(
    val sink: SpanSink,
    val type: SpanType,
) {
    fun text(
        tag: TextTag,
        value: String,
    ): String {
        val text = if (tag.accepts(value)) value else repaired(tag, value)
        if (type.isKey(tag.key) && '\u0000' in text) violated(TAG_VALUE, tag, text, "no NUL character")
        return text
    }

    fun int(
        tag: IntTag,
        value: Long,
    ): Long {
        broken(tag, value, tag.broken(value))
        return value
    }

    fun double(
        tag: DoubleTag,
        value: Double,
    ): Double {
        broken(tag, value, tag.broken(value))
        return value
    }

    fun texts(
        tag: TextTag,
        values: List<String>,
    ): List<String> {
        val repaired = if (values.none(::isBroken)) values else frozen(values.map(::repairUtf16))
        if (repaired !== values) violated(INVALID_UTF8, tag, valueText(repaired), VALID_UTF8)
        return items(tag, repaired) { tag.broken(it) }
    }

    /** Only the first item that is broken is reported, and none of a list that is too short or too long. */
    inline fun <T : Any> items(
        tag: DeclaredTag,
        values: List<T>,
        expected: (T) -> String?,
    ): List<T> {
        when {
            values.size < tag.items.first -> broken(tag, values.size, atLeast(tag.items.first, "item"))
            values.size > tag.items.last -> broken(tag, values.size, atMost(tag.items.last, "item"))
            else -> values.firstOrNull { expected(it) != null }?.let { broken(tag, it, expected(it)) }
        }
        return values
    }

    fun trace(
        tag: TextTag,
        given: TraceId,
        value: String,
        wanted: TraceId,
    ) {
        if (given != wanted) violated("trace-id-mismatch", tag, repairUtf16(value), wanted.toString())
    }

    fun extra(
        key: String,
        value: Any,
        scope: Scope,
        list: TagList,
    ) {
        val name = repairUtf16(key)
        val repaired = repairedValue(value)
        val declared = type.declared(name) ?: scope.declared[name]
        val isSensitive = declared?.isSensitive == true
        if (name !== key || repaired !== value) {
            violated(INVALID_UTF8, name, valueText(repaired), VALID_UTF8, isSensitive)
        }
        if (declared != null || list.hasExtra(name)) {
            violated(SHADOWED_TAG, name, valueText(repaired), UNDECLARED, isSensitive)
        } else {
            notFinite(repaired)?.let { violated(TAG_VALUE, name, valueText(it), FINITE) }
            list.addExtra(name, repaired)
        }
    }

    fun broken(
        tag: DeclaredTag,
        value: Any,
        expected: String?,
    ) {
        if (expected != null) violated(TAG_VALUE, tag, valueText(value), expected)
    }

    private fun violated(
        rule: String,
        tag: DeclaredTag,
        value: String,
        expected: String,
    ) {
        violated(rule, tag.key, value, expected, tag.isSensitive)
    }

    fun violated(
        rule: String,
        tag: String?,
        value: String?,
        expected: String,
        isSensitive: Boolean = false,
    ) {
        sink.violated(Violation(rule, type.name, tag, value, expected, isSensitive))
    }
}

/** [value] as it can be sent, after a report of what is wrong with it. */
@OptIn(GeneratedApi::class)
private fun TagChecks.repaired(
    tag: TextTag,
    value: String,
): String {
    val text = repairUtf16(value)
    if (text !== value) violated(INVALID_UTF8, tag.key, text, VALID_UTF8, tag.isSensitive)
    broken(tag, text, tag.broken(text))
    return text
}

@OptIn(GeneratedApi::class)
internal fun TagChecks.endedTwice() {
    violated("ended-twice", null, null, "one end")
}

@OptIn(GeneratedApi::class)
internal fun TagChecks.tooManyLinks(given: Int) {
    violated("too-many-links", null, given.toString(), atMost(MAX_LINKS, "link"))
}

@OptIn(GeneratedApi::class)
internal fun TagChecks.endBeforeStart(
    startNanos: Long,
    endNanos: Long,
) {
    violated("end-before-start", null, timeText(endNanos), "not before " + timeText(startNanos))
}

/** The sink's resource attributes, but for those that have the name of one of the service's own tags in [scope]. */
@OptIn(GeneratedApi::class)
internal fun TagChecks.resource(scope: Scope): Tags {
    val kept = ArrayList<Any>()
    sink.resource.forEach { key, value ->
        val name = repairUtf16(key)
        val repaired = repairedValue(value)
        val taken = scope.declared[name]
        if (taken == null && name != "service.name") {
            if (name !== key || repaired !== value) violated(INVALID_UTF8, name, valueText(repaired), VALID_UTF8)
            kept += name
            kept += repaired
        } else {
            violated(SHADOWED_TAG, name, valueText(repaired), UNDECLARED, taken?.isSensitive == true)
        }
    }
    return Tags(kept.toTypedArray(), kept.size / 2)
}

private fun repairedValue(value: Any): Any =
    when (value) {
        is String -> repairUtf16(value)
        is List<*> -> if (value.any(::isBroken)) value.map { if (it is String) repairUtf16(it) else it } else value
        else -> value
    }

private fun isBroken(item: Any?): Boolean = item is String && repairUtf16(item) !== item

private fun notFinite(value: Any): Double? =
    when (value) {
        is Double -> value.takeIf { it.isNaN() || it.isInfinite() }
        is List<*> -> value.firstNotNullOfOrNull { item -> (item as? Double)?.let { notFinite(it) } }
        else -> null
    }
