package io.helve.net.eventloop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.Aio;
import io.helve.net.StreamTest;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamUrl;
import io.netty.util.internal.InternalThreadLocalMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No call of the API leaves Netty's thread locals on the thread of the caller, which lives on when the bundles have
 * gone, and would pin their class loaders.
 */
class CallersThreadTest extends StreamTest {
    @TempDir
    Path dir;

    /** A thread that lives on. */
    private final ExecutorService caller = Executors.newSingleThreadExecutor();

    private final List<String> leavers = new ArrayList<>();

    @AfterEach
    void endCaller() {
        caller.shutdownNow();
    }

    /** Makes a call on the thread that lives on, and looks for what it has left there. */
    private <T> T call(String name, Callable<T> call) {
        try {
            return caller.submit(() -> {
                        try {
                            return call.call();
                        } finally {
                            if (InternalThreadLocalMap.getIfSet() != null) {
                                leavers.add(name);
                                InternalThreadLocalMap.remove();
                            }
                        }
                    })
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(name, e);
        }
    }

    private void call(String name, Runnable call) {
        call(name, () -> {
            call.run();
            return null;
        });
    }

    private String url(String scheme) {
        return scheme.equals("ipc") ? "ipc://" + dir.resolve("socket") : scheme + "://127.0.0.1:0" + path(scheme);
    }

    private static String path(String scheme) {
        return scheme.equals("ws") ? "/path" : "";
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "ipc", "ws"})
    void streams(String scheme) throws IOException {
        StreamListener listener = call("listener", () -> closing(streams.listener(url(scheme))));
        call("listen", listener::listen);
        String dialUrl = listener.dialUrl().toString();
        StreamDialer dialer = call("dialer", () -> closing(streams.dialer(dialUrl)));
        Aio accept = aio();
        call("accept", () -> listener.accept(accept));
        Aio dial = aio();
        call("dial", () -> dialer.dial(dial));
        Stream dialed = (Stream) ok(dial).getOutput(0);
        Stream accepted = (Stream) ok(accept).getOutput(0);
        for (int size : new int[] {10, 100_000}) {
            Aio receive = aio(new byte[size]);
            call("receive", () -> accepted.receive(receive));
            Aio send = aio(new byte[size]);
            call("send " + size, () -> dialed.send(send));
            ok(send);
            for (int got = 0; got < size; ) {
                ok(receive);
                got += (int) receive.count();
                if (got < size) {
                    receive.setIov(ByteBuffer.allocate(size - got));
                    call("receive what has arrived", () -> accepted.receive(receive));
                }
            }
        }
        Aio cancelled = aio(new byte[10]);
        call("receive without data", () -> dialed.receive(cancelled));
        call("cancel a receive", cancelled::cancel);
        ended(cancelled);
        Aio acceptNone = aio();
        call("accept without a connection", () -> listener.accept(acceptNone));
        call("cancel an accept", acceptNone::cancel);
        ended(acceptNone);
        call("snapshot", () -> control.snapshot());
        call("close a stream", accepted::close);
        call("close the other stream", dialed::close);
        call("close a dialer", dialer::close);
        call("close a listener", listener::close);
        assertEquals(List.of(), leavers);
        Files.deleteIfExists(dir.resolve("socket"));
    }

    @Test
    void datagrams() {
        DatagramEndpoint one =
                call("datagrams", () -> closing(streams.datagrams(StreamUrl.parse("udp://127.0.0.1:0"))));
        call("bind", one::bind);
        Aio receive = aio(new byte[10]);
        call("receive", () -> one.receive(receive));
        Aio send = aio(new byte[10]);
        send.setInput(0, one.localAddress());
        call("send", () -> one.send(send));
        ended(send);
        call("cancel", receive::cancel);
        ended(receive);
        call("close", one::close);
        assertEquals(List.of(), leavers);
    }

    @Test
    void aDialThatFails() {
        StreamListener listener = listen("tcp://127.0.0.1:0");
        String url = listener.dialUrl().toString();
        listener.close();
        StreamDialer dialer = closing(streams.dialer(url));
        Aio dial = aio();
        call("dial", () -> dialer.dial(dial));
        ended(dial);
        Aio cancelled = aio();
        call("dial", () -> dialer.dial(cancelled));
        call("cancel a dial", cancelled::cancel);
        ended(cancelled);
        assertEquals(List.of(), leavers);
    }

    @Test
    void configuration() {
        listen("tcp://127.0.0.1:0");
        call("configure", () -> control.configure(StreamConfig.DEFAULTS.withThreads(1)));
        assertEquals(List.of(), leavers);
    }

    @Test
    void closingAllOfIt() {
        connect(listen("tcp://127.0.0.1:0"));
        call("close the runtime", runtime::close);
        assertEquals(List.of(), leavers);
    }
}
