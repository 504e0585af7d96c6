package io.helve.net.channel;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A dialer of any scheme. */
public final class ChannelDialer implements StreamDialer {
    final Scheme scheme;
    final Owner owner;
    final Upgrade upgrade;
    private final StreamUrl url;
    private final Options options;
    private final Set<Dial> dials = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Makes a dialer.
     *
     * @param url where to connect to
     * @param scheme the scheme
     * @param owner the user
     */
    public ChannelDialer(StreamUrl url, Scheme scheme, Owner owner) {
        scheme.check(url, false);
        this.url = url;
        this.scheme = scheme;
        this.owner = owner;
        options = new Options(url.scheme(), scheme.dialerOptions());
        upgrade = scheme.dialing(url, options);
        owner.network().counters().dialers.increment();
    }

    @Override
    public void dial(Aio aio) {
        new Dial(this, options.copy(), owner.network()).start(aio);
    }

    /** {@return false if this is closed} */
    boolean add(Dial dial) {
        dials.add(dial);
        return !closed.get();
    }

    void remove(Dial dial) {
        dials.remove(dial);
    }

    @Override
    public StreamUrl url() {
        return url;
    }

    @Override
    public <T> StreamDialer set(StreamOption<T> option, T value) {
        if (closed.get()) {
            throw new AioException(AioError.ECLOSED, this + " is closed");
        }
        options.set(option, value);
        return this;
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        return options.get(option);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            owner.network().counters().dialers.decrement();
            owner.remove(this);
        }
        dials.forEach(Dial::close);
    }

    @Override
    public void stop() {
        List<Channel> closing = dials.stream()
                .map(Dial::channel)
                .filter(Objects::nonNull)
                .filter(Channel::isRegistered)
                .toList();
        close();
        for (Channel channel : closing) {
            Waiting.until(channel.closeFuture(), channel.eventLoop());
        }
    }

    @Override
    public String toString() {
        return "dialer of " + url;
    }
}
