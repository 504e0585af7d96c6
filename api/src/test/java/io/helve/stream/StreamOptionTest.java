package io.helve.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.TlsConfig.Version;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Options and settings check their values and say what is allowed. */
class StreamOptionTest {
    private static void refused(Class<? extends RuntimeException> type, StreamOption<?> option, Object value) {
        RuntimeException failure = assertThrows(type, () -> option.check(value));
        assertTrue(failure.getMessage().contains(option.name()), failure::getMessage);
    }

    @Test
    void valuesInRangeAreTaken() {
        assertEquals(128, StreamOptions.BACKLOG.defaultValue());
        assertEquals(1, StreamOptions.BACKLOG.check(1));
        assertEquals(true, StreamOptions.TCP_NODELAY.check(true));
        assertEquals(Duration.ofDays(1), StreamOptions.CONNECT_TIMEOUT.check(Duration.ofDays(1)));
        assertEquals(Map.of("X-A", "b c"), StreamOptions.WS_HEADERS.check(Map.of("X-A", "b c")));
        assertEquals("rep.sp.nanomsg.org", StreamOptions.WS_PROTOCOL.check("rep.sp.nanomsg.org"));
    }

    @Test
    void othersAreRefused() {
        refused(IllegalArgumentException.class, StreamOptions.BACKLOG, 0);
        refused(IllegalArgumentException.class, StreamOptions.READ_AHEAD, -1);
        refused(IllegalArgumentException.class, StreamOptions.WRITE_BUFFER, 0);
        refused(IllegalArgumentException.class, StreamOptions.IPC_PERMISSIONS, 01000);
        refused(IllegalArgumentException.class, StreamOptions.CONNECT_TIMEOUT, Duration.ZERO);
        refused(NullPointerException.class, StreamOptions.TLS, null);
        refused(IllegalArgumentException.class, StreamOptions.WS_PROTOCOL, "two words");
        refused(IllegalArgumentException.class, StreamOptions.WS_HEADERS, Map.of("name", "a\r\nb"));
        refused(IllegalArgumentException.class, StreamOptions.WS_HEADERS, Map.of("na me", "a"));
        refused(IllegalArgumentException.class, StreamOptions.BACKLOG, "128");
    }

    @Test
    void settingsAreChecked() {
        StreamConfig config = StreamConfig.DEFAULTS.withThreads(3).withTransport(Transport.NIO);
        assertEquals(3, config.threads());
        assertEquals(Transport.NIO, config.transport());
        IllegalArgumentException failure = assertThrows(IllegalArgumentException.class, () -> config.withThreads(257));
        assertTrue(failure.getMessage().contains("257"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new StreamConfig(0, Transport.AUTO, Duration.ZERO, 1, 1, 1, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> StreamConfig.DEFAULTS.withBusyPoll(Duration.ofMillis(2)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new StreamConfig(0, Transport.AUTO, Duration.ofSeconds(1), 0, 1, 1, Duration.ZERO));
    }

    @Test
    void tlsShowsNoSecrets() {
        TlsConfig config = TlsConfig.builder()
                .identity("chain", "key", "secret")
                .versions(Version.TLS_1_3, Version.TLS_1_3)
                .alpn("sp")
                .build();
        assertFalse(config.toString().contains("secret"), config::toString);
        assertFalse(config.toString().contains("key,"), config::toString);
        assertEquals(config.toString(), config.toBuilder().build().toString());
        assertThrows(
                IllegalArgumentException.class, () -> TlsConfig.builder().versions(Version.TLS_1_3, Version.TLS_1_2));
    }

    @Test
    void addressesWithoutAFileAreValues() {
        assertEquals(new AbstractAddress("a"), new AbstractAddress("a"));
        assertEquals("abstract://a", new AbstractAddress("a").toString());
    }
}
