package io.helve.examples.heartbeat;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Prints a line each second, for as long as the component is active. */
@Component
public final class Heartbeat {
    private final AioFactory factory;
    private final Aio aio;

    @Activate
    public Heartbeat(@Reference AioFactory factory) {
        this.factory = factory;
        aio = factory.alloc(this::beat);
        factory.sleep(Duration.ofSeconds(1), aio);
    }

    private void beat(Aio finished) {
        if (finished.result() == AioError.OK) {
            System.out.println("still here");
            factory.sleep(Duration.ofSeconds(1), finished); // a handle may go on from its own callback
        }
    }

    @Deactivate
    void stop() {
        aio.reap(); // does not wait, so that no callback can hold up the framework; close(Duration) waits for a while
    }
}
