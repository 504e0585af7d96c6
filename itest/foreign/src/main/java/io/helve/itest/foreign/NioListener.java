package io.helve.itest.foreign;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioAcceptQueue;
import io.helve.aio.provider.AioOperation;
import io.helve.stream.Stream;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;

/** Accepts streams at one address. */
final class NioListener implements StreamListener {
    /** How many connections are taken that no accept waits for. */
    private static final int KEPT = 16;

    private final NioSession session;
    private final StreamUrl url;
    private final AioAcceptQueue<Stream> accepts;

    @GuardedBy("this")
    private AcceptingSocket socket;

    @GuardedBy("this")
    private boolean closed;

    NioListener(NioSession session, StreamUrl url) {
        this.session = session;
        this.url = url;
        Failures.address(url); // refuses a URL without an address
        accepts = new AioAcceptQueue<>(() -> "accepting at " + url, Stream::close);
    }

    @Override
    public void listen() {
        synchronized (this) { // nobody else needs the lock before the address is bound
            if (closed) {
                throw new AioException(AioError.ECLOSED, url + " has been closed");
            }
            if (socket != null) {
                throw new IllegalStateException(url + " is bound already");
            }
            socket = AcceptingSocket.bind(session.loops(), url, () -> accepts.size() < KEPT, this::connected);
            socket.resume();
        }
    }

    private void connected(SocketChannel channel) {
        try {
            accepts.offer(NioStream.open(session, channel));
        } catch (IOException | AioException e) {
            // the session has been closed
        }
    }

    @Override
    public void accept(Aio aio) {
        AcceptingSocket bound = bound();
        if (bound == null && !accepts.isClosed()) {
            AioOperation operation = AioOperation.start(aio, null);
            if (operation != null) {
                operation.finish(AioError.ESTATE, 0);
            }
            return;
        }
        accepts.accept(aio);
        if (bound != null) {
            bound.resume();
        }
    }

    private synchronized AcceptingSocket bound() {
        return socket;
    }

    @Override
    public SocketAddress localAddress() {
        AcceptingSocket bound = bound();
        return bound == null ? null : bound.address();
    }

    @Override
    public StreamUrl dialUrl() {
        AcceptingSocket bound = bound();
        if (bound == null) {
            throw new IllegalStateException(url + " is not bound");
        }
        return bound.dialUrl(url);
    }

    @Override
    public StreamUrl url() {
        return url;
    }

    @Override
    public <T> StreamListener set(StreamOption<T> option, T value) {
        throw new AioException(AioError.ENOTSUP, url + " has no option " + option);
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        throw new AioException(AioError.ENOTSUP, url + " has no option " + option);
    }

    @Override
    public void close() {
        AcceptingSocket closing;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            closing = socket;
        }
        session.remove(this);
        accepts.close(AioError.ECLOSED);
        if (closing != null) {
            closing.close();
        }
    }

    @Override
    public void stop() {
        close();
    }
}
