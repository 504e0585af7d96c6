package io.helve.net.eventloop;

import io.helve.internal.SafeLogger;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Event loops that nothing ends but a shutdown. Netty catches what a task throws, but logs it, and logging may throw,
 * too, when a log service has gone or memory is used up; that would end Netty's loop with all connections on it.
 *
 * <p>A loop divides its time between channels that are ready and tasks: it runs tasks for a millisecond at most before
 * it looks for ready channels again. Netty's second would let a tenant that sends to thousands of peers, each send a
 * task, hold up all others. {@link LoopMemory} bounds what the channels read in one turn.
 */
final class LastingLoops extends MultiThreadIoEventLoopGroup {
    private static final Logger LOG = SafeLogger.of(LastingLoops.class);

    /** How long a loop rests after a failure, such as a lack of memory. */
    private static final long FAILURE_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    /** How long a loop runs tasks at a time. */
    private static final long TASKS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final Runnable NOTHING = () -> {};

    LastingLoops(int threads, Executor executor, IoHandlerFactory handlers) {
        super(threads, executor, handlers);
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... args) {
        return new LastingLoop(this, executor, handlers);
    }

    /** Has an action called at the beginning of each turn of a loop. Called before the loop runs. */
    void atEachTurn(EventExecutor loop, Runnable action) {
        ((LastingLoop) loop).atEachTurn = action;
    }

    private static final class LastingLoop extends SingleThreadIoEventLoop {
        private volatile Runnable atEachTurn = NOTHING;

        LastingLoop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory handlers) {
            super(parent, executor, handlers);
        }

        @Override
        protected int runIo() {
            try {
                atEachTurn.run();
                return super.runIo();
            } catch (Throwable e) {
                goOn(e);
                return 0;
            }
        }

        @Override
        protected boolean runAllTasks(long timeoutNanos) {
            try {
                return super.runAllTasks(Math.min(timeoutNanos, TASKS));
            } catch (Throwable e) {
                goOn(e);
                return true;
            }
        }

        private static void goOn(Throwable failure) {
            try {
                LOG.log(Level.ERROR, "An event loop goes on after a failure", failure);
                LockSupport.parkNanos(FAILURE_PAUSE);
            } catch (Throwable e) {
                Thread.onSpinWait(); // there is no memory for an entry either
            }
        }
    }
}
