package refused.case2servicetags

import dev.specgen.flows.notification.NotificationAndroid
import dev.specgen.flowtrace.SpanSink

fun main(sink: SpanSink) = NotificationAndroid(sink, osVersion = "15")

// 6: No value passed for parameter 'appVersion'.
