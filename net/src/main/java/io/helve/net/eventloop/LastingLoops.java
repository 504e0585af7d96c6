package io.helve.net.eventloop;

import io.helve.stream.StreamConfig.Polling;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Executor;

/** A set of {@link LastingLoop}s, or of {@link LendableLoop}s. */
final class LastingLoops extends MultiThreadIoEventLoopGroup {
    LastingLoops(int threads, Executor executor, IoHandlerFactory handlers, Polling polling) {
        super(threads, executor, handlers, polling);
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... args) {
        return args[0] == Polling.WORKERS
                ? LendableLoop.newLoop(this, executor, handlers)
                : new LastingLoop(this, executor, handlers);
    }

    /** Has an action called at the beginning of each turn of a loop. Called before the loop runs. */
    void atEachTurn(EventExecutor loop, Runnable action) {
        ((LastingLoop) loop).atEachTurn(action);
    }
}
