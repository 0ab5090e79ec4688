package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.BatchOptions
import dev.specgen.flowtrace.BatchSpanProcessor
import dev.specgen.flowtrace.ExportErrorListener
import dev.specgen.flowtrace.MultiSpanProcessor
import dev.specgen.flowtrace.SpanProcessor
import dev.specgen.flowtrace.SpanSink
import dev.specgen.flowtrace.Tags

/**
 * The variables with which OpenTelemetry's SDKs are set up: `OTEL_EXPORTER_OTLP_ENDPOINT`, `_HEADERS`, `_TIMEOUT`,
 * `_COMPRESSION` and `_PROTOCOL`, each first with `TRACES` in its name; `OTEL_BSP_MAX_QUEUE_SIZE`,
 * `_MAX_EXPORT_BATCH_SIZE`, `_SCHEDULE_DELAY` and `_EXPORT_TIMEOUT`; `OTEL_RESOURCE_ATTRIBUTES` and
 * `OTEL_SDK_DISABLED`. Each is read once, here. JSON is sent also where the protocol is `http/protobuf`: every receiver
 * of that takes it.
 *
 * @param getenv Gives the value of a variable, or null.
 */
public class OtlpEnvironment
    @JvmOverloads
    constructor(
        getenv: (String) -> String? = System::getenv,
    ) {
        private val variables = Variables(getenv)
        private val url: TracesUrl = url()

        /** How the exporter posts. */
        public val httpOptions: HttpOptions =
            HttpOptions(
                headers = variables.useFirst("HEADERS", Variables::headers).orEmpty(),
                gzip = variables.useFirst("COMPRESSION", Variables::isGzip) ?: false,
                attemptTimeoutMillis = variables.useFirst("TIMEOUT", Variables::count)?.toLong() ?: 0,
            )

        /** The bounds of the batch processor. */
        public val batchOptions: BatchOptions =
            BatchOptions(
                maxQueueSize = variables.use("OTEL_BSP_MAX_QUEUE_SIZE", Variables::count) ?: 0,
                maxExportBatchSize = variables.use("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", Variables::count) ?: 0,
                scheduledDelayMillis = variables.use("OTEL_BSP_SCHEDULE_DELAY", Variables::count)?.toLong() ?: 0,
                exportTimeoutMillis = variables.use("OTEL_BSP_EXPORT_TIMEOUT", Variables::count)?.toLong() ?: 0,
            )

        /**
         * Attributes beside the spec's, for a [SpanSink]. `service.name` is not among them: the spec names services.
         */
        public val resourceAttributes: Tags =
            variables.use("OTEL_RESOURCE_ATTRIBUTES", Variables::attributes) ?: Tags.EMPTY

        /** Whether no span is exported. */
        public val isDisabled: Boolean = variables.use("OTEL_SDK_DISABLED", Variables::truth) ?: false

        init {
            variables.useFirst("PROTOCOL", Variables::protocol)
        }

        /** What is wrong with variables, a sentence each, without their values. They count as not set. */
        public val wrong: List<String> get() = variables.wrong

        /** An exporter that posts to where the variables say: `http://localhost:4318` without any. */
        public fun exporter(): OtlpHttpExporter = OtlpHttpExporter(url, httpOptions, Waits())

        /**
         * What a service gives its [SpanSink]: a batch processor before that exporter; where `OTEL_SDK_DISABLED` is
         * true, one that drops every span and has no thread.
         *
         * @param onExportError Is told of each loss.
         */
        @JvmOverloads
        public fun processor(onExportError: ExportErrorListener = ExportErrorListener {}): SpanProcessor =
            if (isDisabled) MultiSpanProcessor() else BatchSpanProcessor(exporter(), batchOptions, onExportError)

        private fun url(): TracesUrl {
            val traces = variables.use("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", Variables::endpoint)
            val all = variables.use("OTEL_EXPORTER_OTLP_ENDPOINT", Variables::endpoint) ?: Variables.DEFAULT_ENDPOINT
            return if (traces != null) TracesUrl(traces) else TracesUrl.below(all)
        }
    }
