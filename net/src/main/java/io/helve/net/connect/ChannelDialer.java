package io.helve.net.connect;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.net.eventloop.CallersThread;
import io.helve.net.scheme.ChannelCloser;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.Scheme;
import io.helve.net.scheme.Upgrade;
import io.helve.stream.MessageFraming;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A dialer of any scheme, with its options and the dials in progress. */
public final class ChannelDialer implements StreamDialer {
    final Scheme scheme;
    final StreamTenant tenant;
    final Upgrade upgrade;
    private final StreamUrl url;
    private final OptionValues options;
    private final Set<ConnectAttempt> dials = ConcurrentHashMap.newKeySet();
    private final Lookup lookup;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile String lastFailure = "";

    /**
     * Makes a dialer.
     *
     * @param url where to connect to
     * @param scheme the scheme
     * @param tenant the tenant
     */
    public ChannelDialer(StreamUrl url, Scheme scheme, StreamTenant tenant) {
        scheme.checkDialer(url);
        this.url = url;
        this.scheme = scheme;
        this.tenant = tenant;
        options = new OptionValues(url.scheme(), scheme.dialerOptions());
        upgrade = scheme.dialing(url, options, tenant);
        lookup = new Lookup(this);
        tenant.network().counters().dialers.increment();
    }

    @Override
    public AioFactory factory() {
        return tenant.factory();
    }

    @Override
    public void dial(Aio aio) {
        ConnectAttempt attempt = new ConnectAttempt(this, options.copy(), tenant.network());
        CallersThread.leaveNothing(() -> attempt.start(aio));
    }

    /** {@return whether the dialer is open; otherwise the dial must end} */
    boolean add(ConnectAttempt dial) {
        dials.add(dial);
        return !closed.get();
    }

    /** Finds the addresses for a dial, and hands them to it on this or another thread. */
    void resolve(ConnectAttempt dial) {
        lookup.start(dial);
    }

    /** Remembers the failure of a dial for observers. */
    void failed(AioError error, String message) {
        lastFailure = new AioException(error, message).getMessage();
    }

    /** {@return how the last dial that failed has failed, or an empty text} */
    String lastFailure() {
        return lastFailure;
    }

    void remove(ConnectAttempt dial) {
        dials.remove(dial);
    }

    @Override
    public MessageFraming messageFraming() {
        return scheme.messageFraming();
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
            tenant.network().counters().dialers.decrement();
            tenant.remove(this);
        }
        dials.forEach(ConnectAttempt::close);
    }

    @Override
    public void stop() {
        List<Channel> closing = dials.stream()
                .flatMap(dial -> dial.channels().stream())
                .filter(Channel::isRegistered)
                .toList();
        close();
        for (Channel channel : closing) {
            ChannelCloser.until(channel.closeFuture(), channel.eventLoop());
        }
    }

    @Override
    public String toString() {
        return "dialer of " + url;
    }
}
