package io.helve.sp.impl.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A stream dialer or listener that can be replaced when its provider goes: after {@link #lost}, the next {@link #get}
 * opens another endpoint with the same options.
 *
 * @param <E> the type of the endpoint
 */
final class ReopeningEndpoint<E extends StreamEndpoint> {
    private static final int MOST = 1 << 30;

    /** The least value of {@link StreamOptions#WS_FRAME_MAX}. */
    private static final int LEAST_FRAME = 125;

    private final Supplier<E> maker;
    private final SpTransportHost host;

    /** The protocol of the listening side, which names the WebSocket subprotocol. */
    private final SpProtocol protocol;

    /** The options that the user has set. */
    @GuardedBy("this")
    private final Map<StreamOption<?>, Object> options = new LinkedHashMap<>();

    @GuardedBy("this")
    private E endpoint;

    @GuardedBy("this")
    private boolean closed;

    /** The endpoint that was open when {@link #close} was called, or null. */
    private E last;

    ReopeningEndpoint(Supplier<E> maker, SpTransportHost host, SpProtocol protocol) {
        this.maker = maker;
        this.host = host;
        this.protocol = protocol;
    }

    /**
     * Returns the endpoint, with the limits that the socket's options set at present. Opens an endpoint if there is
     * none.
     *
     * @return the endpoint
     * @throws AioException {@code ECLOSED} after {@link #close}, or if no endpoint can be opened, as
     *     {@code StreamFactory} describes
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
            limit(present, StreamOptions.WS_FRAME_MAX, Math.max(length, LEAST_FRAME)); // a message may be one frame
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

    /**
     * Opens an endpoint. No lock is held while the provider is called, so two threads may open an endpoint each; the
     * later one is closed again.
     */
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
        ifSupported(() -> opened.set(StreamOptions.READ_AHEAD, 0)); // the pipe receives into its own buffers
        if (opened.messageFraming() == MessageFraming.MESSAGES) {
            ifSupported(() -> opened.set(StreamOptions.WS_PROTOCOL, subprotocol(protocol)));
            ifSupported(() -> opened.set(StreamOptions.WS_PROTOCOL_MISMATCH, this::countMismatch));
        }
    }

    /** {@return the subprotocol with the name of the listening side's protocol} */
    private static String subprotocol(SpProtocol listening) {
        return listening.protocolName() + ".sp.nanomsg.org";
    }

    /** Counts a peer that speaks a Scalability Protocol, and not the one that is needed. */
    private void countMismatch(List<String> subprotocols) {
        for (SpProtocol listening : SpProtocol.values()) {
            if (subprotocols.contains(subprotocol(listening))) {
                boolean isPeers = protocol != host.protocol(); // whether the peer is the listening side
                host.peerMismatch((isPeers ? listening : listening.peer()).number());
                return;
            }
        }
    }

    /** Runs a setting and ignores {@code ENOTSUP}, because a third-party provider may not have the option. */
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

    /** Forgets and closes an endpoint whose provider has gone. */
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
            if (closing != null) {
                last = closing;
            }
        }
        if (closing != null) {
            Closing.close(closing);
        }
    }

    /** Closes the endpoint and waits until its socket is released. */
    void stop() {
        close();
        E stopping;
        synchronized (this) {
            stopping = last;
        }
        if (stopping != null) {
            stopping.stop();
        }
    }
}
