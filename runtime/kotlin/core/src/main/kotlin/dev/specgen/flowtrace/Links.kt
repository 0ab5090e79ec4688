package dev.specgen.flowtrace

/** Links from references. They are made when they are read: a channel's trigger has hundreds of thousands. */
@GeneratedApi
public object Links {
    /** A list of its own: what the caller does to [targets] later is not seen. */
    public fun <T : Any> of(
        targets: List<T>,
        context: (T) -> SpanContext,
    ): List<Link> = if (targets.isEmpty()) emptyList() else LazyLinks(ArrayList(targets), context)
}

private class LazyLinks<T : Any>(
    private val targets: List<T>,
    private val context: (T) -> SpanContext,
) : AbstractList<Link>() {
    override val size: Int get() = targets.size

    override fun get(index: Int): Link = Link(context(targets[index]))
}
