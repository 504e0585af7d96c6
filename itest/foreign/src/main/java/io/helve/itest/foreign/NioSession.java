package io.helve.itest.foreign;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamUrl;
import io.helve.stream.provider.StreamSession;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The endpoints and streams of one tenant. */
final class NioSession implements StreamSession {
    private final SharedLoop loops;
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    NioSession(SharedLoop loops) {
        this.loops = loops;
    }

    SharedLoop loops() {
        return loops;
    }

    @Override
    public StreamDialer dialer(StreamUrl url) {
        return add(new NioDialer(this, url));
    }

    @Override
    public StreamListener listener(StreamUrl url) {
        return add(new NioListener(this, url));
    }

    /** Notes an object that is to be closed with the session. */
    <T extends AutoCloseable> T add(T made) {
        open.add(made);
        if (closed) {
            close(made);
            throw new AioException(AioError.ECLOSED, "the session is closed");
        }
        return made;
    }

    void remove(AutoCloseable ended) {
        open.remove(ended);
    }

    private static void close(AutoCloseable made) {
        try {
            made.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(NioSession::close);
    }
}
