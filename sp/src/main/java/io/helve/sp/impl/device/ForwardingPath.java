package io.helve.sp.impl.device;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.sp.SpSocket;

/** One direction: receives and sends in turn, on the thread that ends each. */
final class ForwardingPath {
    private final SpSocket from;
    private final SpSocket to;
    private final Device device;
    private final Aio aio;
    private boolean sending;

    /** Whether it shall end. */
    private volatile boolean stopping;

    ForwardingPath(AioFactory factory, SpSocket from, SpSocket to, Device device) {
        this.from = from;
        this.to = to;
        this.device = device;
        this.aio = factory.on(AioFactory.INLINE).alloc(done -> step());
        aio.setTimeout(Aio.INFINITE);
    }

    /** Lets go of it; it has not begun. */
    void discard() {
        aio.reap();
    }

    void receive() {
        sending = false;
        from.receive(aio);
        if (stopping) { // stop may have found nothing to cancel
            aio.cancel();
        }
    }

    private void step() {
        AioError result = aio.result();
        if (stopping && result == AioError.OK) {
            result = AioError.ECANCELED;
        }
        if (result == AioError.EPROTO && sending) { // somebody's message, nobody's failure
            aio.getMessage().free();
            result = AioError.OK;
        }
        if (result != AioError.OK) {
            aio.reap();
            device.ended(result);
        } else if (sending) {
            receive();
        } else {
            sending = true;
            to.send(aio);
            if (stopping) {
                aio.cancel();
            }
        }
    }

    void stop() {
        stopping = true;
        aio.cancel();
    }
}
