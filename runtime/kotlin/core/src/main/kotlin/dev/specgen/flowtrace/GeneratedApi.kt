package dev.specgen.flowtrace

/** Marks what only generated clients and specgen's own modules may call: it may change in any release. */
@RequiresOptIn("For generated clients only: it may change in any release of flowtrace.", RequiresOptIn.Level.ERROR)
@Retention(AnnotationRetention.BINARY)
public annotation class GeneratedApi
