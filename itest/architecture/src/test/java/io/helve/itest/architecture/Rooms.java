package io.helve.itest.architecture;

import java.util.List;

/** The packages of each bundle, from the ground up: a package may know the packages that are listed before it. */
final class Rooms {
    /**
     * {@code aio} and {@code message} know each other: a handle carries a message, and a message fails as a handle
     * does.
     */
    static final List<List<String>> CIRCLES = List.of(List.of("aio", "message"));

    static final List<String> API = List.of(
            "annotation",
            "operator",
            "aio",
            "message",
            "option",
            "aio.provider",
            "file",
            "stream",
            "stream.provider",
            "sp",
            "sp.provider",
            "remote.statistics",
            "internal");

    static final List<String> IMPL = List.of("pool", "expiry", "handle", "file", "runtime", "standalone", "osgi");

    static final List<String> NET = List.of(
            "eventloop",
            "scheme",
            "socket",
            "stream",
            "connect",
            "tcp",
            "tls.pem",
            "tls",
            "ipc",
            "ws",
            "udp",
            "routing",
            "standalone",
            "osgi");

    static final List<String> SP = List.of(
            "message",
            "operation",
            "pipe",
            "contract",
            "stats",
            "endpoint",
            "protocol",
            "socket",
            "inproc",
            "stream",
            "udp",
            "device",
            "standalone",
            "osgi");

    static final List<String> SHELL = List.of(
            "text",
            "stdio",
            "terminal",
            "failure",
            "services",
            "tls",
            "copy",
            "stream",
            "cat",
            "perf",
            "stats",
            "",
            "standalone",
            "osgi");

    static final List<String> OPS = List.of(
            "text",
            "model",
            "command",
            "jmx",
            "health",
            "jfr",
            "inventory",
            "karaf",
            "metrics",
            "micrometer",
            "opentelemetry",
            "standalone",
            "osgi");

    static final List<String> REMOTE = List.of("guard", "codec", "call", "server", "client", "osgi");

    private Rooms() {}
}
