package io.helve.bench.stream;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/** A peer in the comparison of streams: Helve, or another library that moves bytes on a JVM. */
interface StreamPeer extends AutoCloseable {
    static StreamPeer of(String title) throws Exception {
        return switch (title) {
            case "helve" -> new HelvePeer(false);
            case "helve-inline" -> new HelvePeer(true);
            case "helve-workers" -> new HelvePeer(false).polledByWorkers();
            case "netty" -> new NettyPeer();
            case "jdk" -> new JdkPeer();
            default -> throw new IllegalArgumentException("no such peer: " + title);
        };
    }

    /** As many threads for I/O as Helve has by default. */
    static int threads() {
        return Math.min(4, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Returns a buffer as a fast program would allocate it: a small buffer on the heap, a large buffer as direct
     * memory.
     */
    static ByteBuffer buffer(int size) {
        return size < 4096 ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
    }

    /** The I/O mechanism of connections. */
    String transport();

    /** Returns whether this peer has the URL's scheme. */
    default boolean knows(String url) {
        return true;
    }

    /**
     * Serves at a URL until this peer is closed.
     *
     * @return the URL to connect to
     */
    String listen(String url, LongAdder received) throws Exception;

    /** Connects a client that sends a message each time the previous message has come back. */
    Connection echo(String url, int size, Trips trips) throws Exception;

    /** Connects a client that sends each message as soon as the previous message was taken. */
    Connection flow(String url, int size, Flow flow) throws Exception;

    @Override
    void close();

    /** A client's connection. */
    interface Connection extends AutoCloseable {
        /**
         * Begins to send. Called when all connections of a case are open, since opening a connection would take long
         * beside connections that already send.
         */
        void begin();

        @Override
        void close();
    }
}
