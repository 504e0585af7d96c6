package io.helve.sp.impl.fuzz;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioAcceptQueue;
import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.sp.provider.SpTransportPipe;
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

    static final class Listener implements SpTransportListener {
        private final StreamUrl url;
        private final AioAcceptQueue<SpTransportPipe> accepts =
                new AioAcceptQueue<>(() -> "accepting a fake", SpTransportPipe::close);

        Listener(StreamUrl url) {
            this.url = url;
        }

        FakePipe connect() {
            FakePipe pipe = new FakePipe();
            accepts.offer(pipe);
            return pipe;
        }

        @Override
        public void bind() {}

        @Override
        public void accept(Aio aio) {
            accepts.accept(aio);
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
            accepts.close(AioError.ECLOSED);
        }
    }
}
