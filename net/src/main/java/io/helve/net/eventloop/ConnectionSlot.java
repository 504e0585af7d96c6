package io.helve.net.eventloop;

import io.netty.channel.EventLoop;
import java.util.concurrent.atomic.AtomicBoolean;

/** A place for one connection or listener: on an event loop, and among the connections that there may be. */
public final class ConnectionSlot {
    private final EventLoops loops;
    private final EventLoop loop;
    private final Runnable given;
    private final AtomicBoolean released = new AtomicBoolean();

    ConnectionSlot(EventLoops loops, EventLoop loop, Runnable given) {
        this.loops = loops;
        this.loop = loop;
        this.given = given;
    }

    /** {@return the loop} */
    public EventLoop loop() {
        return loop;
    }

    /** {@return what carries connections there} */
    public IoBackend backend() {
        return loops.backend();
    }

    /** {@return the set that the loop belongs to} */
    public EventLoops loops() {
        return loops;
    }

    /** Gives it back. Idempotent. */
    public void release() {
        if (released.compareAndSet(false, true)) {
            given.run();
            loops.release();
        }
    }
}
