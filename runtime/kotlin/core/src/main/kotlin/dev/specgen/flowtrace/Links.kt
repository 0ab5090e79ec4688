package dev.specgen.flowtrace

/** How many links a span carries; with more it would be larger than a request of OTLP may be. */
internal const val MAX_LINKS: Int = 32_768

/** Links from references. They are made when they are read: a channel's trigger has thousands. */
@GeneratedApi
public object Links {
    /** A list of its own, of as many as a span carries: what the caller does to [targets] later is not seen. */
    public fun <T : Any> of(
        targets: List<T>,
        context: (T) -> SpanContext,
    ): List<Link> = if (targets.isEmpty()) emptyList() else LazyLinks(firstOf(targets), targets.size, context)

    private fun <T : Any> firstOf(targets: List<T>): List<T> =
        ArrayList(if (targets.size > MAX_LINKS) targets.subList(0, MAX_LINKS) else targets)
}

/** How many links were given, of which the list has the first. */
internal fun givenLinks(links: List<Link>): Int = if (links is LazyLinks<*>) links.given else links.size

private class LazyLinks<T : Any>(
    private val targets: List<T>,
    val given: Int,
    private val context: (T) -> SpanContext,
) : AbstractList<Link>() {
    override val size: Int get() = targets.size

    override fun get(index: Int): Link = Link(context(targets[index]))
}
