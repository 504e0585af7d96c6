package io.helve.net.osgi;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * The metatype of PID {@code io.helve.net}, for tools that edit configurations; {@link NetProperties} reads the
 * configuration.
 */
@ObjectClassDefinition(
        name = "Helve byte streams",
        description = "Event loops and limits of byte streams: tcp, tls, ipc, ws, wss and udp")
@interface NetConfiguration {
    @AttributeDefinition(
            name = "Threads",
            description = "Event loops for new connections; 0 means one for each processor, 4 at most",
            min = "0",
            max = "256")
    int threads() default 0;

    @AttributeDefinition(
            name = "Transport",
            description =
                    "What carries new connections. Auto is epoll if Netty's bundles for it are installed, else NIO."
                            + " What is not available is replaced, with a warning.",
            options = {
                @Option(label = "Auto", value = "auto"),
                @Option(label = "NIO, the JDK's", value = "nio"),
                @Option(label = "epoll (Linux)", value = "epoll"),
                @Option(label = "io_uring (Linux)", value = "io_uring")
            })
    String transport() default "auto";

    @AttributeDefinition(
            name = "Connect timeout",
            description =
                    "Milliseconds that a dial may take, for handles without a timeout and dialers without this option",
            min = "1",
            max = "86400000")
    long connect_timeout() default 10000;

    @AttributeDefinition(
            name = "Most connections",
            description = "How many connections there may be at a time, for all bundles together",
            min = "1")
    int connections_max() default 1048576;

    @AttributeDefinition(
            name = "Most handshakes",
            description = "How many accepted connections of one listener may be in their TLS or WebSocket handshakes;"
                    + " when another comes, a silent or old one gives way",
            min = "1",
            max = "65536")
    int handshakes_max() default 128;

    @AttributeDefinition(
            name = "Most handshakes of an address",
            description = "How many of these connections from one remote address, or one IPv6 network of 64 bits,"
                    + " need not give way to those of others",
            min = "1",
            max = "65536")
    int handshakes_address_max() default 32;

    @AttributeDefinition(
            name = "Busy polling",
            description =
                    "Microseconds for which an event loop without work looks for events at most, if that helped of"
                            + " late, before it blocks; 0 means that it blocks at once, which costs latency and saves processor time",
            min = "0",
            max = "1000")
    long busy_poll() default 50;

    @AttributeDefinition(
            name = "Most accepted connections of a bundle",
            description = "How many connections the listeners of one bundle may have accepted at a time; 0 for half of"
                    + " all connections, or of the descriptors of the process if that is less",
            min = "0")
    int connections_bundle_max() default 0;

    @AttributeDefinition(
            name = "Most handshakes of a bundle",
            description = "How many accepted connections of all listeners of one bundle may be in their handshakes; at"
                    + " this limit a listener with eight of them or more has a silent or old one give way. 0 for four"
                    + " times handshakes.max, or half of the connections that the bundle may have accepted, if that"
                    + " is less",
            min = "0")
    int handshakes_bundle_max() default 0;

    @AttributeDefinition(
            name = "Direct memory",
            description = "How many bytes of direct memory the small sends of all bundles may use together; 0 for a"
                    + " quarter of what the JVM allows. At the limit sends are coalesced on the heap.",
            min = "0")
    long direct_memory_max() default 0;

    @AttributeDefinition(
            name = "Direct memory per bundle",
            description = "How many bytes of direct memory the small sends of each bundle may use; 0 for half of what"
                    + " all may use together",
            min = "0")
    long direct_memory_bundle_max() default 0;

    @AttributeDefinition(
            name = "Polling",
            description = "Which threads poll the event loops of new connections: threads of their own, or idle"
                    + " threads of the default completion pool, which saves wake-ups between event loops and callbacks",
            options = {
                @Option(label = "Threads of their own", value = "threads"),
                @Option(label = "Threads of the completion pool", value = "workers")
            })
    String polling() default "threads";
}
