package io.helve.net.eventloop;

import io.helve.internal.SafeLogger;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An event loop that nothing ends but a shutdown. Netty catches what a task throws, but logs it, and logging may throw,
 * too, when a log service has gone or memory is used up; that would end Netty's loop with all connections on it.
 */
class LastingLoop extends SingleThreadIoEventLoop {
    private static final Logger LOG = SafeLogger.of(LastingLoops.class);

    /** How long a loop rests after a failure, such as a lack of memory. */
    private static final long FAILURE_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    LastingLoop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory handlers) {
        super(parent, executor, handlers);
    }

    @Override
    protected int runIo() {
        try {
            return super.runIo();
        } catch (Throwable e) {
            goOn(e);
            return 0;
        }
    }

    @Override
    protected boolean runAllTasks(long timeoutNanos) {
        try {
            return super.runAllTasks(timeoutNanos);
        } catch (Throwable e) {
            goOn(e);
            return true;
        }
    }

    static void goOn(Throwable failure) {
        try {
            LOG.log(Level.ERROR, "An event loop goes on after a failure", failure);
            LockSupport.parkNanos(FAILURE_PAUSE);
        } catch (Throwable e) {
            Thread.onSpinWait(); // there is no memory for an entry either
        }
    }
}
