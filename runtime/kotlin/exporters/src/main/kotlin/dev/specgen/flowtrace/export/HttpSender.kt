package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.LossReason
import java.util.concurrent.ExecutionException
import java.util.concurrent.FutureTask
import java.util.concurrent.SynchronousQueue
import java.util.concurrent.ThreadPoolExecutor
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException

/** What came of sending one body. */
internal sealed class Outcome {
    class Taken(
        val response: String,
    ) : Outcome()

    /** [status] is 0 where there was no whole answer. */
    class Failed(
        val reason: LossReason,
        val message: String,
        val status: Int,
    ) : Outcome()
}

/** Posts one body, again where that may help: at most five times, the same bytes each time. */
internal class HttpSender(
    private val target: Target,
    private val waits: Waits,
) {
    /** Why the last attempt that has ended failed; null where it did not. */
    @Volatile
    var lastFailure: String? = null
        private set

    fun send(
        body: List<ByteArray>,
        deadline: Deadline,
    ): Outcome {
        var backOff = FIRST_BACK_OFF_NANOS
        var mayRenew = target.headers.isRenewable
        var answer = attempt(body, deadline)
        var attempts = 1
        while (true) {
            if (answer.status == UNAUTHORIZED && mayRenew) {
                mayRenew = false
            } else if (answer.mayRetry && attempts < MAX_ATTEMPTS && waitFor(backOff, answer, deadline)) {
                backOff = minOf(2 * backOff, MAX_BACK_OFF_NANOS)
                attempts++
            } else {
                return answer.outcome(attempts)
            }
            answer = attempt(body, deadline)
        }
    }

    /** Waits before the next attempt; false when there is no time for one. */
    private fun waitFor(
        backOffNanos: Long,
        answer: Answer,
        deadline: Deadline,
    ): Boolean {
        val jittered = (backOffNanos * (1 - JITTER * waits.chance())).toLong()
        val wait = maxOf(jittered, answer.retryAfterNanos(waits.wallMillis()))
        return wait < deadline.leftNanos() && waits.sleep(wait)
    }

    private fun attempt(
        body: List<ByteArray>,
        deadline: Deadline,
    ): Answer {
        val left = minOf(deadline.leftNanos(), TimeUnit.MILLISECONDS.toNanos(target.options.attemptTimeoutMillis))
        if (left <= 0 || Thread.currentThread().isInterrupted) {
            return Answer.failed("no time left to send it", mayRetry = false)
        }
        return post(body, left).also { if (!Thread.currentThread().isInterrupted) lastFailure = it.failure }
    }

    // The platform bounds neither a write nor the whole of an attempt, so a thread of its own makes it.
    private fun post(
        body: List<ByteArray>,
        leftNanos: Long,
    ): Answer {
        val attempt = Attempt(target, body, TimeUnit.NANOSECONDS.toMillis(leftNanos).toInt() + 1)
        val task = FutureTask(attempt::post)
        THREADS.execute(task)
        return try {
            task.get(leftNanos, TimeUnit.NANOSECONDS)
        } catch (ignored: TimeoutException) {
            attempt.cancel()
            Answer.failed("no answer in time", mayRetry = true)
        } catch (ignored: InterruptedException) {
            attempt.cancel()
            Thread.currentThread().interrupt()
            Answer.failed("cancelled", mayRetry = false)
        } catch (thrown: ExecutionException) {
            Answer.failed(thrown.cause.toString(), mayRetry = false)
        }
    }

    private companion object {
        private const val MAX_ATTEMPTS = 5
        private const val UNAUTHORIZED = 401
        private const val FIRST_BACK_OFF_NANOS = 1_000_000_000L
        private const val MAX_BACK_OFF_NANOS = 30_000_000_000L
        private const val JITTER = 0.5
        private const val IDLE_SECONDS = 10L

        // Daemons, which end when they have idled.
        private val THREADS =
            ThreadPoolExecutor(0, Int.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, SynchronousQueue()) { work ->
                Thread(work, "flowtrace-http").apply { isDaemon = true }
            }
    }
}
