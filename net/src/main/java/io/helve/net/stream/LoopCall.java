package io.helve.net.stream;

import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Something that any thread may want the event loop to do: it is done once, however often it has been asked for
 * meanwhile.
 */
final class LoopCall implements Runnable {
    private final Channel channel;
    private final Runnable body;
    private final Runnable refused;
    private final AtomicBoolean asked = new AtomicBoolean();

    /**
     * Makes a call.
     *
     * @param refused what to do at once if the event loops have been closed
     */
    LoopCall(Channel channel, Runnable body, Runnable refused) {
        this.channel = channel;
        this.body = body;
        this.refused = refused;
    }

    void ask() {
        if (asked.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(this);
            } catch (RuntimeException e) { // they have been closed
                asked.set(false); // first: what comes from now on is refused in its turn
                refused.run();
            }
        }
    }

    /** On the event loop. */
    @Override
    public void run() {
        asked.set(false);
        body.run();
    }
}
