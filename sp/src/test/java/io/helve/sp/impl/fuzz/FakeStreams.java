package io.helve.sp.impl.fuzz;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.MessageFraming;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamEndpoint;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Streams whose peer is the test. The test's thread makes them and ends their operations. */
final class FakeStreams implements StreamFactory {
    /** The last listener. */
    Listener listener;

    /** The last dialer. */
    Dialer dialer;

    @Override
    public StreamDialer dialer(StreamUrl url) {
        dialer = new Dialer(url);
        return dialer;
    }

    @Override
    public StreamListener listener(StreamUrl url) {
        listener = new Listener(url);
        return listener;
    }

    @Override
    public DatagramEndpoint datagrams(StreamUrl url) {
        throw new AioException(AioError.ENOTSUP, "no datagrams");
    }

    @Override
    public Set<String> schemes() {
        return Set.of("tcp", "ipc", "ws");
    }

    /** What both kinds have: options, and one operation that waits for a connection. */
    private abstract static class Endpoint implements StreamEndpoint, AioCanceller {
        private final StreamUrl url;
        private final Map<StreamOption<?>, Object> options = new HashMap<>();
        private volatile AioOperation waiting;
        private boolean closed;

        /** What closing throws at its end, if not null. */
        RuntimeException whenClosed;

        Endpoint(StreamUrl url) {
            this.url = url;
        }

        boolean isWaited() {
            return waiting != null;
        }

        FakeStream connect() {
            FakeStream stream = new FakeStream(messageFraming());
            AioOperation operation = waiting;
            waiting = null;
            operation.setOutput(0, stream);
            operation.finish(AioError.OK, 0);
            return stream;
        }

        final void await(Aio aio) {
            AioOperation operation = AioOperation.start(aio, this);
            if (operation != null && closed) {
                operation.finish(AioError.ECLOSED, 0);
            } else {
                waiting = operation;
            }
        }

        @Override
        public void cancel(AioOperation operation, AioError reason) {
            if (operation.equals(waiting)) {
                waiting = null;
                operation.finish(reason, 0);
            }
        }

        @Override
        public StreamUrl url() {
            return url;
        }

        @Override
        public MessageFraming messageFraming() {
            return switch (url.scheme()) {
                case "ws" -> MessageFraming.MESSAGES;
                case "ipc" -> MessageFraming.TYPED;
                default -> MessageFraming.LENGTH;
            };
        }

        final void put(StreamOption<?> option, Object value) {
            options.put(option, value);
        }

        @Override
        public <T> T get(StreamOption<T> option) {
            return option.type().cast(options.getOrDefault(option, option.defaultValue()));
        }

        @Override
        public void close() {
            closed = true;
            if (waiting != null) {
                cancel(waiting, AioError.ECLOSED);
            }
            if (whenClosed != null) {
                throw whenClosed;
            }
        }

        @Override
        public void stop() {
            close();
        }
    }

    static final class Dialer extends Endpoint implements StreamDialer {
        Dialer(StreamUrl url) {
            super(url);
        }

        @Override
        public void dial(Aio aio) {
            await(aio);
        }

        @Override
        public <T> StreamDialer set(StreamOption<T> option, T value) {
            put(option, option.check(value));
            return this;
        }
    }

    static final class Listener extends Endpoint implements StreamListener {
        Listener(StreamUrl url) {
            super(url);
        }

        @Override
        public void listen() {}

        @Override
        public void accept(Aio aio) {
            await(aio);
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
            put(option, option.check(value));
            return this;
        }
    }
}
