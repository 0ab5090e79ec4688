package dev.specgen.flowtrace.export

import java.io.BufferedInputStream
import java.io.InputStream
import java.net.InetAddress
import java.net.ServerSocket
import java.util.Collections
import kotlin.concurrent.thread

/** What a request gets: a whole answer, or null for a connection that breaks. */
internal typealias Answer = () -> String?

/** A server that gives its answers in turn and keeps what it was sent. */
internal class Server(
    private val answers: List<Answer>,
) : AutoCloseable {
    private val socket = ServerSocket(0, 50, InetAddress.getLoopbackAddress())
    val heads: MutableList<String> = Collections.synchronizedList(ArrayList())
    val bodies: MutableList<String> = Collections.synchronizedList(ArrayList())
    val url: String get() = "http://127.0.0.1:${socket.localPort}"

    init {
        thread(isDaemon = true) {
            try {
                while (true) {
                    socket.accept().use { connection ->
                        val input = BufferedInputStream(connection.getInputStream())
                        val head = readHead(input)
                        val length =
                            Regex("(?i)content-length: ([0-9]+)")
                                .find(head)
                                ?.groupValues
                                ?.get(1)
                                ?.toInt() ?: 0
                        heads += head
                        bodies += String(ByteArray(length).also { input.readFully(it) }, Charsets.UTF_8)
                        val answer = answers.getOrElse(bodies.size - 1) { { "HTTP/1.1 418 unasked\r\n\r\n" } }()
                        if (answer != null) connection.getOutputStream().write(answer.toByteArray())
                    }
                }
            } catch (closed: java.net.SocketException) {
                heads += "closed: $closed"
            }
        }
    }

    override fun close() {
        socket.close()
    }
}

private fun readHead(input: InputStream): String {
    val head = StringBuilder()
    while (!head.endsWith("\r\n\r\n")) head.append(input.read().also { check(it >= 0) }.toChar())
    return head.toString()
}

private fun InputStream.readFully(into: ByteArray) {
    var size = 0
    while (size < into.size) size += read(into, size, into.size - size).also { check(it > 0) }
}

/** An answer as it stands on the wire. */
internal fun answer(
    status: Int,
    body: String = "",
    headers: Map<String, String> = emptyMap(),
): String {
    val lines = headers.map { "${it.key}: ${it.value}\r\n" }.joinToString("")
    return "HTTP/1.1 $status x\r\n${lines}Content-Length: ${body.toByteArray().size}\r\nConnection: close\r\n\r\n$body"
}
