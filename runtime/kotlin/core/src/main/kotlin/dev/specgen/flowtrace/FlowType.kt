package dev.specgen.flowtrace

/**
 * The flow that a client was generated from.
 *
 * @param name Its name on the wire.
 * @param version The spec's version.
 * @param needs The oldest runtime that will do, as one of the constants below: an older one lacks the constant, so that
 * the generated file does not compile against it.
 */
@GeneratedApi
public class FlowType(
    /** Its name on the wire. */
    public val name: String,
    /** The spec's version. */
    public val version: String,
    internal val needs: String,
) {
    public companion object {
        /** Present since flowtrace 0.1. */
        public const val SINCE_0_1: String = "0.1"
    }
}
