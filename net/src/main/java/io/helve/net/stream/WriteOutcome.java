package io.helve.net.stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;

/**
 * Is told by Netty how a write has ended, and can be given to it for the next one then, where an ordinary promise is
 * made for each. As a future it never ends: who waited for it or listened to it would do so for ever. So it is for
 * channels only that have no handlers but ours.
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
