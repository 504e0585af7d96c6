package io.helve.races;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioError;
import io.helve.aio.AioRuntime;
import io.helve.aio.provider.AioEventSources;
import io.helve.aio.provider.AioOperation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.State;

/**
 * A pool with one worker, which waits in a source of events, and what the actors do to both: they end one operation by
 * an event of the source, end another one themselves, and remove the source.
 */
@State
public class SourceRace {
    private static final AioRuntime RUNTIME =
            AioRuntime.open(AioConfig.builder().pool("sources").threads(1, 1).build());
    private static final AioEventSources SOURCES = RUNTIME.service(AioEventSources.class);
    private static final Mailbox MAILBOX = new Mailbox();
    private static final Duration HUNG = Duration.ofSeconds(10);

    static {
        SOURCES.add(MAILBOX);
    }

    private final AtomicInteger callbacks = new AtomicInteger();
    private final Aio inSource = RUNTIME.factory().alloc(done -> callbacks.incrementAndGet());
    private final Aio elsewhere = RUNTIME.factory().alloc(done -> callbacks.incrementAndGet());
    private final AioOperation found = start(inSource);
    private final AioOperation given = start(elsewhere);

    private static AioOperation start(Aio aio) {
        return AioOperation.start(aio, (operation, reason) -> operation.finish(reason, 0));
    }

    // ---- what actors do

    /** Posts an event that ends one operation. The thread that polls the source handles the event. */
    final void post() {
        MAILBOX.post(() -> found.finish(AioError.OK, 0));
    }

    /** Ends the other operation on this thread, which wakes the worker in the source. */
    final void finish() {
        given.finish(AioError.OK, 0);
    }

    /** Removes the source, so that the worker in it is renewed, and adds the source again. */
    final void renew() {
        SOURCES.remove(MAILBOX);
        SOURCES.add(MAILBOX);
    }

    // ---- what is checked

    /** Waits until both operations have ended: a worker must neither be left in the source nor sleep beside work. */
    final String verdict() {
        try {
            if (!elsewhere.await(HUNG)) {
                return "hung: nobody woke the worker: " + elsewhere;
            }
            for (int i = 0; !inSource.await(Duration.ofMillis(1)); i++) {
                if (i == HUNG.toMillis()) {
                    return "hung: an event is lost: " + inSource;
                }
                MAILBOX.pollItself();
            }
            HangGuard.run(inSource::close);
            HangGuard.run(elsewhere::close);
            return callbacks.get() == 2 ? "finished" : "broken: " + callbacks + " callbacks";
        } catch (InterruptedException e) {
            return "hung: interrupted";
        }
    }
}
