package io.helve.shell.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioOperation;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;

/**
 * Streams within this process: {@code mem} moves bytes, {@code msg} messages, {@code udp} datagrams. The monitor of
 * this object guards all fields, here and in the streams and datagram sockets of the network.
 */
final class FakeNetwork implements StreamFactory {
    /** The streams and sockets that were opened and are not closed yet. */
    final Set<Object> open = new HashSet<>();

    final Map<Integer, FakeDatagrams> bound = new HashMap<>();
    private final Map<String, Listener> listeners = new HashMap<>();

    synchronized boolean isListening(String url) {
        return listeners.containsKey(url);
    }

    synchronized Set<Object> open() {
        return Set.copyOf(open);
    }

    @Override
    public Set<String> schemes() {
        return new TreeSet<>(Set.of("mem", "msg", "udp"));
    }

    @Override
    public StreamDialer dialer(StreamUrl url) {
        return new Dialer(known(url));
    }

    @Override
    public StreamListener listener(StreamUrl url) {
        return new Listener(known(url));
    }

    @Override
    public DatagramEndpoint datagrams(StreamUrl url) {
        return new FakeDatagrams(this, known(url));
    }

    private StreamUrl known(StreamUrl url) {
        if (!schemes().contains(url.scheme())) {
            throw new AioException(AioError.ENOTSUP, "no provider for " + url);
        }
        return url;
    }

    private final class Dialer implements StreamDialer {
        private final StreamUrl url;

        Dialer(StreamUrl url) {
            this.url = url;
        }

        @Override
        public StreamUrl url() {
            return url;
        }

        @Override
        public void dial(Aio aio) {
            AioOperation operation = AioOperation.start(aio, null);
            if (operation == null) {
                return;
            }
            Listener listener;
            synchronized (FakeNetwork.this) {
                listener = listeners.get(url().toString());
            }
            if (listener == null) {
                operation.finish(
                        AioError.ECONNREFUSED,
                        0,
                        new AioException(AioError.ECONNREFUSED, "Connection refused: " + url()));
                return;
            }
            FakeStream[] pair = FakeStream.pair(FakeNetwork.this, url().scheme().equals("msg"));
            operation.setOutput(0, pair[0]);
            operation.finish(AioError.OK, 0);
            listener.offer(pair[1]);
        }

        @Override
        public <T> StreamDialer set(StreamOption<T> option, T value) {
            throw new AioException(AioError.ENOTSUP, "there is no " + option);
        }

        @Override
        public <T> T get(StreamOption<T> option) {
            return option.defaultValue();
        }

        @Override
        public void close() {}

        @Override
        public void stop() {}
    }

    private final class Listener implements StreamListener {
        private final StreamUrl url;
        private final Queue<FakeStream> arrived = new ArrayDeque<>(); // guarded by the network
        private final FakeQueue accepting = new FakeQueue(this::next);

        Listener(StreamUrl url) {
            this.url = url;
        }

        @Override
        public StreamUrl url() {
            return url;
        }

        @Override
        public void listen() {
            synchronized (FakeNetwork.this) {
                if (listeners.putIfAbsent(url().toString(), this) != null) {
                    throw new AioException(AioError.EADDRINUSE, "in use: " + url());
                }
                open.add(this);
            }
        }

        @Override
        public void accept(Aio aio) {
            accepting.start(aio);
        }

        void offer(FakeStream stream) {
            synchronized (FakeNetwork.this) {
                arrived.add(stream);
            }
            accepting.serve();
        }

        private FakeQueue.Result next(AioOperation operation) {
            synchronized (FakeNetwork.this) {
                FakeStream stream = arrived.poll();
                operation.setOutput(0, stream);
                return stream == null ? null : new FakeQueue.Result(AioError.OK, 0);
            }
        }

        @Override
        public SocketAddress localAddress() {
            return null;
        }

        @Override
        public StreamUrl dialUrl() {
            return url();
        }

        @Override
        public <T> StreamListener set(StreamOption<T> option, T value) {
            throw new AioException(AioError.ENOTSUP, "there is no " + option);
        }

        @Override
        public <T> T get(StreamOption<T> option) {
            return option.defaultValue();
        }

        @Override
        public void close() {
            synchronized (FakeNetwork.this) {
                listeners.remove(url().toString(), this);
                open.remove(this);
            }
            accepting.close(AioError.ECLOSED);
        }

        @Override
        public void stop() {
            close();
        }
    }
}
