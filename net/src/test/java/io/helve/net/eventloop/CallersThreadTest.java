package io.helve.net.eventloop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.net.tls.TlsTest;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamEndpoint;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import io.helve.stream.TlsConfig;
import io.helve.testkit.LastingThread;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No call of the API leaves Netty's thread locals on the thread of the caller, which lives on when the bundles have
 * gone, and would pin their class loaders.
 */
class CallersThreadTest extends TlsTest {
    @TempDir
    Path dir;

    private final LastingThread caller = closing(new LastingThread(
            StreamFactory.class, StreamListener.class, StreamDialer.class, Stream.class, DatagramEndpoint.class));

    @AfterEach
    void nothingIsLeft() {
        assertEquals(List.of(), caller.leavers());
    }

    private <T> T call(String name, Callable<T> call) {
        return caller.call(name, call);
    }

    private void call(String name, Runnable call) {
        caller.run(name, call);
    }

    private String url(String scheme) {
        return scheme.equals("ipc") ? "ipc://" + dir.resolve("socket") : scheme + "://127.0.0.1:0" + path(scheme);
    }

    private static String path(String scheme) {
        return scheme.startsWith("ws") ? "/path" : "";
    }

    private void secure(StreamEndpoint endpoint) {
        String scheme = endpoint.url().scheme();
        if (scheme.equals("wss") || scheme.startsWith("tls")) {
            TlsConfig.Builder config = endpoint instanceof StreamListener ? server() : client();
            call("set the configuration of TLS", () -> endpoint.set(StreamOptions.TLS, config.build()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "ipc", "ws", "tls+tcp", "wss"})
    void streams(String scheme) throws IOException {
        StreamListener listener = call("listener", () -> closing(streams.listener(url(scheme))));
        secure(listener);
        call("listen", listener::listen);
        String dialUrl = listener.dialUrl().toString();
        StreamDialer dialer = call("dialer", () -> closing(streams.dialer(dialUrl)));
        secure(dialer);
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
        call("shutdown", () -> dialed.shutdown(cancelled));
        ended(cancelled);
        call("snapshot", () -> control.snapshot());
        call("close a stream", accepted::close);
        call("close the other stream", dialed::close);
        call("close a dialer", dialer::close);
        call("close a listener", listener::close);
        Files.deleteIfExists(dir.resolve("socket"));
    }

    /** Every method that streams, endpoints and their factory have. */
    @Test
    void everyMethod() throws Exception {
        StreamFactory here = caller.view(StreamFactory.class, streams);
        here.schemes();
        endpoints(here);
        connections(here);
        endpointsOfDatagrams(here);
        assertEquals(Set.of(), caller.neverCalled());
    }

    private void endpoints(StreamFactory here) {
        here.listener(url("tcp")).close();
        StreamListener listener = closing(here.listener(StreamUrl.parse(url("tcp"))));
        listener.set(StreamOptions.TCP_NODELAY, true).get(StreamOptions.TCP_NODELAY);
        listener.url();
        listener.factory();
        listener.messageFraming();
        listener.lastFailure();
        listener.listen();
        listener.localAddress();
        StreamDialer dialer = closing(here.dialer(listener.dialUrl()));
        dialer.set(StreamOptions.TCP_NODELAY, true).get(StreamOptions.TCP_NODELAY);
        dialer.url();
        dialer.factory();
        dialer.messageFraming();
        Aio dial = run(dialer::dial);
        closing((Stream) ok(dial).getOutput(0));
        closing((Stream) ok(run(listener::accept)).getOutput(0));
        CompletableFuture<Void> each = listener.forEach(Stream::close);
        dialer.dialAsync().join().close();
        each.cancel(true);
        here.dialer(listener.dialUrl().toString()).stop();
        dialer.close();
        listener.close();
        listener.stop();
    }

    private void connections(StreamFactory here) throws IOException {
        StreamListener listener = closing(here.listener(url("tcp")));
        listener.listen();
        CompletableFuture<Stream> accepted = listener.acceptAsync();
        Stream dialed = caller.view(
                Stream.class,
                closing(here.dialer(listener.dialUrl()).dialAsync().join()));
        Stream other = caller.view(Stream.class, closing(accepted.join()));
        dialed.sendAsync(ByteBuffer.allocate(10)).join();
        other.receiveAsync(ByteBuffer.allocate(10)).join();
        ok(send(other, new byte[10]));
        receive(dialed, 10);
        OutputStream out = other.outputStream();
        call("write", () -> {
            out.write(7);
            return null;
        });
        InputStream in = dialed.inputStream();
        assertEquals(7, call("read", () -> in.read()));
        dialed.byteChannel();
        dialed.factory();
        dialed.isMessageOriented();
        dialed.get(StreamProperty.REMOTE_ADDRESS);
        dialed.get(StreamOptions.TCP_NODELAY);
        dialed.set(StreamOptions.TCP_NODELAY, false);
        dialed.shutdownAsync().join();
        ended(run(other::shutdown));
        dialed.close();
        other.stop();
    }

    private void endpointsOfDatagrams(StreamFactory here) throws IOException {
        here.datagrams("udp://127.0.0.1:0").close();
        DatagramEndpoint endpoint = closing(here.datagrams(StreamUrl.parse("udp://127.0.0.1:0")));
        endpoint.set(StreamOptions.KERNEL_RECEIVE_BUFFER, 10_000).get(StreamOptions.KERNEL_RECEIVE_BUFFER);
        endpoint.url();
        endpoint.factory();
        endpoint.messageFraming();
        endpoint.bind();
        Aio send = aio(new byte[10]);
        send.setInput(0, endpoint.localAddress());
        endpoint.send(send);
        ok(send);
        ok(receiving(endpoint::receive));
        InetAddress group = InetAddress.getByName("224.0.0.111");
        for (BiConsumer<InetAddress, NetworkInterface> membership :
                List.<BiConsumer<InetAddress, NetworkInterface>>of(endpoint::join, endpoint::leave)) {
            try {
                membership.accept(group, NetworkInterface.getByName("lo"));
            } catch (AioException e) {
                call("a failure without multicast", e::error);
            }
        }
        endpoint.close();
        endpoint.stop();
    }

    private Aio receiving(Consumer<Aio> receive) {
        Aio aio = aio(new byte[10]);
        receive.accept(aio);
        return aio;
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
    }

    @Test
    void configuration() {
        listen("tcp://127.0.0.1:0");
        call("configure", () -> control.configure(StreamConfig.DEFAULTS.withThreads(1)));
    }

    @Test
    void closingAllOfIt() {
        connect(listen("tcp://127.0.0.1:0"));
        call("close the runtime", runtime::close);
    }
}
