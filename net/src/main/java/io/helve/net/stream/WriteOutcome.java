package io.helve.net.stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;

/**
 * The promise of a direct write. Netty completes a promise once; this one only reports the completion and can be used
 * for the next write, so that none is allocated. As a future it never completes: a listener or a waiting thread would
 * never hear of the end. So this promise is used only on channels without foreign handlers.
 */
final class WriteOutcome extends DefaultChannelPromise {
    private final DirectWrite write;

    WriteOutcome(Channel channel, DirectWrite write) {
        super(channel);
        this.write = write;
    }

    @Override
    public boolean trySuccess(Void result) {
        write.told(this, null);
        return true;
    }

    @Override
    public boolean tryFailure(Throwable cause) {
        write.told(this, cause);
        return true;
    }

    @Override
    public ChannelPromise setSuccess(Void result) {
        write.told(this, null);
        return this;
    }

    @Override
    public ChannelPromise setFailure(Throwable cause) {
        write.told(this, cause);
        return this;
    }
}
