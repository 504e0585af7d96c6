package io.helve.sp.impl.stream;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.provider.SpTransportHost;
import io.helve.stream.MessageFraming;
import io.helve.stream.StreamEndpoint;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A dialer or listener of streams. It goes when its provider goes; then another one is made, with the same options.
 *
 * @param <E> its kind
 */
final class ReopeningEndpoint<E extends StreamEndpoint> {
    private static final int MOST = 1 << 30;

    /** The option cannot be less. */
    private static final int LEAST_FRAME = 125;

    private final Supplier<E> maker;
    private final SpTransportHost host;

    /** The listener's; its name is that of the WebSockets' subprotocol. */
    private final SpProtocol protocol;

    /** What the user has set. Guarded by this, as all below. */
    private final Map<StreamOption<?>, Object> options = new LinkedHashMap<>();

    private E endpoint;
    private boolean closed;

    ReopeningEndpoint(Supplier<E> maker, SpTransportHost host, SpProtocol protocol) {
        this.maker = maker;
        this.host = host;
        this.protocol = protocol;
    }

    /**
     * Returns what makes streams, with the options as they are now.
     *
     * @return what was there, or a new one
     * @throws AioException as {@code StreamFactory} says
     */
    E get() {
        E present = present();
        if (present == null) {
            present = open();
        }
        if (present.messageFraming() == MessageFraming.MESSAGES) {
            int most = host.get(SpOptions.RECEIVE_MAX);
            int length = most == 0 ? MOST : Math.min(most, MOST);
            limit(present, StreamOptions.RECEIVE_MAX, length);
            limit(present, StreamOptions.WS_FRAME_MAX, Math.max(length, LEAST_FRAME)); // a message may come in one
        }
        return present;
    }

    private void limit(E present, StreamOption<Integer> option, int bytes) {
        if (!isSet(option)) {
            ifSupported(() -> {
                if (bytes != present.get(option)) {
                    present.set(option, bytes);
                }
            });
        }
    }

    synchronized E present() {
        if (closed) {
            throw new AioException(AioError.ECLOSED, "the dialer or listener has been closed");
        }
        return endpoint;
    }

    private synchronized boolean isSet(StreamOption<?> option) {
        return options.containsKey(option);
    }

    /** No lock is held while the provider is called: of two that are made at once, one is closed again. */
    private E open() {
        E opened = maker.get();
        boolean kept = false;
        try {
            requireReliable(opened);
            Map<StreamOption<?>, Object> wanted;
            synchronized (this) {
                wanted = new LinkedHashMap<>(options);
            }
            setDefaults(opened);
            wanted.forEach((option, value) -> setUnchecked(opened, option, value));
            synchronized (this) {
                kept = !closed && endpoint == null;
                if (kept) {
                    endpoint = opened;
                }
            }
        } finally {
            if (!kept) {
                Closing.close(opened);
            }
        }
        E present = present();
        if (present == null) {
            throw new AioException(AioError.ECLOSED, "the dialer or listener has been closed");
        }
        return present;
    }

    private static void requireReliable(StreamEndpoint opened) {
        if (opened.messageFraming() == MessageFraming.DATAGRAMS) {
            throw new AioException(AioError.ENOTSUP, "sockets cannot use datagrams, which may get lost");
        }
    }

    private void setDefaults(E opened) {
        ifSupported(() -> opened.set(StreamOptions.READ_AHEAD, 0)); // our own buffers are there before anything comes
        if (opened.messageFraming() == MessageFraming.MESSAGES) {
            String name = protocol.protocolName() + ".sp.nanomsg.org";
            ifSupported(() -> opened.set(StreamOptions.WS_PROTOCOL, name));
        }
    }

    /** A provider of others may not have each option. */
    private static void ifSupported(Runnable setting) {
        try {
            setting.run();
        } catch (AioException e) {
            if (e.error() != AioError.ENOTSUP) {
                throw e;
            }
        }
    }

    private static <T> void setUnchecked(StreamEndpoint endpoint, StreamOption<T> option, Object value) {
        endpoint.set(option, option.type().cast(value));
    }

    <T> void set(StreamOption<T> option, T value) {
        get().set(option, value);
        synchronized (this) {
            options.put(option, value);
        }
    }

    <T> T get(StreamOption<T> option) {
        return get().get(option);
    }

    /** One has gone. */
    void lost(E gone) {
        synchronized (this) {
            if (endpoint == gone) {
                endpoint = null;
            }
        }
        Closing.close(gone);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    void close() {
        E closing;
        synchronized (this) {
            closed = true;
            closing = endpoint;
            endpoint = null;
        }
        if (closing != null) {
            Closing.close(closing);
        }
    }
}
