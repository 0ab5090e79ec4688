package com.example.chat

import dev.specgen.flowtrace.testing.FixedClock
import dev.specgen.flowtrace.testing.Recorder
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.util.Date

class PushReceiverTest {
    private val clock = FixedClock()

    @Test
    fun `a push that is tapped on is read`() {
        Recorder(clock).use { recorder ->
            val receiver = PushReceiver(recorder.sink, device = "d1")
            val received = receiver.onPush("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa", badge = 3)
            val reading = receiver.onTap(received)
            clock.advance(nanos = 250_000_000)
            receiver.onRendered(reading, messages = 12)

            val read = recorder.single("notification:read in app")
            assertEquals(12L, read.tags["message_count"])
            assertEquals(250_000_000, read.endNanos - read.startNanos)
            assertEquals(recorder.single("notification:opened").context, read.parent)
            assertEquals(
                "e04e8e8dc8b1aa24",
                recorder
                    .single("notification:received")
                    .parent
                    ?.spanId
                    .toString(),
            )
        }
    }

    @Test
    fun `what was read offline is told with its own times`() {
        Recorder(clock).use { recorder ->
            val receiver = PushReceiver(recorder.sink, device = "d1")
            val received = receiver.onPush("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa", badge = 3)
            val tapped = Date(1_700_000_060_000)
            clock.advance(nanos = 3_600_000_000_000)
            receiver.onOnline(received, KeptReading(tapped, Date(tapped.time + 250), messages = 12))

            assertEquals(tapped.time * 1_000_000, recorder.single("notification:opened").startNanos)
            val read = recorder.single("notification:read in app")
            assertEquals(tapped.time * 1_000_000, read.startNanos)
            assertEquals(250_000_000, read.endNanos - read.startNanos)
        }
    }
}
