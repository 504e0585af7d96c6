package io.helve.itest.framework;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.stream.Stream;
import io.helve.stream.StreamListener;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Sends back what it receives, on all connections of a listener. */
final class EchoServer implements AutoCloseable {
    private final AioFactory factory;
    private final StreamListener listener;
    private final Violations violations;
    private final Collection<Echo> echoes = new ConcurrentLinkedQueue<>();
    private final CheckedHandle accept;

    EchoServer(AioFactory factory, StreamListener listener, Violations violations) {
        this.factory = factory;
        this.listener = listener;
        this.violations = violations;
        accept = new CheckedHandle(factory, violations, this::accepted);
        listener.listen();
        accept.start(listener::accept);
    }

    String url() {
        return listener.dialUrl().toString();
    }

    private void accepted(Aio aio) {
        Echo echo = new Echo((Stream) aio.getOutput(0));
        echoes.add(echo);
        accept.start(listener::accept);
        echo.turn();
    }

    /** {@return whether no operation is in progress} */
    boolean isQuiet() {
        return accept.isQuiet() && echoes.stream().allMatch(echo -> echo.handle.isQuiet());
    }

    @Override
    public void close() {
        listener.close();
        accept.close();
        echoes.forEach(Echo::close);
    }

    private final class Echo {
        private final Stream stream;
        private final ByteBuffer buffer = ByteBuffer.allocate(8192);
        private boolean sending = true;
        final CheckedHandle handle = new CheckedHandle(factory, violations, done -> turn());

        Echo(Stream stream) {
            this.stream = stream;
        }

        /** Receives after it has sent, and the other way round. */
        void turn() {
            sending = !sending;
            handle.aio().setIov(sending ? buffer.flip() : buffer.clear());
            handle.start(sending ? stream::send : stream::receive);
        }

        void close() {
            stream.close();
            handle.close();
        }
    }
}
