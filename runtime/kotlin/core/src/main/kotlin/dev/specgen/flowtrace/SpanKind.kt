package dev.specgen.flowtrace

/** What a span is to the services beside it, in OTLP's order. */
public enum class SpanKind {
    /** Work within a service. */
    INTERNAL,

    /** It answers a remote call. */
    SERVER,

    /** It makes a remote call. */
    CLIENT,

    /** It sends a message that is worked on later. */
    PRODUCER,

    /** It works on a message. */
    CONSUMER,
    ;

    /** The number in OTLP, which has 0 for none of these. */
    public val otlp: Int get() = ordinal + 1
}
