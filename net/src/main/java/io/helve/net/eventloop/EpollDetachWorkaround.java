package io.helve.net.eventloop;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.SelectStrategyFactory;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Works around a flaw of Netty's epoll, seen in version 4.2.18. Netty removes a channel that waits for no event from
 * the epoll set (EPOLL_CTL_DEL), and when the channel waits for an event again modifies its entry (EPOLL_CTL_MOD),
 * which no longer exists; the channel then gets no events any more. This happens to a channel whose peer has ended its
 * side as soon as the channel sends more than the socket takes. With this workaround such a channel stays in the set
 * and waits for errors only.
 *
 * <p>{@code EpollDetachWorkaroundTest} fails when Netty no longer needs the workaround.
 */
final class EpollDetachWorkaround implements IoHandler {
    private final IoHandler netty;

    private EpollDetachWorkaround(IoHandler netty) {
        this.netty = netty;
    }

    static IoHandlerFactory newFactory(SelectStrategyFactory strategies) {
        IoHandlerFactory netty = EpollIoHandler.newFactory(0, strategies);
        return new IoHandlerFactory() {
            @Override
            public IoHandler newHandler(ThreadAwareExecutor executor) {
                return new EpollDetachWorkaround(netty.newHandler(executor));
            }

            @Override
            public boolean isChangingThreadSupported() {
                return netty.isChangingThreadSupported();
            }
        };
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return new Registration(netty.register(handle));
    }

    private record Registration(IoRegistration netty) implements IoRegistration {
        @Override
        public long submit(IoOps ops) {
            // epoll reports errors always, and with EPOLLET only once
            return netty.submit(EpollIoOps.NONE.equals(ops) ? EpollIoOps.EPOLLET : ops);
        }

        @Override
        public <T> T attachment() {
            return netty.attachment();
        }

        @Override
        public boolean isValid() {
            return netty.isValid();
        }

        @Override
        public boolean cancel() {
            return netty.cancel();
        }
    }

    @Override
    public void initialize() {
        netty.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return netty.run(context);
    }

    @Override
    public void prepareToDestroy() {
        netty.prepareToDestroy();
    }

    @Override
    public void destroy() {
        netty.destroy();
    }

    @Override
    public void wakeup() {
        netty.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return netty.isCompatible(handleType);
    }
}
