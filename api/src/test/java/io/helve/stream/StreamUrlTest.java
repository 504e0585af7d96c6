package io.helve.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A URL comes into its canonical form, or is refused with a reason. */
class StreamUrlTest {
    @ParameterizedTest
    @CsvSource({
        "TCP://Example.ORG:80, tcp://example.org:80",
        "tcp://[::1]:80, tcp://[::1]:80",
        "tcp://*:0, tcp://*:0",
        "tcp://:5555, tcp://:5555",
        "ws://host, ws://host:80",
        "wss://host/, wss://host:443/",
        "ws://host/a/./b/../c, ws://host:80/a/c",
        "ws://host//a///b/, ws://host:80/a/b/",
        "ws://host/..//, ws://host:80/",
        "ws://host/%7Euser/%61%2Fb, ws://host:80/~user/a%2Fb",
        "ws://host/p?q=%41&r#fragment, ws://host:80/p?q=A&r",
        "ws://host?q, ws://host:80?q",
        "ipc:///tmp/a/../Socket, ipc:///tmp/a/../Socket",
        "abstract://Name%00, abstract://Name%00",
        "inproc://Any Thing, inproc://Any Thing",
    })
    void isBroughtIntoItsCanonicalForm(String text, String canonical) {
        StreamUrl url = StreamUrl.parse(text);
        assertEquals(canonical, url.toString());
        assertEquals(url, StreamUrl.parse(canonical));
        assertEquals(url.hashCode(), StreamUrl.parse(canonical).hashCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host:80",
                "://host",
                "1tcp://host:1",
                "t cp://host:1",
                "tcp://host:65536",
                "tcp://host:-1",
                "tcp://host:12x",
                "tcp://user@host:1",
                "tcp://::1:80",
                "tcp://[::1:80",
                "tcp://[::1]x:80",
                "ws://host/%",
                "ws://host/%4",
                "ws://host/%zz",
                "ws://host/%ff",
                "ws://host/%c3%28",
                "ws://host/a b",
            })
    void isRefusedWithAReasonIfItIsNotWellFormed(String text) {
        AioException failure = assertThrows(AioException.class, () -> StreamUrl.parse(text));
        assertEquals(AioError.EADDRINVAL, failure.error());
        assertTrue(failure.getMessage().contains(text), failure::getMessage);
    }

    @Test
    void aVeryLongOneIsRefusedWithoutBeingQuoted() {
        AioException failure =
                assertThrows(AioException.class, () -> StreamUrl.parse("ws://host/" + "x".repeat(100_000)));
        assertEquals(AioError.EADDRINVAL, failure.error());
        assertTrue(failure.getMessage().length() < 200);
    }

    @Test
    void hasParts() {
        StreamUrl url = StreamUrl.parse("wss://[FE80::1]:8443/path?query");
        assertEquals("wss", url.scheme());
        assertEquals("fe80::1", url.host());
        assertEquals(8443, url.port());
        assertEquals("/path", url.path());
        assertEquals("query", url.query());
        assertEquals(StreamUrl.NO_PORT, StreamUrl.parse("tcp://host").port());
        assertTrue(StreamUrl.parse("tcp://*:1").isWildcard());
        assertEquals(
                "tcp://other:2",
                StreamUrl.parse("tcp://host:1").withAddress("other", 2).toString());
        assertEquals("ipc:///b", StreamUrl.parse("ipc:///a").withPath("/b").toString());
    }
}
