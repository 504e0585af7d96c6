package io.helve.examples.ticker;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.examples.plugins.api.Plugin;
import java.time.Duration;

/** Prints a line twice a second until the runtime is closed. */
public final class Ticker implements Plugin {
    private static final Duration PERIOD = Duration.ofMillis(500);

    @Override
    public void start(AioRuntime runtime) {
        AioFactory factory = runtime.factory();
        Aio aio = factory.alloc(finished -> {
            if (finished.result() == AioError.OK) {
                System.out.println("tick");
                factory.sleep(PERIOD, finished);
            }
        });
        factory.sleep(PERIOD, aio);
    }
}
