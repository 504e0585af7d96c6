package io.helve.net.eventloop;

import io.netty.channel.EventLoop;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to open one connection or listener: an event loop for it, and for a connection a share of the permitted
 * number.
 */
public final class ConnectionSlot {
    private final EventLoops loops;
    private final EventLoop loop;
    private final Runnable given;
    private volatile Runnable also = () -> {};
    private final AtomicBoolean released = new AtomicBoolean();

    ConnectionSlot(EventLoops loops, EventLoop loop, Runnable given) {
        this.loops = loops;
        this.loop = loop;
        this.given = given;
    }

    /** {@return the event loop} */
    public EventLoop loop() {
        return loop;
    }

    /** {@return the memory of the event loop} */
    public LoopMemory memory() {
        return loops.memory(loop);
    }

    /** {@return the kind of I/O of the event loop} */
    public IoBackend backend() {
        return loops.backend();
    }

    /** {@return the set of event loops that the loop belongs to} */
    public EventLoops loops() {
        return loops;
    }

    /** Says what else is done when the slot is released; called before anybody else knows the slot. */
    void whenReleased(Runnable action) {
        also = action;
    }

    /** Releases the slot. Idempotent. */
    public void release() {
        if (released.compareAndSet(false, true)) {
            given.run();
            also.run();
            loops.release();
        }
    }
}
