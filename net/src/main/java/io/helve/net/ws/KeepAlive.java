package io.helve.net.ws;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Sends pings, and finds out that nobody is there: when nothing has come since one was sent, for as long as the
 * interval. Time in which nobody here wanted to read does not count. It stands beneath the codec: any byte is a sign of
 * life, also in the middle of a frame.
 */
final class KeepAlive extends ChannelDuplexHandler {
    private static final long GRACE_MILLIS = 10;

    private final long interval;
    private final Runnable ping;
    private final Runnable lost;
    private EventLoop loop;
    private Future<?> timer;

    /** Whether a ping waits for an answer, and since when. */
    private boolean waiting;

    private long asked;

    /** Whether the channel is reading, and since when. */
    private boolean reading;

    private long readingSince;

    /**
     * Makes it.
     *
     * @param interval in nanoseconds
     * @param ping sends a ping
     * @param lost says that nobody is there
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
        boolean silent = waiting && now - asked >= interval;
        if (silent && reading && now - readingSince >= interval) {
            timer = loop.schedule(this::lastLook, GRACE_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        timer = schedule();
        if (!waiting) {
            waiting = true;
            asked = now;
            ping.run();
        }
    }

    /** If it was this loop that was late, what has come meanwhile has been read now. */
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
