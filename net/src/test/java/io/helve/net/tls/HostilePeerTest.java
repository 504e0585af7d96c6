package io.helve.net.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.TlsConfig;
import io.helve.stream.TlsConfig.Version;
import io.helve.testkit.tls.Issued;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a peer, or a file, can do to others over TLS; and what a configuration can restrict. */
class HostilePeerTest extends TlsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(StreamConfig.Transport.class)
    void aPeerThatAsksForNewKeysAndDoesNotReadIsNotReadEither(StreamConfig.Transport transport) throws Exception {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        StreamListener listener = closing(streams.listener("tls+tcp://localhost:0"));
        listener.set(StreamOptions.TLS, server().build())
                .set(StreamOptions.KERNEL_RECEIVE_BUFFER, 16 << 10)
                .set(StreamOptions.KERNEL_SEND_BUFFER, 16 << 10);
        listener.listen();
        Aio accept = aio();
        listener.accept(accept);
        Socket plain = new Socket();
        plain.setReceiveBufferSize(16 << 10);
        plain.setSendBufferSize(16 << 10);
        plain.connect(new InetSocketAddress("localhost", listener.dialUrl().port()));
        Peers.Peer peer =
                closing(Peers.over(plain, client().versions(Version.TLS_1_3, Version.TLS_1_3), TlsSide.CLIENT));
        peer.secure().startHandshake();
        Stream accepted = closing((Stream) ok(accept).getOutput(0));
        Aio receive = receiving(accepted, ByteBuffer.allocate(1));
        AtomicLong asked = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        Thread asking = new Thread(() -> {
            try {
                while (asked.get() < 100_000) {
                    peer.secure().startHandshake(); // a request for new keys, once the handshake is over
                    asked.incrementAndGet();
                }
            } catch (IOException e) {
                // closed, at the end
            } finally {
                over.set(true);
            }
        });
        asking.start();
        AtomicLong seen = new AtomicLong(-1);
        Awaitility.await().atMost(SOON).during(Duration.ofSeconds(1)).until(() -> {
            long now = asked.get();
            return over.get() || seen.getAndSet(now) == now && now > 100;
        });
        assertTrue(asked.get() < 100_000, () -> asked + " requests were taken");
        assertTrue(asked.get() > 100, () -> asked + " requests");
        peer.close();
        asking.join();
        ended(receive);
    }

    @Test
    void aPeerThatAsksForNewKeysWithoutEndIsGivenUp() throws Exception {
        StreamListener listener = listener(server());
        Aio accept = aio();
        listener.accept(accept);
        Peers.Peer peer = closing(Peers.client(listener.localAddress(), client()));
        peer.secure().startHandshake();
        Stream accepted = closing((Stream) ok(accept).getOutput(0));
        Aio receive = receiving(accepted, ByteBuffer.allocate(1));
        Thread reading = new Thread(() -> {
            try {
                peer.secure().getInputStream().read();
            } catch (IOException e) {
                // closed
            }
        });
        reading.start();
        assertThrows(IOException.class, () -> {
            for (int i = 0; i < 100_000; i++) {
                peer.secure().startHandshake();
            }
        });
        assertEquals(AioError.ECRYPTO, ended(receive).result());
        peer.close();
        reading.join();
    }

    /** Many records in one piece of what the network brings. */
    @Test
    void recordsWithDataAreNoFloodHoweverShortTheyAre() throws Exception {
        StreamListener listener = listener(server());
        Aio accept = aio();
        listener.accept(accept);
        Peers.Peer peer = closing(Peers.client(listener.localAddress(), client()));
        peer.secure().startHandshake();
        Stream accepted = closing((Stream) ok(accept).getOutput(0));
        for (int i = 0; i < 5000; i++) {
            peer.secure().getOutputStream().write(i);
        }
        byte[] received = receive(accepted, 5000);
        for (int i = 0; i < 5000; i++) {
            assertEquals((byte) i, received[i]);
        }
    }

    @Test
    void newKeysThatAPeerAsksForAreUsed() throws Exception {
        StreamListener listener = listener(server());
        Aio accept = aio();
        listener.accept(accept);
        Peers.Peer peer = closing(Peers.client(listener.localAddress(), client()));
        peer.secure().startHandshake();
        Stream accepted = closing((Stream) ok(accept).getOutput(0));
        for (int i = 0; i < 1000; i++) {
            peer.secure().startHandshake();
            peer.secure().getOutputStream().write(i);
            assertEquals((byte) i, receive(accepted, 1)[0]);
            sendAll(accepted, new byte[] {(byte) i});
            assertEquals(i & 0xff, peer.secure().getInputStream().read());
        }
    }

    @Test
    void filesThatCannotBeReadToTheEndKeepNobodyElseWaiting() throws Exception {
        List<Aio> dials = new ArrayList<>();
        StreamListener listener = listener(server());
        listener.accept(aio());
        for (int i = 0; i < 10; i++) {
            Path fifo = folder.resolve("fifo" + i);
            assertEquals(
                    0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
            StreamDialer dialer =
                    dialer(listener.dialUrl().toString(), TlsConfig.builder().trust(fifo));
            for (int j = 0; j < 3; j++) {
                Aio dial = aio();
                dial.setTimeout(Duration.ofMillis(300));
                dialer.dial(dial);
                dials.add(dial);
            }
            StreamListener deaf = closing(streams.listener("tls+tcp://localhost:0"));
            deaf.set(
                            StreamOptions.TLS,
                            TlsConfig.builder().identity(fifo, fifo, null).build())
                    .set(StreamOptions.CONNECT_TIMEOUT, Duration.ofMillis(10));
            if (i < 3) {
                assertEquals(
                        AioError.ETIMEDOUT,
                        assertThrows(AioException.class, deaf::listen).error());
            }
        }
        for (Aio dial : dials) {
            fails(AioError.ETIMEDOUT, dial);
        }
        StreamListener another = listener(server());
        connect(dialer(another, client()), another);
        StreamListener named = listen("tcp://localhost:0");
        connect(closing(streams.dialer(named.dialUrl().toString())), named); // a name that is looked up
    }

    @Test
    void theCommonNameOfACertificateCountsOnlyIfAskedFor() throws Exception {
        Issued withoutNames = AUTHORITY.issue("localhost");
        StreamListener listener = listener(server(withoutNames));
        Aio refused = refused(listener, client());
        fails(AioError.EPEERAUTH, refused);
        assertTrue(refused.cause().getMessage().contains("alternative name"), refused.cause()::getMessage);
        StreamListener other = listener(server(withoutNames));
        connect(dialer(other, client().commonName(true)), other);
        StreamListener unchecked = listener(server(withoutNames));
        connect(dialer(unchecked, client().verifyHost(false)), unchecked);
    }

    @Test
    void bothSidesUseTheCipherSuitesThatAreAllowed() throws Exception {
        StreamListener listener = listener(server().cipherSuites("TLS_AES_256_GCM_SHA384"));
        Pair pair = connect(dialer(listener, client()), listener);
        assertEquals("TLS_AES_256_GCM_SHA384", pair.dialed().get(StreamProperty.TLS_CIPHER));
        StreamListener another = listener(server().cipherSuites("TLS_AES_256_GCM_SHA384"));
        fails(AioError.ECRYPTO, refused(another, client().cipherSuites("TLS_AES_128_GCM_SHA256")));
        AioException unknown =
                assertThrows(AioException.class, () -> listener(server().cipherSuites("TLS_OF_TOMORROW")));
        assertEquals(AioError.ECRYPTO, unknown.error());
        assertTrue(unknown.getMessage().contains("TLS_OF_TOMORROW"), unknown.getMessage());
    }
}
