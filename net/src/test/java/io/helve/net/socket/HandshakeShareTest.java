package io.helve.net.socket;

import io.helve.aio.Aio;
import io.helve.net.eventloop.Network;
import io.helve.net.routing.NetProvider;
import io.helve.net.tls.TlsTest;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import io.helve.stream.provider.StreamSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes of flooded listeners leave places for other listeners of their tenant, and for other tenants. */
class HandshakeShareTest extends TlsTest {
    /** How many silent peers connect to each flooded listener. */
    private static final int CROWD = 24;

    private NetProvider open(StreamConfig config) {
        Network network = closing(new Network(config));
        closing(() -> eventually(() -> network.snapshot().streams() == 0));
        return closing(new NetProvider(network));
    }

    private StreamListener listener(StreamSession tenant, String url) {
        StreamListener listener = closing(tenant.listener(StreamUrl.parse(url)));
        if (!url.startsWith("ws:")) {
            listener.set(StreamOptions.TLS, server().build());
        }
        listener.set(StreamOptions.CONNECT_TIMEOUT, Duration.ofHours(1)); // so that no silent peer goes by itself
        listener.listen();
        listener.accept(aio());
        return listener;
    }

    private void flood(StreamListener listener) throws IOException {
        for (int i = 0; i < CROWD; i++) {
            Socket socket = closing(new Socket());
            socket.connect(new InetSocketAddress("127.0.0.1", listener.dialUrl().port()));
        }
    }

    private void assertAnswers(StreamListener listener) {
        StreamDialer dialer = closing(streams.dialer(listener.dialUrl().toString()));
        if (!listener.url().scheme().equals("ws")) {
            dialer.set(StreamOptions.TLS, client().build());
        }
        Aio dial = run(dialer.set(StreamOptions.CONNECT_TIMEOUT, SOON)::dial);
        closing((Stream) ok(dial).getOutput(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls+tcp://127.0.0.1:0", "ws://127.0.0.1:0/", "wss://127.0.0.1:0/"})
    void floodedListenersLeaveHandshakesToTheOthersOfTheirTenant(String url) throws IOException {
        StreamConfig config = StreamConfig.DEFAULTS.withHandshakes(CROWD, CROWD).withAcceptedTenantMax(2 * CROWD);
        StreamSession tenant = open(config).open("attacked");
        flood(listener(tenant, url));
        flood(listener(tenant, url));
        assertAnswers(listener(tenant, url));
    }

    @Test
    void floodedTenantsLeaveHandshakesToAnother() throws IOException {
        StreamConfig config = new StreamConfig(
                        0, Transport.AUTO, Duration.ofSeconds(10), 4 * CROWD, CROWD, CROWD, Duration.ZERO)
                .withHandshakesTenantMax(2 * CROWD);
        NetProvider provider = open(config);
        for (String attacked : List.of("red", "blue")) {
            StreamSession tenant = provider.open(attacked);
            flood(listener(tenant, "tls+tcp://127.0.0.1:0"));
            flood(listener(tenant, "tls+tcp://127.0.0.1:0"));
        }
        assertAnswers(listener(provider.open("quiet"), "tls+tcp://127.0.0.1:0"));
    }

    @Test
    void theShareOfATenantIsConfigured() throws IOException {
        StreamConfig config = StreamConfig.DEFAULTS.withHandshakes(CROWD, CROWD).withHandshakesTenantMax(10);
        Network network = closing(new Network(config));
        StreamSession tenant = closing(new NetProvider(network)).open("attacked");
        List<StreamListener> listeners = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            StreamListener listener = listener(tenant, "tls+tcp://127.0.0.1:0");
            listeners.add(listener);
            flood(listener);
        }
        eventually(() -> network.snapshot().handshakesDropped() >= 3 * CROWD - 26);
        eventually(() -> network.snapshot().handshakes() <= 26);
        listeners.forEach(StreamListener::stop);
        eventually(() -> network.snapshot().handshakes() == 0);
        network.configure(config.withHandshakesTenantMax(0));
        StreamListener listener = listener(tenant, "tls+tcp://127.0.0.1:0");
        flood(listener);
        eventually(() -> network.snapshot().handshakes() == CROWD);
    }
}
