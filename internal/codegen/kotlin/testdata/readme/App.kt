package readme

/** What the README leaves to the app. */
object Session {
    fun token(): String = "t"
}

val session: Session = Session

fun freshHeaders(): Map<String, String> = mapOf("Authorization" to "Bearer t")
