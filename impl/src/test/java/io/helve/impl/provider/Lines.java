package io.helve.impl.provider;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioAcceptQueue;
import java.io.IOException;

public final class Lines implements AutoCloseable {
    private final AioAcceptQueue<String> queue = new AioAcceptQueue<>(() -> "accepting a line", line -> {}, 100);

    // A user's method: the line becomes output 0 of the handle.
    public void accept(Aio aio) {
        queue.accept(aio);
    }

    // Called by any thread, whenever a line was typed.
    void typed(String line) {
        queue.offer(line); // false if the line was discarded: 100 lines wait already, or the queue is closed
    }

    // Called when the keyboard has been unplugged: the next accept fails, later ones wait.
    void unplugged(IOException failure) {
        queue.offerFailure(AioError.ESYSERR, failure);
    }

    @Override
    public void close() {
        queue.close(AioError.ECLOSED);
    }
}
