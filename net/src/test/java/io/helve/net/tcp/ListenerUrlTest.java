package io.helve.net.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.StreamTest;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.StreamListener;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What URLs of listeners may look like, and when a listener accepts. */
class ListenerUrlTest extends StreamTest {
    private static AioException refused(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(AioException.class, call);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1", "tcp4://*", "tcp://127.0.0.1:0"})
    void aListenerWithoutAPortTakesOneFromTheSystem(String url) {
        StreamListener listener = listen(url);
        assertTrue(listener.dialUrl().port() > 0, () -> listener.dialUrl().toString());
        Pair pair = connect(listener);
        sendAll(pair.dialed(), bytes("hello"));
        assertArrayEquals(bytes("hello"), receive(pair.accepted(), 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls+tcp"})
    void queriesAndPathsAreRefused(String scheme) {
        for (String rest : new String[] {"?query", "/path", "/?query", "#fragment"}) {
            String url = scheme + "://127.0.0.1:5555" + rest;
            assertEquals(AioError.EADDRINVAL, refused(() -> streams.dialer(url)).error(), url);
            assertEquals(
                    AioError.EADDRINVAL, refused(() -> streams.listener(url)).error(), url);
        }
    }

    @Test
    void aDialerNeedsAPort() {
        assertEquals(
                AioError.EADDRINVAL,
                refused(() -> streams.dialer("tcp://127.0.0.1")).error());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/path", "?query", "#fragment"})
    void datagramsRefuseWhatTheyWouldIgnore(String rest) {
        assertEquals(
                AioError.EADDRINVAL,
                refused(() -> streams.datagrams("udp://127.0.0.1:0" + rest)).error());
        assertEquals(
                AioError.EADDRINVAL,
                refused(() -> streams.datagrams("udp://user@127.0.0.1:0")).error());
    }

    @Test
    void aSocketForDatagramsWithoutAPortTakesOneFromTheSystem() {
        DatagramEndpoint endpoint = closing(streams.datagrams("udp://127.0.0.1"));
        endpoint.bind();
        assertTrue(((InetSocketAddress) endpoint.localAddress()).getPort() > 0);
    }

    @Test
    void datagramsOfOneFamilyHaveTheirSchemes() {
        DatagramEndpoint four = closing(streams.datagrams("udp4://*:0"));
        four.bind();
        assertTrue(four.localAddress().toString().contains("0.0.0.0"), four.localAddress()::toString);
        DatagramEndpoint six = closing(streams.datagrams("udp6://127.0.0.1:0"));
        assertEquals(AioError.EADDRINVAL, refused(six::bind).error());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:0", "ws://127.0.0.1:0/path"})
    void anAcceptBeforeListenFailsAtOnce(String url) {
        StreamListener listener = closing(streams.listener(url));
        Aio early = run(listener::accept);
        fails(AioError.ESTATE, early);
        assertTrue(early.cause().getMessage().contains("does not listen yet"), early.cause()::getMessage);
        listener.listen();
        connect(listener);
    }

    @Test
    void anAcceptOfAListenerThatWasClosedBeforeItListenedSaysSo() {
        StreamListener listener = closing(streams.listener("tcp://127.0.0.1:0"));
        listener.close();
        fails(AioError.ECLOSED, run(listener::accept));
    }

    @Test
    void userInformationIsRefusedAndNotShown() {
        for (String url : new String[] {"tcp://me:secret@127.0.0.1:1", "ws://me:secret@127.0.0.1:1/path"}) {
            for (Executable make : new Executable[] {() -> streams.listener(url), () -> streams.dialer(url)}) {
                AioException refused = assertThrows(AioException.class, make);
                assertEquals(AioError.EADDRINVAL, refused.error());
                assertFalse(refused.getMessage().contains("secret"), refused::getMessage);
            }
        }
    }
}
