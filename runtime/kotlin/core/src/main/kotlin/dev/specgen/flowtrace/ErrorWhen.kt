package dev.specgen.flowtrace

/** The values of a tag that make the span an error. */
@GeneratedApi
public class ErrorWhen(
    private val tag: DeclaredTag,
    private vararg val values: String,
) {
    /** The value among [tags], where it is one of these. */
    internal fun found(tags: Tags): String? = tags[tag.key]?.let { given -> values.firstOrNull { it == given } }
}
