package io.helve.net.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.net.StreamTest;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamResource;
import io.helve.stream.StreamResource.Kind;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What observers see of open streams, dialers, listeners and datagram endpoints. */
class StreamResourcesTest extends StreamTest {
    private static int port(SocketAddress address) {
        return ((InetSocketAddress) address).getPort();
    }

    private List<StreamResource> resources(Kind kind) {
        return control.resources().stream().filter(each -> each.kind() == kind).toList();
    }

    @Test
    void bothEndsOfAConnectionAreThereUntilTheyAreClosed() {
        StreamListener listener = listen("tcp://127.0.0.1:0");
        StreamResource shown = resources(Kind.LISTENER).get(0);
        assertEquals("this runtime", shown.tenant());
        assertEquals("tcp://127.0.0.1:0", shown.name());
        assertEquals("127.0.0.1:" + port(listener.localAddress()), shown.local());
        assertTrue(shown.id().matches("stream/listener/\\d+"), shown::id);

        Pair pair = connect(listener);
        List<StreamResource> streams = resources(Kind.STREAM);
        assertEquals(2, streams.size());
        assertTrue(streams.stream().anyMatch(each -> each.remote().equals(shown.local())));
        assertTrue(streams.stream().anyMatch(each -> each.local().equals(shown.local())));
        assertEquals(1, resources(Kind.DIALER).size());
        pair.dialed().close();
        pair.accepted().close();
        eventually(() -> resources(Kind.STREAM).isEmpty());
    }

    @Test
    void aDialerShowsItsLastFailure() {
        StreamListener gone = listen("tcp://127.0.0.1:0");
        String url = gone.dialUrl().toString();
        gone.stop(); // it no longer listens then
        StreamDialer dialer = closing(streams.dialer(url));
        fails(AioError.ECONNREFUSED, run(dialer::dial));
        String failure = resources(Kind.DIALER).get(0).failure();
        assertTrue(failure.startsWith("ECONNREFUSED: dialer of " + url), failure);
    }

    @Test
    void aDatagramEndpointShowsItsAddress() {
        DatagramEndpoint endpoint = closing(streams.datagrams("udp://127.0.0.1:0"));
        assertEquals("", resources(Kind.DATAGRAMS).get(0).local());
        endpoint.bind();
        assertEquals(
                "127.0.0.1:" + port(endpoint.localAddress()),
                resources(Kind.DATAGRAMS).get(0).local());
    }
}
