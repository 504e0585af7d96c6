package io.helve.itest.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.helve.sp.SpProtocol;
import io.helve.testkit.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is particular to WebSockets, against Debian's nngcat. */
class NngcatWebSocketIT extends InteropTest {
    private static final String GROUP = "WebSockets";

    @BeforeAll
    static void demandNngcat() {
        Installed.programs("nngcat");
    }

    private Peer pushing(String url, Content data) throws IOException {
        Path file = Files.write(Files.createTempFile(directory, "message", ""), data.bytes());
        return Peer.start(
                List.of("nngcat", "--push0", "--async", "--dial", url, "--file", file.toString(), "--interval", "1"));
    }

    private static void receives(OurEnd end, Content data, Peer from) throws InterruptedException {
        from.requireAlive();
        assertArrayEquals(data.bytes(), end.socket().receive().toByteArray());
    }

    /** nng 1.5.2 sends such a request with an empty target. */
    @Test
    void aUrlWithoutAPathIsThatOfTheRoot() throws Exception {
        Content data = Content.random(100, 1);
        try (OurEnd end = open(SpProtocol.PULL);
                Peer peer = pushing(listen(end, "ws://127.0.0.1:0"), data)) {
            receives(end, data, peer);
        }
        results.shown(GROUP, "a URL without a path is that of the root", "they dial");
    }

    @Test
    void socketsThatListenAtOnePortAreToldApartByTheirPaths() throws Exception {
        Content forOne = Content.random(100, 1);
        Content forTwo = Content.random(100, 2);
        try (OurEnd one = open(SpProtocol.PULL);
                OurEnd two = open(SpProtocol.PULL)) {
            String urlOfOne = listen(one, "ws://127.0.0.1:0/one");
            String urlOfTwo = listen(two, urlOfOne.replace("/one", "/two"));
            try (Peer toOne = pushing(urlOfOne, forOne);
                    Peer toTwo = pushing(urlOfTwo, forTwo)) {
                receives(one, forOne, toOne);
                receives(two, forTwo, toTwo);
            }
        }
        results.shown(GROUP, "several sockets listen at one port, each at a path of its own", "they dial");
    }
}
