package io.helve.ops.standalone;

import io.helve.aio.AioRuntime;
import io.helve.annotation.ThreadSafe;
import io.helve.ops.model.Observed;
import io.helve.ops.opentelemetry.TelemetryInstruments;
import io.opentelemetry.api.OpenTelemetry;

/**
 * Metrics of a runtime for OpenTelemetry: its pool, tenants, streams, direct memory and sockets.
 *
 * <pre>{@code
 * HelveTelemetry telemetry = new HelveTelemetry(runtime, openTelemetry);
 * }</pre>
 *
 * <p>The instruments are asynchronous: OpenTelemetry asks for all of them when it collects, which costs the operations
 * of the runtime nothing. The first collection opens the streams and sockets of the runtime, if their modules are
 * there. A runtime that is closed has no metrics.
 */
@ThreadSafe
@SuppressWarnings("exports") // programs that use this class have OpenTelemetry, others need not
public final class HelveTelemetry implements AutoCloseable {
    private final TelemetryInstruments instruments;

    /**
     * Registers the instruments.
     *
     * @param runtime the runtime
     * @param telemetry where its metrics go
     */
    public HelveTelemetry(AioRuntime runtime, OpenTelemetry telemetry) {
        instruments = new TelemetryInstruments(new Observed(new RuntimeStatistics(runtime)), telemetry);
    }

    /** Ends the observation of the runtime. */
    @Override
    public void close() {
        instruments.close();
    }
}
