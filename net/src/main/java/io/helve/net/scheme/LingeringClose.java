package io.helve.net.scheme;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection without losing the last bytes that were written. A socket that is closed while it holds unread
 * data resets the connection, and a reset overtakes earlier writes. So this class ends the output first, and closes the
 * channel when the peer has ended its side, too, or after a second. Meanwhile the handler that owns the channel drops
 * arriving data. On the channel's event loop.
 */
public final class LingeringClose {
    private static final long LIMIT_MILLIS = 1000;

    private final Channel channel;
    private final OutputShutdown ending;
    private final Runnable close;
    private final Future<?> timer;
    private boolean over;

    /**
     * Begins.
     *
     * @param channel the channel
     * @param ending ends the output
     * @param written completes when the last words have been written
     * @param close closes the channel; run once
     */
    public LingeringClose(Channel channel, OutputShutdown ending, ChannelFuture written, Runnable close) {
        this.channel = channel;
        this.ending = ending;
        this.close = close;
        timer = channel.eventLoop().schedule(this::end, LIMIT_MILLIS, TimeUnit.MILLISECONDS);
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

    /** The peer has ended its side. */
    public void inputEnded() {
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
