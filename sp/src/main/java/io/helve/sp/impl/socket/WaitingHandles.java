package io.helve.sp.impl.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.sp.impl.message.SpMessage;
import java.time.Duration;
import java.util.Arrays;

/** The handles with which blocking calls wait. Up to {@value #KEPT} idle handles are kept for later calls. */
final class WaitingHandles implements AutoCloseable {
    private static final int KEPT = 16;

    private final AioFactory factory;

    @GuardedBy("this")
    private final Aio[] idle = new Aio[KEPT];

    @GuardedBy("this")
    private int count;

    @GuardedBy("this")
    private boolean closed;

    WaitingHandles(AioFactory factory) {
        this.factory = factory;
    }

    void send(MessageChannel channel, Message message, Duration limit) throws InterruptedException {
        Aio aio = take(limit, channel);
        aio.setMessage(message);
        channel.send(aio);
        boolean interrupted = await(aio);
        AioError result = aio.result();
        aio.setMessage(null);
        give(aio);
        conclude(result, interrupted, "send on ", channel);
    }

    SpMessage receive(MessageChannel channel, Duration limit) throws InterruptedException {
        Aio aio = take(limit, channel);
        channel.receive(aio);
        boolean interrupted = await(aio);
        AioError result = aio.result();
        Message message = aio.getMessage();
        aio.setMessage(null);
        give(aio);
        conclude(result, interrupted, "receive on ", channel);
        return (SpMessage) message;
    }

    /** {@return whether the thread was interrupted meanwhile; an interrupt cancels the operation} */
    private static boolean await(Aio aio) {
        boolean interrupted = false;
        for (; ; ) {
            try {
                aio.await();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
                aio.cancel();
            }
        }
    }

    private static void conclude(AioError result, boolean interrupted, String what, MessageChannel channel)
            throws InterruptedException {
        if (interrupted && result == AioError.ECANCELED) {
            throw new InterruptedException(what + channel);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        AioError told = told(result);
        if (told != AioError.OK) {
            throw new AioException(told, told.message() + ": " + what + channel);
        }
    }

    /**
     * Returns {@code ECLOSED} for {@code ESTOPPED}: handles are stopped only at the end of their tenant, which closes
     * the tenant's sockets as well.
     */
    private static AioError told(AioError result) {
        return result == AioError.ESTOPPED ? AioError.ECLOSED : result;
    }

    private Aio alloc(MessageChannel channel) {
        try {
            return factory.alloc();
        } catch (AioException e) {
            if (e.error() != AioError.ESTOPPED) {
                throw e;
            }
            throw new AioException(AioError.ECLOSED, "the tenant of " + channel + " has gone", e);
        }
    }

    private Aio take(Duration limit, MessageChannel channel) throws InterruptedException {
        Aio aio;
        synchronized (this) {
            aio = count == 0 ? null : idle[--count];
        }
        if (aio == null) {
            aio = alloc(channel);
        }
        boolean ready = false;
        try {
            aio.await(Duration.ZERO); // throws inside a callback, before an operation is started
            aio.setTimeout(limit);
            ready = true;
            return aio;
        } finally {
            if (!ready) {
                give(aio);
            }
        }
    }

    private void give(Aio aio) {
        synchronized (this) {
            if (!closed && count < KEPT) {
                idle[count++] = aio;
                return;
            }
        }
        aio.reap();
    }

    @Override
    public void close() {
        Aio[] reaped;
        synchronized (this) {
            closed = true;
            reaped = Arrays.copyOf(idle, count);
            Arrays.fill(idle, null);
            count = 0;
        }
        for (Aio aio : reaped) {
            aio.reap();
        }
    }
}
