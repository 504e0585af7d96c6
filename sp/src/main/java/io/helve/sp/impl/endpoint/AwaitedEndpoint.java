package io.helve.sp.impl.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportEndpoint;
import io.helve.sp.provider.SpTransportHost;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A dialer or listener whose transport is not there yet. While there is no transport, this object keeps the options
 * that a program sets. The first attempt that finds the transport has it make the real dialer or listener, gives it the
 * options, and uses it from then on.
 *
 * @param <E> the type of the real dialer or listener
 */
abstract class AwaitedEndpoint<E extends SpTransportEndpoint> implements SpTransportEndpoint {
    private final Transports transports;
    private final StreamUrl url;
    private final SpTransportHost host;

    /** The options that were set while there was no transport. */
    @GuardedBy("this")
    private final Map<StreamOption<?>, Object> options = new LinkedHashMap<>();

    /** The real dialer or listener; null while there is none. */
    @GuardedBy("this")
    private E made;

    /** The transport that has made it. */
    @GuardedBy("this")
    private SpTransport maker;

    @GuardedBy("this")
    private boolean closed;

    AwaitedEndpoint(Transports transports, StreamUrl url, SpTransportHost host) {
        this.transports = transports;
        this.url = url;
        this.host = host;
    }

    /** Has a transport make the real dialer or listener. */
    abstract E make(SpTransport transport, StreamUrl url, SpTransportHost host);

    final StreamUrl url() {
        return url;
    }

    /** {@return the real dialer or listener, or null} */
    final synchronized E present() {
        return made;
    }

    /** {@return whether the real dialer or listener was made by a transport} */
    final synchronized boolean isMadeBy(SpTransport transport) {
        return maker == transport;
    }

    /**
     * Returns the real dialer or listener, and has it made if the transport is there.
     *
     * @throws AioException {@code ENOTSUP} if there is no transport, or an error of the transport
     */
    final E get() {
        E present = present();
        return present != null ? present : open();
    }

    /**
     * No lock is held while the transport is called. The socket makes one attempt at a time, so only one thread is here
     * at a time; closing may come in between.
     */
    private E open() {
        SpTransport transport = transports.find(url.scheme());
        if (transport == null) {
            throw missing(url.scheme());
        }
        E opened = make(transport, url, host);
        boolean kept = false;
        try {
            setOptions(opened);
            synchronized (this) {
                kept = !closed;
                if (kept) {
                    made = opened;
                    maker = transport;
                }
            }
        } finally {
            if (!kept) {
                opened.close();
            }
        }
        if (!kept) {
            throw new AioException(AioError.ECLOSED, "the dialer or listener has been closed");
        }
        if (!transports.has(transport)) { // the transport was removed before the runtime saw this endpoint use it
            discard();
            throw missing(url.scheme());
        }
        return opened;
    }

    static AioException missing(String scheme) {
        return new AioException(
                AioError.ENOTSUP, "there is no transport for " + scheme + ":// yet: " + MissingTransport.QUESTION);
    }

    private void setOptions(E opened) {
        Map<StreamOption<?>, Object> wanted;
        synchronized (this) {
            wanted = new LinkedHashMap<>(options);
        }
        wanted.forEach((option, value) -> setUnchecked(opened, option, value));
    }

    private static <T> void setUnchecked(SpTransportEndpoint opened, StreamOption<T> option, Object value) {
        opened.set(option, option.check(value));
    }

    /** Closes the real dialer or listener; the next attempt makes another one. */
    final void discard() {
        E discarded;
        synchronized (this) {
            discarded = made;
            made = null;
            maker = null;
        }
        if (discarded != null) {
            discarded.close();
        }
    }

    /** Ends an attempt that could not be begun. */
    static void fail(Aio aio, AioError error, AioException cause) {
        AioOperation operation = AioOperation.start(aio, null);
        if (operation != null) {
            operation.finish(error, 0, cause);
        }
    }

    @Override
    public <T> void set(StreamOption<T> option, T value) {
        E present;
        synchronized (this) {
            present = made;
            if (present == null) {
                options.put(option, option.check(value));
            }
        }
        if (present != null) {
            present.set(option, value);
        }
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        E present;
        Object value;
        synchronized (this) {
            present = made;
            value = options.get(option);
        }
        if (present != null) {
            return present.get(option);
        }
        return value == null ? option.defaultValue() : option.check(value);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        discard();
    }
}
