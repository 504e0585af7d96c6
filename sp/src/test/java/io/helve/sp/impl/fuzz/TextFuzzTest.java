package io.helve.sp.impl.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.SpOption;
import io.helve.sp.SpOptions;
import io.helve.stream.StreamUrl;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** URLs and values of options: taken, or refused with the error that the contract names. */
class TextFuzzTest {
    private static final List<String> PIECES = List.of(
            "tcp",
            "tls+tcp",
            "ws",
            "wss",
            "ipc",
            "inproc",
            "abstract",
            "udp",
            "x-y.z+1",
            "TCP",
            "://",
            "//",
            "/",
            ":",
            "[",
            "]",
            "::1",
            "127.0.0.1",
            "*",
            "localhost",
            "0",
            "80",
            "65535",
            "65536",
            "99999999999",
            "-1",
            "..",
            ".",
            "?",
            "#",
            "@",
            "%",
            "%41",
            "%2f",
            "%c3%a4",
            "%ff",
            "%zz",
            "%",
            " ",
            "\u0000",
            "\u00e4",
            "\ud800",
            "a",
            "Path",
            "&",
            "=");

    private static final List<SpOption<?>> OPTIONS = List.of(
            SpOptions.SEND_TIMEOUT,
            SpOptions.SEND_BUFFER,
            SpOptions.RECEIVE_MAX,
            SpOptions.RECONNECT_MIN,
            SpOptions.HANDSHAKE_TIME,
            SpOptions.TTL_MAX,
            SpOptions.SOCKET_NAME,
            SpOptions.PREFER_NEW,
            SpOptions.PIPES_MAX);

    @Test
    void aUrlIsCanonicalOrRefused() {
        Fuzz.run("URLs", 3, random -> {
            String text = text(random);
            try {
                StreamUrl url = StreamUrl.parse(text);
                StreamUrl again = StreamUrl.parse(url.toString());
                assertEquals(url.toString(), again.toString(), () -> text + " became " + url);
                assertTrue(
                        again.equals(url) || !url.userInfo().isEmpty(), () -> text + " became " + url); // never shown
                assertTrue(url.port() >= StreamUrl.NO_PORT && url.port() <= 65535);
            } catch (AioException e) {
                assertEquals(AioError.EADDRINVAL, e.error());
            }
            return 1;
        });
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        if (!Fuzz.oneIn(random, 8)) {
            text.append(PIECES.get(random.nextInt(10))).append("://");
        }
        for (int i = random.nextInt(12); i > 0; i--) {
            if (Fuzz.oneIn(random, 10)) {
                text.append((char) random.nextInt(Fuzz.oneIn(random, 2) ? 128 : 65536));
            } else {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return text.toString();
    }

    @Test
    void anOptionsValueIsTakenOrRefused() {
        Fuzz.run("option values", 2, random -> {
            SpOption<?> option = OPTIONS.get(random.nextInt(OPTIONS.size()));
            Object value = switch (random.nextInt(7)) {
                case 0 -> random.nextInt();
                case 1 -> random.nextInt(-2, 20);
                case 2 -> Duration.ofSeconds(random.nextLong(), random.nextLong(1_000_000_000));
                case 3 -> Duration.ofNanos(random.nextLong());
                case 4 -> text(random);
                case 5 -> random.nextBoolean();
                default -> null;
            };
            try {
                assertEquals(value, option.check(value));
            } catch (NullPointerException e) {
                assertNull(value);
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().contains(option.name()), () -> e.toString());
            }
            return 1;
        });
    }
}
