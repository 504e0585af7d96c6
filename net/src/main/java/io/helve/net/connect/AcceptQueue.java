package io.helve.net.connect;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioOperation;
import io.helve.net.scheme.EndReason;
import io.helve.net.stream.ChannelStream;
import io.helve.net.stream.StreamTransferQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Accepts that wait and streams that are ready; one of the two is empty. Guarded by the queue's lock. */
final class AcceptQueue {
    private final StreamTransferQueue accepts;
    private final ArrayDeque<ChannelStream> ready = new ArrayDeque<>();

    /** Whether connections become ready at once: then none is taken for which nobody waits. */
    private final boolean immediate;

    private int handshaking;
    private boolean reading;
    private boolean paused;
    private EndReason end;

    AcceptQueue(boolean immediate, String listener) {
        this.immediate = immediate;
        accepts = new StreamTransferQueue("accept", () -> listener);
    }

    /** {@return whether the operation waits or has been served, and a connection may have to be taken} */
    boolean accept(Aio aio) {
        boolean started = accepts.start(aio, false);
        serve();
        return started;
    }

    /** {@return whether the caller shall take a connection from the operating system} */
    boolean claimRead(int handshakesMax) {
        accepts.lock.lock();
        try {
            int underWay = handshaking + ready.size();
            boolean wanted = end == null
                    && !reading
                    && !paused
                    && accepts.headOperation() != null
                    && underWay < (immediate ? accepts.size() : handshakesMax);
            reading |= wanted;
            return wanted;
        } finally {
            accepts.lock.unlock();
        }
    }

    void readCompleted() {
        accepts.lock.lock();
        reading = false;
        accepts.lock.unlock();
    }

    void setPaused(boolean value) {
        accepts.lock.lock();
        paused = value;
        accepts.lock.unlock();
    }

    void beginHandshake() {
        accepts.lock.lock();
        handshaking++;
        accepts.lock.unlock();
    }

    void handshakeFailed() {
        accepts.lock.lock();
        handshaking--;
        accepts.lock.unlock();
    }

    /** {@return false if nobody will ever want it} */
    boolean ready(ChannelStream stream) {
        accepts.lock.lock();
        try {
            handshaking--;
            if (end != null) {
                return false;
            }
            ready.add(stream);
        } finally {
            accepts.lock.unlock();
        }
        serve();
        return true;
    }

    /** Ends the accept whose turn it is, if there is one. */
    void fail(AioError error, AioException cause) {
        AioOperation operation;
        accepts.lock.lock();
        try {
            if (accepts.headOperation() == null) {
                return;
            }
            operation = accepts.takeHead();
        } finally {
            accepts.lock.unlock();
        }
        operation.finish(error, 0, cause);
    }

    /** Ends all. {@return the streams that nobody has accepted} */
    List<ChannelStream> end(EndReason why) {
        List<ChannelStream> left;
        accepts.lock.lock();
        try {
            end = why;
            left = new ArrayList<>(ready);
            ready.clear();
        } finally {
            accepts.lock.unlock();
        }
        serve();
        return left;
    }

    private void serve() {
        for (; ; ) {
            AioOperation operation;
            ChannelStream stream;
            EndReason why;
            accepts.lock.lock();
            try {
                why = end;
                if (accepts.headOperation() == null || why == null && ready.isEmpty()) {
                    return;
                }
                stream = why == null ? ready.remove() : null;
                operation = accepts.takeHead();
            } finally {
                accepts.lock.unlock();
            }
            if (stream == null) {
                operation.finish(why.error(), 0, why.cause());
            } else {
                operation.setOutput(0, stream);
                if (!operation.finish(AioError.OK, 0)) {
                    stream.close();
                }
            }
        }
    }
}
