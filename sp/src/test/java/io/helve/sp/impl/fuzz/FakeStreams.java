package io.helve.sp.impl.fuzz;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Streams that a test makes and is the peer of, all on its own thread. */
final class FakeStreams implements StreamFactory {
    /** What was made last. */
    Listener listener;

    @Override
    public StreamDialer dialer(String url) {
        throw new AioException(AioError.ENOTSUP, "nothing can be dialed here");
    }

    @Override
    public StreamListener listener(String url) {
        listener = new Listener(StreamUrl.parse(url));
        return listener;
    }

    @Override
    public DatagramEndpoint datagrams(String url) {
        throw new AioException(AioError.ENOTSUP, "no datagrams");
    }

    @Override
    public Set<String> schemes() {
        return Set.of();
    }

    static final class Listener implements StreamListener, AioCanceller {
        private final StreamUrl url;
        private final Map<StreamOption<?>, Object> options = new HashMap<>();
        private AioOperation accepting;
        private boolean closed;

        Listener(StreamUrl url) {
            this.url = url;
        }

        FakeStream connect() {
            FakeStream stream = new FakeStream(url.scheme().startsWith("ws"));
            AioOperation operation = accepting;
            accepting = null;
            operation.setOutput(0, stream);
            operation.finish(AioError.OK, 0);
            return stream;
        }

        @Override
        public void listen() {}

        @Override
        public void accept(Aio aio) {
            AioOperation operation = AioOperation.start(aio, this);
            if (operation != null && closed) {
                operation.finish(AioError.ECLOSED, 0);
            } else {
                accepting = operation;
            }
        }

        @Override
        public void cancel(AioOperation operation, AioError reason) {
            if (operation.equals(accepting)) {
                accepting = null;
                operation.finish(reason, 0);
            }
        }

        @Override
        public SocketAddress localAddress() {
            return null;
        }

        @Override
        public StreamUrl dialUrl() {
            return url;
        }

        @Override
        public StreamUrl url() {
            return url;
        }

        @Override
        public <T> StreamListener set(StreamOption<T> option, T value) {
            options.put(option, option.check(value));
            return this;
        }

        @Override
        public <T> T get(StreamOption<T> option) {
            return option.type().cast(options.getOrDefault(option, option.defaultValue()));
        }

        @Override
        public void close() {
            closed = true;
            if (accepting != null) {
                cancel(accepting, AioError.ECLOSED);
            }
        }

        @Override
        public void stop() {
            close();
        }
    }
}
