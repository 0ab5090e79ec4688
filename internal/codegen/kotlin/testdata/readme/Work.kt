package androidx.work

import android.content.Context
import java.util.concurrent.TimeUnit

/** As much of WorkManager as the README shows. */
class WorkerParameters

abstract class Worker(
    val context: Context,
    val parameters: WorkerParameters,
) {
    abstract fun doWork(): Result

    class Result {
        companion object {
            fun success(): Result = Result()

            fun retry(): Result = Result()
        }
    }
}

enum class NetworkType { CONNECTED }

enum class ExistingPeriodicWorkPolicy { KEEP }

class Constraints {
    class Builder {
        fun setRequiredNetworkType(type: NetworkType): Builder = apply { check(type.ordinal >= 0) }

        fun build(): Constraints = Constraints()
    }
}

class PeriodicWorkRequest {
    class Builder(
        val worker: Class<out Worker>,
    ) {
        fun setConstraints(constraints: Constraints): Builder = apply { check(constraints === constraints) }

        fun build(): PeriodicWorkRequest = PeriodicWorkRequest()
    }
}

inline fun <reified W : Worker> PeriodicWorkRequestBuilder(
    interval: Long,
    unit: TimeUnit,
): PeriodicWorkRequest.Builder = PeriodicWorkRequest.Builder(W::class.java).also { unit.toMillis(interval) }

class WorkManager {
    fun enqueueUniquePeriodicWork(
        name: String,
        policy: ExistingPeriodicWorkPolicy,
        request: PeriodicWorkRequest,
    ) {
        check(name.isNotEmpty() && policy.ordinal >= 0 && request === request)
    }

    companion object {
        fun getInstance(context: Context): WorkManager = WorkManager().also { check(context === context) }
    }
}
