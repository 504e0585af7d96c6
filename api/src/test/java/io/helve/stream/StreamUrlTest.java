package io.helve.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
        "ws://host/p?q=%41&r#%66ragment, ws://host:80/p?q=A&r#fragment",
        "ws://host#fragment, ws://host:80#fragment",
        "ws4://host/, ws4://host:80/",
        "wss6://host/, wss6://host:443/",
        "tcp://H%C3%A9LVE:1, tcp://h%C3%A9lve:1",
        "tcp://[FE80::1%25Eth0]:1, tcp://[fe80::1%Eth0]:1",
        "tcp://[fe80::1%25], tcp://[fe80::1%25]",
        "tcp://[fe80::1%25250], tcp://[fe80::1%25250]",
        "tcp://[::ffff:127.0.0.1]:80, tcp://[::ffff:127.0.0.1]:80",
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
                "tcp://::1:80",
                "tcp://[::1:80",
                "tcp://[::1]x:80",
                "tcp://[[5]:1",
                "tcp://[]:1",
                "tcp://[host]:1",
                "tcp://[127.0.0.1]:1",
                "tcp://[::1%]:1",
                "tcp://[::1%a b]:1",
                "tcp://a[b]:1",
                "tcp://a]:1",
                "tcp://a<b>:1",
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

    @Test
    void userInformationIsKeptAndNotShown() {
        StreamUrl url = StreamUrl.parse("ws://me:se%63ret@host/path");
        assertEquals("me:secret", url.userInfo());
        assertEquals("host", url.host());
        assertEquals("ws://host:80/path", url.toString());
        assertNotEquals(StreamUrl.parse("ws://host/path"), url);
        assertEquals("me:secret", url.withPath("/other").userInfo());
        for (String wrong : new String[] {"ws://me:secret@host:x/", "1ws://me:secret@host", "ws://me:%zz@host"}) {
            AioException failure = assertThrows(AioException.class, () -> StreamUrl.parse(wrong));
            assertFalse(failure.getMessage().contains("me:"), failure::getMessage);
        }
    }

    @Test
    void hasAFragment() {
        assertEquals("b?c", StreamUrl.parse("ws://host/a#b?c").fragment());
        assertEquals("", StreamUrl.parse("ws://host/a#b?c").query());
        assertEquals("", StreamUrl.parse("inproc://a#b").fragment());
    }

    @ParameterizedTest
    @CsvSource({
        "Example.ORG, 1, tcp://example.org:1",
        "FE80::1%Eth0, 1, tcp://[fe80::1%Eth0]:1",
        "fe80::1%25a, 1, tcp://[fe80::1%2525a]:1",
        "*, 65535, tcp://*:65535",
        "'', 0, tcp://:0",
        "host, -1, tcp://host",
    })
    void anotherAddressComesIntoCanonicalForm(String host, int port, String canonical) {
        StreamUrl url = StreamUrl.parse("tcp://host:1").withAddress(host, port);
        assertEquals(canonical, url.toString());
        assertEquals(StreamUrl.parse(canonical), url);
        assertEquals(url.host(), url.withAddress(url.host(), url.port()).host());
    }

    @ParameterizedTest
    @CsvSource({"host, 65536", "host, -2", "a b, 1", "a/b, 1", "[::1], 1", "::x, 1"})
    void anAddressThatIsNotWellFormedIsRefused(String host, int port) {
        StreamUrl url = StreamUrl.parse("tcp://host:1");
        assertEquals(
                AioError.EADDRINVAL,
                assertThrows(AioException.class, () -> url.withAddress(host, port))
                        .error());
    }

    @Test
    void aUrlWithoutAHostCannotHaveAnAddress() {
        StreamUrl url = StreamUrl.parse("ipc:///a");
        assertEquals(
                AioError.EADDRINVAL,
                assertThrows(AioException.class, () -> url.withAddress("host", 1))
                        .error());
    }

    @Test
    void theDefaultPortComesBack() {
        StreamUrl url = StreamUrl.parse("ws://host:8080/path");
        assertEquals(StreamUrl.parse("ws://host/path"), url.withAddress("host", StreamUrl.NO_PORT));
    }

    @Test
    void anotherPathComesIntoCanonicalForm() {
        StreamUrl url = StreamUrl.parse("ws://host/a?b#c");
        assertEquals("ws://host:80/d?b#c", url.withPath("/x/..//%64").toString());
        assertEquals("ws://host:80?b#c", url.withPath("").toString());
        for (String wrong : new String[] {"/a?b", "/a#b", "a", "/a b", "/%zz"}) {
            assertEquals(
                    AioError.EADDRINVAL,
                    assertThrows(AioException.class, () -> url.withPath(wrong)).error());
        }
        assertEquals(
                "ipc:///a?b#c", StreamUrl.parse("ipc://").withPath("/a?b#c").toString());
    }

    @Test
    void nullIsNoUrl() {
        StreamUrl url = StreamUrl.parse("ws://host");
        assertThrows(NullPointerException.class, () -> StreamUrl.parse(null));
        assertThrows(NullPointerException.class, () -> url.withPath(null));
        assertThrows(NullPointerException.class, () -> url.withAddress(null, 1));
    }
}
