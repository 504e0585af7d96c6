package io.helve.sp.impl.device;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.internal.FailedStart;
import io.helve.sp.impl.contract.DeviceSocket;
import io.helve.sp.impl.contract.DeviceTraffic;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One direction of a device: receives a message from one socket and sends it to the other socket, in turn. One handle
 * serves both; the thread that ends an operation starts the next operation.
 */
final class ForwardingPath {
    private final DeviceSocket from;
    private final DeviceSocket to;
    private final Device device;
    private final Aio aio;

    /** Whether the operation in progress is a send; used by the thread that starts and ends operations. */
    private boolean sending;

    /** Written by the thread that ends a send. */
    private final AtomicLong messages = new AtomicLong();

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    /** Whether the path is to end with its present operation. */
    private volatile boolean stopping;

    private final AtomicBoolean over = new AtomicBoolean();

    ForwardingPath(AioFactory factory, DeviceSocket from, DeviceSocket to, Device device) {
        this.from = from;
        this.to = to;
        this.device = device;
        this.aio = factory.on(AioFactory.INLINE).alloc(done -> ended());
        aio.setTimeout(Aio.INFINITE);
    }

    /** {@return whether a socket is the one that the path receives by} */
    boolean begins(DeviceSocket socket) {
        return from == socket;
    }

    /** {@return what the path has forwarded so far} */
    DeviceTraffic traffic() {
        return new DeviceTraffic(to.id(), messages.get(), bytes.get(), dropped.get());
    }

    /** Releases the handle of a path that has not begun. */
    void discard() {
        aio.reap();
    }

    /** Begins to receive. */
    void receive() {
        sending = false;
        start(from::receiveForDevice);
    }

    private void send() {
        sending = true;
        start(to::sendForDevice);
    }

    private void start(Consumer<Aio> operation) {
        try {
            operation.accept(aio);
        } catch (Throwable e) { // no memory: nobody else would end the path
            end(FailedStart.error(e));
            return;
        }
        endIfStopped();
    }

    /**
     * A stop that came just before the operation was started has found nothing to cancel. If the handle itself has been
     * stopped, because the tenant goes, the operation may have been refused silently: no callback follows.
     */
    private void endIfStopped() {
        if (aio.isStopped()) {
            end(AioError.ESTOPPED);
        } else if (stopping) {
            aio.cancel();
        }
    }

    private void end(AioError result) {
        if (over.compareAndSet(false, true)) {
            aio.reap();
            device.ended(result);
        }
    }

    private void ended() {
        AioError result = aio.result();
        if (stopping && result == AioError.OK) {
            result = AioError.ECANCELED;
        }
        if (result == AioError.OK && sending) {
            messages.incrementAndGet();
            bytes.addAndGet(aio.count());
        } else if (result == AioError.EPROTO && sending) { // the header does not fit: the device goes on
            dropped.incrementAndGet();
            aio.getMessage().free();
            result = AioError.OK;
        }
        if (result != AioError.OK) {
            end(result);
        } else if (sending) {
            receive();
        } else {
            send();
        }
    }

    /** Cancels the present operation, after which the path ends. */
    void stop() {
        stopping = true;
        aio.cancel();
    }
}
