package io.helve.bench.sp;

import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.message.Messages;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamControl;

/** Helve's sockets without configuration. */
final class HelvePeer implements SpPeer {
    private final AioRuntime runtime = AioRuntime.open();
    private final SpSockets sockets = runtime.service(SpSockets.class);
    private final Style style;
    private final AioFactory handles;

    /** How sockets are used. */
    enum Style {
        /** With handles, whose callbacks run on the completion pool. */
        POOL,
        /** With handles, whose callbacks run on the thread that completes the operation. */
        INLINE,
        /** With blocking calls. */
        BLOCKING
    }

    HelvePeer(Style style) {
        this.style = style;
        handles = style == Style.INLINE ? runtime.factory().on(AioFactory.INLINE) : runtime.factory();
    }

    /** Lets the workers of the completion pool poll the event loops. */
    HelvePeer polledByWorkers() {
        runtime.service(StreamControl.class).configure(StreamConfig.DEFAULTS.withPolling(StreamConfig.Polling.WORKERS));
        return this;
    }

    AioFactory handles() {
        return handles;
    }

    SpSockets sockets() {
        return sockets;
    }

    @Override
    public Side open(Role role, Work work) throws Exception {
        if (style == Style.BLOCKING) {
            HelveBlockingSide side = new HelveBlockingSide(sockets, role, work);
            side.open();
            return side;
        }
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
