package io.helve.bench.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every case on streams runs with every peer, between two peers in one process. These tests check no speed. */
class StreamCasesRunTest {
    private static final String NUMBER = "-?[0-9]+\\.[0-9]{4}";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "helve, tcp",
        "helve, ipc",
        "helve-inline, tcp",
        "helve-inline, ipc",
        "netty, tcp",
        "netty, ipc",
        "jdk, tcp",
    })
    void everyCaseReports(String peer, String scheme) throws Exception {
        String url = scheme.equals("tcp") ? "tcp://127.0.0.1:0" : "ipc://" + directory.resolve("s");
        try (StreamPeer serving = StreamPeer.of(peer);
                Server server = new Server(serving, List.of(url));
                StreamPeer asking = StreamPeer.of(peer);
                Control.Client control = client(server)) {
            String served = server.line().split("\t")[1];
            Cases cases = new Cases(asking, control);
            for (int connections : new int[] {1, 3}) {
                for (int size : new int[] {64, 1024, 65536}) {
                    assertEcho(cases, served, scheme, size, connections);
                    assertFlow(cases, served, scheme, size, connections);
                }
            }
            assertIdle(cases, served, scheme);
        }
    }

    private static Control.Client client(Server server) throws Exception {
        return new Control.Client(Integer.parseInt(server.line().split("\t")[0]));
    }

    private static void assertEcho(Cases cases, String url, String scheme, int size, int connections) throws Exception {
        String line = run(cases, url, "echo", size, connections);

        assertMatches(
                "echo-" + scheme + "-" + size + "-" + connections + micros("mean") + micros("p50") + micros("p99")
                        + "\ttrips\t" + NUMBER + "\t/s",
                line);
    }

    private static String micros(String metric) {
        return "\t" + metric + "\t" + NUMBER + "\tus";
    }

    private static void assertFlow(Cases cases, String url, String scheme, int size, int connections) throws Exception {
        String line = run(cases, url, "flow", size, connections);

        assertMatches(
                "flow-" + scheme + "-" + size + "-" + connections + "\trate\t" + NUMBER + "\tMB/s\tmessages\t" + NUMBER
                        + "\t/s",
                line);
    }

    private static void assertIdle(Cases cases, String url, String scheme) throws Exception {
        String line = run(cases, url, "idle", 64, 5);

        assertMatches(
                "idle-" + scheme + "-64-5" + bytes("client") + bytes("client-direct") + bytes("server")
                        + bytes("server-direct"),
                line);
    }

    private static String bytes(String metric) {
        return "\t" + metric + "\t" + NUMBER + "\tB";
    }

    private static String run(Cases cases, String url, String kind, int size, int connections) throws Exception {
        return cases.run(List.of(url, kind, "" + size, "" + connections, "0.005", "0.01"));
    }

    private static void assertMatches(String pattern, String line) {
        assertTrue(line.matches(pattern), line);
    }

    @Test
    void aUrlThatAPeerDoesNotKnowIsLeftOut() throws Exception {
        try (StreamPeer jdk = StreamPeer.of("jdk");
                Server server = new Server(jdk, List.of("ipc://" + directory.resolve("s"), "tcp://127.0.0.1:0"))) {
            assertTrue(server.line().matches("[0-9]+\t-\ttcp://127.0.0.1:[0-9]+\tjdk"), server.line());
        }
    }

    @Test
    void aCaseThatIsNotThereIsRefused() throws Exception {
        try (StreamPeer jdk = StreamPeer.of("jdk");
                Server server = new Server(jdk, List.of("tcp://127.0.0.1:0"));
                Control.Client control = client(server)) {
            Cases cases = new Cases(jdk, control);

            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> run(cases, "tcp://127.0.0.1:1", "none", 1, 1));

            assertEquals("no such case: none", refused.getMessage());
        }
    }
}
