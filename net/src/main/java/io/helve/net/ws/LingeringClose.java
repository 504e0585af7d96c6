package io.helve.net.ws;

import io.helve.net.scheme.OutputShutdown;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Sees to it that what is written right before a connection ends has a chance to arrive: closing a socket that holds
 * unread data resets it, and a reset overtakes what was written. So the output ends first, and whoever has the channel
 * discards what comes until {@link #inputEnded}; for a moment at most.
 */
final class LingeringClose {
    private static final long PATIENCE_MILLIS = 1000;

    private final Channel channel;
    private final OutputShutdown ending;
    private final Runnable close;
    private final Future<?> timer;
    private boolean over;

    /**
     * Begins to wait.
     *
     * @param channel the channel, on whose event loop this is
     * @param ending how the output ends
     * @param written when the words have been written
     * @param close to be run once, at the end
     */
    LingeringClose(Channel channel, OutputShutdown ending, ChannelFuture written, Runnable close) {
        this.channel = channel;
        this.ending = ending;
        this.close = close;
        timer = channel.eventLoop().schedule(this::end, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> end());
        written.addListener(told -> {
            if (told.isSuccess()) {
                endOutput();
            } else {
                end();
            }
        });
    }

    private void endOutput() {
        if (!over) {
            ending.end(channel);
            channel.read();
        }
    }

    void inputEnded() {
        end();
    }

    private void end() {
        if (!over) {
            over = true;
            timer.cancel(false);
            close.run();
        }
    }
}
