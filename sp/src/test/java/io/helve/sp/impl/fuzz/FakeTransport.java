package io.helve.sp.impl.fuzz;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.util.Set;

/** Connections that a test makes and is the peer of, all on its own thread. */
final class FakeTransport implements SpTransport {
    /** What was made last. */
    Listener listener;

    @Override
    public Set<String> schemes() {
        return Set.of("fake");
    }

    @Override
    public SpTransportDialer dialer(StreamUrl url, SpTransportHost host) {
        throw new AioException(AioError.ENOTSUP, "nothing can be dialed here");
    }

    @Override
    public SpTransportListener listener(StreamUrl url, SpTransportHost host) {
        listener = new Listener(url);
        return listener;
    }

    static final class Listener implements SpTransportListener, AioCanceller {
        private final StreamUrl url;
        private AioOperation accepting;
        private boolean closed;

        Listener(StreamUrl url) {
            this.url = url;
        }

        FakePipe connect() {
            FakePipe pipe = new FakePipe();
            AioOperation operation = accepting;
            accepting = null;
            operation.setOutput(0, pipe);
            operation.finish(AioError.OK, 0);
            return pipe;
        }

        @Override
        public void bind() {}

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
        public StreamUrl dialUrl() {
            return url;
        }

        @Override
        public <T> void set(StreamOption<T> option, T value) {
            throw new AioException(AioError.ENOTSUP, "no option " + option);
        }

        @Override
        public <T> T get(StreamOption<T> option) {
            throw new AioException(AioError.ENOTSUP, "no option " + option);
        }

        @Override
        public void close() {
            closed = true;
            if (accepting != null) {
                AioOperation operation = accepting;
                accepting = null;
                operation.finish(AioError.ECLOSED, 0);
            }
        }
    }
}
