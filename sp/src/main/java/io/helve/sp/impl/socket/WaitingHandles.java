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
        AioException failure = failure(aio);
        aio.setMessage(null);
        give(aio);
        conclude(failure, interrupted, "send on ", channel);
    }

    SpMessage receive(MessageChannel channel, Duration limit) throws InterruptedException {
        Aio aio = take(limit, channel);
        channel.receive(aio);
        boolean interrupted = await(aio);
        AioException failure = failure(aio);
        Message message = aio.getMessage();
        aio.setMessage(null);
        give(aio);
        conclude(failure, interrupted, "receive on ", channel);
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

    /** {@return the failure of the operation, which names the channel and the time limit; null after a success} */
    private static AioException failure(Aio aio) {
        try {
            aio.check();
            return null;
        } catch (AioException e) {
            return e;
        }
    }

    /**
     * Throws the failure, if there is one. A stopped handle is told as {@code ECLOSED}: handles are stopped only at the
     * end of their tenant, which closes the tenant's sockets as well.
     */
    private static void conclude(AioException failure, boolean interrupted, String what, MessageChannel channel)
            throws InterruptedException {
        AioError result = failure == null ? AioError.OK : failure.error();
        if (interrupted && result == AioError.ECANCELED) {
            throw new InterruptedException(what + channel);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (result == AioError.ESTOPPED) {
            throw new AioException(AioError.ECLOSED, AioError.ECLOSED.message() + ": " + what + channel);
        }
        if (failure != null) {
            throw failure;
        }
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
