package io.helve.itest.framework;

import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.stream.StreamDialer;
import java.util.ArrayList;
import java.util.List;

/** Several connections that are busy all the time, and the violations that they have noted. */
final class Traffic implements AutoCloseable {
    private final Violations violations = new Violations();
    private final List<Talk> talks = new ArrayList<>();
    private final EchoServer server;

    /** With a server of its own. */
    Traffic(AioFactory factory, Endpoints endpoints, String scheme, int connections) throws Exception {
        server = new EchoServer(factory, endpoints.listener(scheme), violations);
        try (StreamDialer dialer = endpoints.dialer(scheme, server.url())) {
            connect(factory, dialer, connections);
        }
    }

    /** With a scheme that is an echo by itself. */
    Traffic(AioFactory factory, StreamDialer dialer, int connections) throws Exception {
        server = null;
        connect(factory, dialer, connections);
    }

    private void connect(AioFactory factory, StreamDialer dialer, int connections) throws InterruptedException {
        for (int i = 0; i < connections; i++) {
            talks.add(new Talk(factory, dialer, violations));
        }
    }

    Violations violations() {
        return violations;
    }

    List<Talk> talks() {
        return talks;
    }

    /** {@return how many bytes came back} */
    long total() {
        return talks.stream().mapToLong(Talk::total).sum();
    }

    /** Each connection has moved so many more bytes. */
    void goesOn(long bytes) {
        for (Talk talk : talks) {
            long before = talk.total();
            FrameworkTest.eventually("traffic").until(() -> talk.total() >= before + bytes);
        }
        violations.assertNone();
    }

    /** Ends it in an orderly way: all that was sent comes back. */
    void endsWithoutLoss() {
        talks.forEach(Talk::end);
        FrameworkTest.eventually("all came back").until(() -> talks.stream().allMatch(Talk::isQuiet));
        violations.assertNone();
    }

    /** {@return whether no operation is in progress} */
    boolean isQuiet() {
        return talks.stream().allMatch(Talk::isQuiet) && (server == null || server.isQuiet());
    }

    @Override
    public void close() {
        violations.mayEnd(AioError.values());
        talks.forEach(Talk::close);
        if (server != null) {
            server.close();
        }
    }
}
