package io.helve.itest.loop;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamUrl;
import io.helve.stream.provider.StreamSession;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What one user has: loops, closed with it. */
final class LoopSession implements StreamSession {
    private final Set<LoopStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    @Override
    public StreamDialer dialer(StreamUrl url) {
        return new LoopDialer(url, this);
    }

    @Override
    public StreamListener listener(StreamUrl url) {
        throw new AioException(AioError.ENOTSUP, "nobody can listen at " + url);
    }

    /** Adds a stream, or closes it if this has been closed. */
    void add(LoopStream stream) {
        open.add(stream);
        if (closed) {
            stream.close();
        }
    }

    void remove(LoopStream stream) {
        open.remove(stream);
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(LoopStream::close);
    }
}
