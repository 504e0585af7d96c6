package io.helve.bench.sp;

import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.message.Messages;
import io.helve.sp.SpSockets;

/** Helve's sockets, as they are without configuration. */
final class HelvePeer implements SpPeer {
    private final AioRuntime runtime = AioRuntime.open();
    private final SpSockets sockets = runtime.service(SpSockets.class);
    private final AioFactory handles;

    /**
     * Opens a runtime.
     *
     * @param inline whether callbacks run where the operation is completed, and not on the completion pool
     */
    HelvePeer(boolean inline) {
        handles = inline ? runtime.factory().on(Runnable::run) : runtime.factory();
    }

    AioFactory handles() {
        return handles;
    }

    SpSockets sockets() {
        return sockets;
    }

    @Override
    public Side open(Role role, Work work) throws InterruptedException {
        HelveSide side = new HelveSide(this, role, work);
        side.open();
        return side;
    }

    @Override
    public void make(int size, int count) {
        Messages messages = sockets.messages();
        for (int i = 0; i < count; i++) {
            messages.alloc(size).free();
        }
    }

    @Override
    public void close() {
        runtime.close();
    }
}
