package io.helve.examples.workqueue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.util.concurrent.CompletableFuture;

/**
 * Produces numbered jobs. The send of a job ends when a worker's connection has room for it, and only then the next job
 * is made: so the workers set the pace, and the jobs under way are bounded.
 */
final class Producer implements AutoCloseable {
    private final SpSockets sockets;
    private final SpSocket socket;
    private final Aio aio;
    private final int jobs;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile int produced;

    Producer(AioFactory factory, SpSockets sockets, String url, int jobs) {
        this.sockets = sockets;
        this.jobs = jobs;
        socket = sockets.open(SpProtocol.PUSH);
        socket.listen(url);
        aio = factory.alloc(this::sent);
    }

    /** Starts to produce; the future ends when the last job has been handed over. */
    CompletableFuture<Void> start() {
        sendNext();
        return done;
    }

    /** {@return how many jobs have been handed over} */
    int produced() {
        return produced;
    }

    private void sent(Aio finished) {
        if (finished.result() != AioError.OK) {
            done.completeExceptionally(finished.cause());
            return;
        }
        int handedOver = produced + 1; // one callback at a time: nobody else writes the field
        produced = handedOver;
        if (handedOver < jobs) {
            sendNext();
        } else {
            done.complete(null);
        }
    }

    private void sendNext() {
        aio.setMessage(sockets.messages().of("job " + produced));
        socket.send(aio);
    }

    @Override
    public void close() {
        socket.close();
        aio.close();
    }
}
