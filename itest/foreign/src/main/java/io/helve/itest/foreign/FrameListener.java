package io.helve.itest.foreign;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioAcceptQueue;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.sp.provider.SpTransportPipe;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Accepts connections at one address. Several peers may be in their handshake at a time. */
final class FrameListener implements SpTransportListener {
    /** How many peers may be in their handshake, or have finished it without having been accepted. */
    private static final int PENDING = 512;

    private final SharedLoop loops;
    private final StreamUrl url;
    private final SpTransportHost host;
    private final AioAcceptQueue<SpTransportPipe> accepts;

    /** Null before the address is bound. */
    @GuardedBy("this")
    private AcceptingSocket socket;

    @GuardedBy("this")
    private final Set<FrameHandshake> handshakes = new HashSet<>();

    @GuardedBy("this")
    private boolean closed;

    FrameListener(SharedLoop loops, StreamUrl url, SpTransportHost host) {
        this.loops = loops;
        this.url = url;
        this.host = host;
        Failures.address(url); // refuses a URL without an address
        accepts = new AioAcceptQueue<>(() -> "accepting at " + url, SpTransportPipe::close);
    }

    @Override
    public void bind() {
        AcceptingSocket bound = AcceptingSocket.bind(loops, url, this::hasRoom, this::connected);
        boolean late;
        synchronized (this) {
            late = closed;
            socket = bound;
        }
        if (late) {
            bound.close();
            throw new AioException(AioError.ECLOSED, "the listener at " + url + " is closed");
        }
        bound.resume();
    }

    private synchronized boolean hasRoom() {
        return !closed && handshakes.size() + accepts.size() < PENDING;
    }

    private void connected(SocketChannel channel) {
        FrameHandshake begun;
        try {
            begun = new FrameHandshake(loops, channel, host, this::shaken);
        } catch (AioException e) {
            accepts.offerFailure(e.error(), e);
            return;
        }
        boolean late;
        synchronized (this) {
            late = closed;
            handshakes.add(begun);
            begun.onEnd(() -> forget(begun));
        }
        begun.start();
        if (late) {
            begun.fail(AioError.ECLOSED);
        }
    }

    private void forget(FrameHandshake ended) {
        AcceptingSocket bound;
        synchronized (this) {
            handshakes.remove(ended);
            bound = closed ? null : socket;
        }
        if (bound != null) {
            bound.resume();
        }
    }

    private void shaken(FramePipe pipe, AioError error) {
        if (pipe != null) {
            accepts.offer(pipe);
        } else if (error != AioError.ECLOSED) {
            accepts.offerFailure(error, new AioException(error, error.message() + ": a handshake at " + url));
        }
    }

    @Override
    public void accept(Aio aio) {
        accepts.accept(aio);
        AcceptingSocket bound;
        synchronized (this) {
            bound = closed ? null : socket;
        }
        if (bound != null) {
            bound.resume();
        }
    }

    @Override
    public StreamUrl dialUrl() {
        synchronized (this) {
            return socket == null ? url : socket.dialUrl(url);
        }
    }

    @Override
    public <T> void set(StreamOption<T> option, T value) {
        throw new AioException(AioError.ENOTSUP, url + " has no option " + option);
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        throw new AioException(AioError.ENOTSUP, url + " has no option " + option);
    }

    @Override
    public void close() {
        AcceptingSocket closing;
        List<FrameHandshake> aborted;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            closing = socket;
            aborted = List.copyOf(handshakes);
        }
        accepts.close(AioError.ECLOSED);
        aborted.forEach(handshake -> handshake.fail(AioError.ECLOSED));
        if (closing != null) {
            closing.close();
        }
    }
}
