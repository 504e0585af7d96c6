package io.helve.net.ws;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Sends pings, and reports that the peer is lost when nothing has arrived for a whole interval after a ping. Time in
 * which this side did not read does not count. The handler stands beneath the codec, so that any byte is a sign of
 * life, also one in the middle of a frame.
 */
final class KeepAlive extends ChannelDuplexHandler {
    private static final long GRACE_MILLIS = 10;

    private final long interval;
    private final Runnable ping;
    private final Runnable lost;
    private EventLoop loop;
    private Future<?> timer;

    /** Whether a ping has not been answered yet. */
    private boolean waiting;

    /** When the last ping was sent. */
    private long pingedAt;

    /** Whether the channel has been asked to read. */
    private boolean reading;

    private long readingSince;

    /**
     * Makes the handler.
     *
     * @param interval the interval in nanoseconds
     * @param ping sends a ping
     * @param lost called when the peer is lost
     */
    KeepAlive(long interval, Runnable ping, Runnable lost) {
        this.interval = interval;
        this.ping = ping;
        this.lost = lost;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        loop = context.channel().eventLoop();
        timer = schedule();
    }

    private Future<?> schedule() {
        return loop.schedule(this::tick, interval, TimeUnit.NANOSECONDS);
    }

    private void tick() {
        long now = System.nanoTime();
        boolean silent = waiting && now - pingedAt >= interval;
        if (silent && reading && now - readingSince >= interval) {
            timer = loop.schedule(this::lastLook, GRACE_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        timer = schedule();
        if (!waiting) {
            waiting = true;
            pingedAt = now;
            ping.run();
        }
    }

    /** Checks once more: if this loop was late, it has read meanwhile what the peer has sent in time. */
    private void lastLook() {
        if (waiting) {
            lost.run();
        } else {
            timer = schedule();
        }
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (!reading) {
            reading = true;
            readingSince = System.nanoTime();
        }
        context.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object data) {
        waiting = false;
        context.fireChannelRead(data);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        context.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        timer.cancel(false);
    }
}
